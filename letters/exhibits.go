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
	// FollowUp tells a letter that followed the request from the one that made
	// it; Event is the sending that it was kept with.
	FollowUp bool
	Event    string
	// Recomposed tells a letter that was written again, for want of its copy.
	Recomposed bool
	// NotJoined tells an exhibit of which there is no file.
	NotJoined bool
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
		return cmp.Or(cmp.Compare(rankIn(c, a), rankIn(c, b)), exhibitDay(a).Compare(exhibitDay(b)))
	})
	for _, e := range evidence {
		all = append(all, Exhibit{Title: oneLine(e.Caption), On: exhibitDay(e), Evidence: &e})
	}
	for i := range all {
		all[i].Number = i + 1
	}
	return all
}

// exhibitsBy are those that were there on a day, numbered anew: a complaint of
// that day cannot name a letter that left later.
func exhibitsBy(day law.Date, all []Exhibit) []Exhibit {
	all = slices.DeleteFunc(all, func(e Exhibit) bool {
		if e.Evidence != nil {
			return e.Evidence.CapturedOn.After(day)
		}
		return e.On.After(day)
	})
	for i := range all {
		all[i].Number = i + 1
	}
	return all
}

// rankIn is the rank of an exhibit among those of its case: what the person
// says of it, else what the event that names it tells.
func rankIn(c models.Case, e models.Evidence) int {
	rank := exhibitRank(e)
	if rank < otherExhibits {
		return rank
	}
	for _, r := range c.Requests {
		for _, event := range r.Events {
			if !slices.Contains(event.Evidence, e.ID) {
				continue
			}
			if isReply(event.Kind) {
				return exhibitOrder["reply"]
			}
			return exhibitOrder["proof_of_sending"]
		}
	}
	return rank
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

// ExhibitIn is an exhibit of an effective case with the title that it has in
// language l, where the title is ours: for what is said of a complaint that is
// in another language. What the person called a piece of evidence stays.
func ExhibitIn(l lang.Lang, c models.Case, e Exhibit) Exhibit {
	for _, same := range sentLetters(c, l) {
		if e.Evidence != nil || same.Request != e.Request || same.FollowUp != e.FollowUp || same.Event != e.Event || same.On != e.On {
			continue
		}
		e.Title = same.Title
		if e.Recomposed {
			e.Title = recomposed(l, e.Title)
		}
		break
	}
	return e
}

// sentLetters lists the letters that left, those that made the requests and
// those that followed them, by day. One whose sending names its copy among the
// evidence is that exhibit, and not listed twice.
func sentLetters(c models.Case, l lang.Lang) []Exhibit {
	var sent []Exhibit
	for _, r := range c.Requests {
		state := lastState(r)
		if state.SentOn.IsZero() {
			continue
		}
		object := objectOf(c, r, l)
		if kept(r) || !copied(c, r) {
			sent = append(sent, Exhibit{Title: lang.T(l, "complaint.exhibit.letter", "object", object), On: state.SentOn, Request: r.ID})
		}
		for _, e := range state.History {
			if e.Kind == law.ReminderSent && e.Stands() && len(evidenceOf(r, e.Event)) == 0 {
				title := lang.T(l, "complaint.exhibit.follow_up", "object", object)
				sent = append(sent, Exhibit{Title: title, On: e.On, Request: r.ID, FollowUp: true, Event: firstEntered(r, e.Event)})
			}
		}
	}
	slices.SortStableFunc(sent, func(a, b Exhibit) int { return a.On.Compare(b.On) })
	return sent
}

// kept reports whether the letter of a request was kept as it left.
func kept(r models.Request) bool {
	return r.Letter != nil && (r.Letter.Text != "" || r.Letter.PDF != "" || r.Letter.PDFSHA256 != "")
}

// copied reports whether the sending of a request names a copy of its letter
// among the evidence.
func copied(c models.Case, r models.Request) bool {
	return slices.ContainsFunc(r.Events, func(sending models.Event) bool {
		return sending.Kind == law.Sent && slices.ContainsFunc(c.Evidence, func(e models.Evidence) bool {
			return (e.Kind == "letter" || e.Kind == "email") && slices.Contains(sending.Evidence, e.ID)
		})
	})
}

// evidenceOf returns the ids of the evidence that an event names.
func evidenceOf(r models.Request, e law.Event) []string {
	for _, recorded := range r.Events {
		if recorded.Event == e {
			return recorded.Evidence
		}
	}
	return nil
}

// firstEntered returns the id of the event that e is, or that it corrects: a
// letter stays with the sending that it was kept with.
func firstEntered(r models.Request, e law.Event) string {
	corrects := map[string]string{}
	for _, recorded := range r.Events {
		corrects[recorded.ID] = recorded.Cancels
	}
	id := e.ID
	for range r.Events { // no more steps than events: a file may hold a circle
		if corrects[id] == "" {
			break
		}
		id = corrects[id]
	}
	return id
}

// objectOf names what a request asks for, as its letter does.
func objectOf(c models.Case, r models.Request, l lang.Lang) string {
	w := &letter{c: c, r: r, lang: l, rights: r.Rights}
	w.regime = regimeOf(w.country())
	w.facts = map[string]string{"law": lang.T(l, "letters.law."+w.regime.text())}
	object, _ := w.asked()
	return object
}

// exhibitOf returns the number of the exhibit that match finds, or 0.
func exhibitOf(exhibits []Exhibit, match func(Exhibit) bool) int {
	if i := slices.IndexFunc(exhibits, match); i >= 0 {
		return exhibits[i].Number
	}
	return 0
}
