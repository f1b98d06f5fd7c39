package interview

import (
	"reflect"
	"slices"
	"strings"

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

// draftPrefix begins the id of a request that only holds details for a letter
// to come. The latest request naming a right supplies its details.
const draftPrefix = "draft-"

// draftIndex finds the latest unsent request for that right alone; -1 when
// there is none.
func draftIndex(c models.Case, right law.Right) int {
	for i, r := range slices.Backward(c.Requests) {
		if !isSent(r) && slices.Equal(r.Rights, []law.Right{right}) {
			return i
		}
	}
	return -1
}

func draftOf(c models.Case, right law.Right) models.Request {
	draft, _ := Draft(c, right)
	return draft
}

// editDraft changes the draft for that right, made where there is none; a
// draft of ours that holds nothing more is dropped.
func editDraft(c *models.Case, right law.Right, edit func(*models.Request)) {
	i := draftIndex(*c, right)
	if i < 0 {
		c.Requests = append(c.Requests, models.Request{ID: draftID(*c, right), Rights: []law.Right{right}})
		i = len(c.Requests) - 1
	}
	edit(&c.Requests[i])
	if isEmptyDraft(c.Requests[i]) {
		c.Requests = slices.Delete(c.Requests, i, i+1)
	}
}

// isEmptyDraft reports a draft made here that says nothing any more.
func isEmptyDraft(r models.Request) bool {
	return strings.HasPrefix(r.ID, draftPrefix) && reflect.DeepEqual(r, models.Request{ID: r.ID, Rights: r.Rights})
}

// draftID is "draft-rectification", or the first such id that is free.
func draftID(c models.Case, right law.Right) string {
	id := draftPrefix + strings.ReplaceAll(string(right), "_", "-")
	for slices.ContainsFunc(c.Requests, func(r models.Request) bool { return r.ID == id }) {
		id += "-2"
	}
	return id
}

// Draft returns the latest unsent request for that right alone, which holds
// the details its letter needs; ok is false when there is none.
func Draft(c models.Case, right law.Right) (r models.Request, ok bool) {
	i := draftIndex(c, right)
	if i < 0 {
		return models.Request{}, false
	}
	return c.Requests[i], true
}
