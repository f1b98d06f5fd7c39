package letters

import (
	"slices"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// A portable dossier may tell of a letter that left and not hold it. The letter
// can then be written again as of that day; it says so, for it is no copy.

// Recompose writes a letter of an effective case again, as of the day on which
// it left, from what had happened by then: in one language, or in French and
// in English. ok is false where the dossier does not say enough of it.
func Recompose(c models.Case, e Exhibit) (versions []Document, ok bool) {
	i := slices.IndexFunc(c.Requests, func(r models.Request) bool { return r.ID == e.Request })
	if i < 0 || e.Evidence != nil {
		return nil, false
	}
	r := c.Requests[i]
	r.Events = before(StateOf(c, r, e.On), e.On)
	write := func(l lang.Lang, spoken []lang.Lang) (Document, []Warning, error) {
		return compose(c, r, l, e.On, spoken)
	}
	if e.FollowUp {
		state := StateOf(c, r, e.On)
		kinds := FollowUpsFor(state)
		if len(kinds) == 0 {
			return nil, false
		}
		write = func(l lang.Lang, spoken []lang.Lang) (Document, []Warning, error) {
			return composeFollowUp(kinds[0], c, r, RecalledBy(kinds[0], state), l, e.On, spoken)
		}
	}
	spoken := spokenIn(c, r)
	for _, l := range spoken {
		d, _, err := write(l, spoken)
		if err != nil || slices.ContainsFunc(d.Body, func(b Block) bool { return b.Kind == Blank }) {
			return nil, false
		}
		d.Notice = lang.T(l, "complaint.recomposed.notice")
		versions = append(versions, d)
	}
	return versions, true
}

// before are the events that stood when a letter left on a day.
func before(s law.State, on law.Date) []models.Event {
	var kept []models.Event
	for _, entry := range s.History {
		if entry.Stands() && (entry.On.Before(on) || entry.On == on && entry.Kind != law.ReminderSent) {
			e := entry.Event
			e.Cancels = ""
			kept = append(kept, models.Event{Event: e})
		}
	}
	return kept
}

// spokenIn are the languages of a request's letter.
func spokenIn(c models.Case, r models.Request) []lang.Lang {
	if r.Language == "fr+en" {
		return twinned
	}
	language := r.Language
	if language == "" {
		language = c.Language
	}
	l, _ := lang.Parse(language)
	return []lang.Lang{l}
}

// Recomposed notes that exhibit n, counted from 1, is a letter written again,
// wherever the complaint lists it.
func (k *Complaint) Recomposed(n int) {
	k.relist(n, func(e *Exhibit) {
		e.Title, e.Recomposed = recomposed(k.Document.Lang, e.Title), true
	})
}

func recomposed(l lang.Lang, title string) string {
	return lang.T(l, "complaint.exhibit.recomposed", "title", title)
}

// NotJoined notes that there is no file for exhibit n, counted from 1, wherever
// the complaint lists it.
func (k *Complaint) NotJoined(n int) {
	k.relist(n, func(e *Exhibit) { e.NotJoined = true })
}

// relist changes an exhibit, and its line wherever the complaint lists it.
func (k *Complaint) relist(n int, change func(*Exhibit)) {
	l, e := k.Document.Lang, &k.Exhibits[n-1]
	was := ExhibitLine(l, *e)
	change(e)
	if k.Kept() {
		return // what was filed stays as it was
	}
	for i, b := range k.Document.Body {
		if b.Section == complaintFile+"_exhibits" && b.Text == was {
			k.Document.Body[i].Text = ExhibitLine(l, *e)
		}
	}
	for i, f := range k.Sheet {
		if f.ID == "papers" {
			k.Sheet[i].Value = strings.Replace(f.Value, was, ExhibitLine(l, *e), 1)
		}
	}
}
