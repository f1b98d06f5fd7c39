package interview

import (
	"slices"

	"contreoffre/models"
)

// CheckID is where the interview ends: the page on which the answers are read
// again. It asks nothing and is not among Pages.
const CheckID = "check"

// Pages is every page, in the order in which it is asked.
var Pages = slices.Concat(offerPages, participationPages, personPages, wishPages)

// PageByID returns the page of that id; ok is false when there is none.
func PageByID(id string) (p Page, ok bool) {
	for _, p := range Pages {
		if p.ID == id {
			return p, true
		}
	}
	return Page{}, false
}

// Asked lists the pages that apply to the case, in order.
func Asked(c models.Case) []Page {
	return slices.DeleteFunc(slices.Clone(Pages), func(p Page) bool { return !p.Applies(c) })
}

// Next returns the page asked after the one of that id; "" stands before the
// first. ok is false when there is none: what follows is CheckID.
func Next(c models.Case, afterID string) (p Page, ok bool) {
	after := slices.IndexFunc(Pages, func(p Page) bool { return p.ID == afterID })
	for _, p := range Pages[after+1:] {
		if p.Applies(c) {
			return p, true
		}
	}
	return Page{}, false
}

// NextEdited returns the page to ask once the one of afterID is saved, for
// somebody who came back to the page of editedID to change its answer: one that
// is only asked because of that answer, or that a letter cannot go without.
// Pages that were passed over before are not asked again. ok is false when the
// person goes back to reading the answers.
func NextEdited(c models.Case, editedID, afterID string) (p Page, ok bool) {
	edited, known := PageByID(editedID)
	if !known {
		return Page{}, false
	}
	before := copyCase(c)
	edited.Clear(&before)
	for p, ok := Next(c, afterID); ok; p, ok = Next(c, p.ID) {
		if !p.Answered(c) && (!p.Optional || !p.Applies(before)) {
			return p, true
		}
	}
	return Page{}, false
}

// Previous returns the page asked before the one of that id; CheckID stands
// after the last. ok is false at the first page.
func Previous(c models.Case, beforeID string) (p Page, ok bool) {
	before := slices.IndexFunc(Pages, func(p Page) bool { return p.ID == beforeID })
	if before < 0 {
		before = len(Pages)
	}
	for _, p := range slices.Backward(Pages[:before]) {
		if p.Applies(c) {
			return p, true
		}
	}
	return Page{}, false
}

// Progress counts the pages that apply to the case, and those that hold an
// answer. A page that may be passed over counts only once it is answered, so
// that a finished interview reads as finished.
func Progress(c models.Case) (done, total int) {
	for _, p := range Asked(c) {
		answered := p.Answered(c)
		if answered {
			done++
		}
		if answered || !p.Optional {
			total++
		}
	}
	return done, total
}

// Position says which of the pages asked in this case the one of that id is,
// counted from 1, and how many there are. at is 0 for a page that is not
// asked.
func Position(c models.Case, id string) (at, of int) {
	asked := Asked(c)
	return slices.IndexFunc(asked, func(p Page) bool { return p.ID == id }) + 1, len(asked)
}

// Missing lists the pages that still want an answer, in order. "I don't know"
// is an answer.
func Missing(c models.Case) []Page {
	return slices.DeleteFunc(Asked(c), func(p Page) bool { return p.Optional || p.Answered(c) })
}

// Warnings says what deserves a second look on a page; the answer is kept
// all the same.
func Warnings(c models.Case, id string) []FieldError {
	if id == "joined" && outsideCampaign(c) {
		return []FieldError{{Field: "joined_on.day", Key: "warning.joined.outside"}}
	}
	return nil
}

// Notes says what to bear in mind while answering a page, because of an earlier
// answer.
func Notes(c models.Case, id string) []FieldError {
	if (id == "age" || id == "identity") && isRepresented(c) {
		return []FieldError{{Field: id, Key: "note." + id + ".represented"}}
	}
	return nil
}

// outsideCampaign reports a joining day on which the offer is not known to
// have run, in the person's country or, where that is not known, anywhere.
func outsideCampaign(c models.Case) bool {
	preset, ok := PresetOf(c)
	p := participationOf(c)
	if !ok || p.JoinedOn.IsZero() {
		return false
	}
	campaigns := preset.Campaigns
	if in, ok := preset.Campaign(p.Country); ok {
		campaigns = []Campaign{in}
	}
	first, last := joinedBetween(p)
	return !slices.ContainsFunc(campaigns, func(in Campaign) bool {
		return !last.Before(in.WarnBefore) && !first.After(in.WarnAfter)
	})
}
