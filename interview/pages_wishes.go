package interview

import (
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

// The wishes, in the order in which they are shown.
var wishes = []string{"know", "copy", "stop_use", "stop_publication", "delete", "correct", "freeze", "move", "no_marketing"}

var restrictionCases = []string{"accuracy", "unlawful", "claims", "objection_pending"}

func wishesFor(wish string) func(models.Case) bool {
	return func(c models.Case) bool { return slices.Contains(participationOf(c).Wishes, wish) }
}

var wishPages = []Page{
	ask(question{
		Page: Page{
			ID: "wishes", Group: "wishes", Unsure: true,
			Fields:   []Field{{Name: "wishes", Kind: Choices, Options: wishes}},
			Answered: func(c models.Case) bool { return len(participationOf(c).Wishes) > 0 },
		},
		fill:  func(c models.Case, w writer) { w.set("wishes", participationOf(c).Wishes...) },
		read:  func(r *reader, c *models.Case) { participation(c).Wishes = r.choices("wishes") },
		clear: func(c *models.Case) { participation(c).Wishes = nil },
	}),
	ask(question{
		Page: Page{
			ID: "corrections", Group: "wishes", Optional: true,
			Fields: []Field{{Name: "corrections", Kind: List, MaxLength: rowLimit, Optional: true, Fields: []Field{
				{Name: "wrong", Kind: LongText, MaxLength: textLimit},
				{Name: "right", Kind: LongText, MaxLength: textLimit},
			}}},
			When:     wishesFor("correct"),
			Answered: func(c models.Case) bool { return len(draftOf(c, law.Rectification).Corrections) > 0 },
		},
		fill: func(c models.Case, w writer) {
			for n, correction := range draftOf(c, law.Rectification).Corrections {
				row := w.row("corrections", n)
				row.set("wrong", correction.Wrong)
				row.set("right", correction.Right)
			}
		},
		read: func(r *reader, c *models.Case) {
			var corrections []models.Correction
			r.rows("corrections", func(row *reader) {
				corrections = append(corrections, models.Correction{Wrong: row.text("wrong"), Right: row.text("right")})
			})
			editDraft(c, law.Rectification, func(d *models.Request) { d.Corrections = corrections })
		},
		clear: func(c *models.Case) {
			editDraft(c, law.Rectification, func(d *models.Request) { d.Corrections = nil })
		},
	}),
	ask(question{
		Page: Page{
			ID: "restriction", Group: "wishes", Optional: true,
			Fields:   []Field{{Name: "restriction_case", Kind: Choice, Options: restrictionCases}},
			When:     wishesFor("freeze"),
			Answered: func(c models.Case) bool { return draftOf(c, law.Restriction).RestrictionCase != "" },
		},
		fill: func(c models.Case, w writer) {
			w.set("restriction_case", draftOf(c, law.Restriction).RestrictionCase)
		},
		read: func(r *reader, c *models.Case) {
			chosen := r.choice("restriction_case")
			editDraft(c, law.Restriction, func(d *models.Request) { d.RestrictionCase = chosen })
		},
		clear: func(c *models.Case) {
			editDraft(c, law.Restriction, func(d *models.Request) { d.RestrictionCase = "" })
		},
	}),
	ask(question{
		Page: Page{
			ID: "portability", Group: "wishes", Optional: true,
			Fields:   []Field{{Name: "send_data_to", Kind: Line, Optional: true, MaxLength: lineLimit}},
			When:     wishesFor("move"),
			Answered: func(c models.Case) bool { return draftOf(c, law.Portability).SendDataTo != "" },
		},
		fill: func(c models.Case, w writer) { w.set("send_data_to", draftOf(c, law.Portability).SendDataTo) },
		read: func(r *reader, c *models.Case) {
			target := r.line("send_data_to")
			editDraft(c, law.Portability, func(d *models.Request) { d.SendDataTo = target })
		},
		clear: func(c *models.Case) {
			editDraft(c, law.Portability, func(d *models.Request) { d.SendDataTo = "" })
		},
	}),
}
