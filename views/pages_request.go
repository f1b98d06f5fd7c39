package views

import (
	"slices"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
)

// Request is one request: where it stands, by when, why that day, and what
// happened.
type Request struct {
	RequestID      string
	Rights         []law.Right
	Controller     string // its name
	Channel        law.Channel
	TrackingNumber string
	Today          law.Date
	State          law.State
	HasLetter      bool // a letter was prepared or kept here; none for one written before
	Next           NextStep
}

// Name implements Page.
func (Request) Name() string { return "request" }

// Title implements Page.
func (r Request) Title(l lang.Lang) string { return rightsIn(l, r.Rights) }

// rightsIn names a request by its rights.
func rightsIn(l lang.Lang, rights []law.Right) string {
	names := make([]string, len(rights))
	for i, right := range rights {
		names[i] = lang.T(l, "request."+string(right))
	}
	return strings.Join(names, " + ")
}

// Badge is where the request stands, in a word.
func (r Request) Badge() Badge { return BadgeOf(r.State, r.Today) }

// Where tells where the request stands, in a sentence.
func (r Request) Where(l lang.Lang) string {
	due, _ := r.State.Deadline(law.AnswerDue)
	return lang.T(l, "request.where."+string(r.State.Status),
		"sent", lang.Date(l, r.State.SentOn), "due", lang.LongDate(l, due.On))
}

// Due is the day of the answer with its proof; nil when there is none to tell.
func (r Request) Due() *law.Deadline {
	due, ok := r.State.Deadline(law.AnswerDue)
	if !ok {
		return nil
	}
	return &due
}

// Latest is the day by the other reading of a suspension, nil when there is
// none.
func (r Request) Latest() *law.Deadline {
	due, ok := r.State.Deadline(law.AnswerLatest)
	if !ok {
		return nil
	}
	return &due
}

// Days is the calendar strip around the due day.
func (r Request) Days(l lang.Lang) []dayCell {
	due := r.Due()
	if due == nil {
		return nil
	}
	return daysAround(l, due.On, due.Steps)
}

// Warnings are what must be known about the count.
func (r Request) Warnings() []law.Warning {
	if r.State.Answer == nil {
		return nil
	}
	return r.State.Answer.Warnings
}

// History is what happened, the latest first.
func (r Request) History() []law.Entry {
	entries := slices.DeleteFunc(slices.Clone(r.State.History), func(e law.Entry) bool { return e.Undo })
	slices.Reverse(entries)
	return entries
}
