package letters

import (
	"cmp"
	"slices"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// Exhibit is one numbered piece of a complaint's bundle: a letter as it was
// sent, or a piece of evidence.
type Exhibit struct {
	Number  int
	Title   string
	On      law.Date
	Request string // the request whose letter it is; empty for evidence
	// Evidence is nil for a letter.
	Evidence *models.Evidence
}

// exhibitOrder is the order of the evidence in a bundle, after the letters:
// proofs, then answers, then the rest.
var exhibitOrder = map[string]int{
	"mandate": 0, "constitution": 0, "proof_of_sending": 1, "proof_of_receipt": 1, "reply": 2,
}

const otherExhibits = 3

// Exhibits lists what goes with the complaint of an effective case, numbered
// from 1: letters as sent, proofs, answers, and the rest, each group by day.
func Exhibits(c models.Case, l lang.Lang) []Exhibit {
	all := sentLetters(c, l)
	evidence := slices.Clone(c.Evidence)
	slices.SortStableFunc(evidence, func(a, b models.Evidence) int {
		return cmp.Or(cmp.Compare(exhibitRank(a), exhibitRank(b)), exhibitDay(a).Compare(exhibitDay(b)))
	})
	for _, e := range evidence {
		all = append(all, Exhibit{Title: oneLine(e.Caption), On: exhibitDay(e), Evidence: &e})
	}
	for i := range all {
		all[i].Number = i + 1
	}
	return all
}

func exhibitRank(e models.Evidence) int {
	if rank, ok := exhibitOrder[e.Kind]; ok {
		return rank
	}
	switch e.Proves {
	case "request":
		return exhibitOrder["proof_of_sending"]
	case "answer":
		return exhibitOrder["reply"]
	}
	return otherExhibits
}

func exhibitDay(e models.Evidence) law.Date {
	if e.CapturedOn.IsZero() {
		return e.UploadedOn
	}
	return e.CapturedOn
}

// sentLetters lists the requests that left, by day.
func sentLetters(c models.Case, l lang.Lang) []Exhibit {
	var sent []Exhibit
	for _, r := range c.Requests {
		if on := lastState(r).SentOn; !on.IsZero() {
			w := &letter{c: c, r: r, lang: l, rights: r.Rights}
			w.regime = regimeOf(w.country())
			w.facts = map[string]string{"law": lang.T(l, "letters.law."+w.regime.text())}
			object, _ := w.asked()
			sent = append(sent, Exhibit{Title: lang.T(l, "complaint.exhibit.letter", "object", object), On: on, Request: r.ID})
		}
	}
	slices.SortStableFunc(sent, func(a, b Exhibit) int { return a.On.Compare(b.On) })
	return sent
}

// exhibitOf returns the number of the exhibit that match finds, or 0.
func exhibitOf(exhibits []Exhibit, match func(Exhibit) bool) int {
	if i := slices.IndexFunc(exhibits, match); i >= 0 {
		return exhibits[i].Number
	}
	return 0
}
