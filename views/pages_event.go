package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

// Event records something that happened to a request, or corrects what was
// recorded. The form value DoName with DoUndo takes the event back.
type Event struct {
	Form
	RequestID string
	Rights    []law.Right
	Kind      law.EventKind
	EventID   string // of the one that is corrected; empty for a new one
}

// DoUndo is the value of the button that says that something did not happen.
const DoUndo = "undo"

// Answers of the question whether reasons were given.
const (
	ReasonsGiven    = "yes"
	ReasonsNotGiven = "no"
)

const noteLimit = 2000 // characters

// EventFields are the questions about an event of a kind. Words:
// field.event.<name>.
func EventFields(kind law.EventKind) []interview.Field {
	fields := []interview.Field{{Name: "on", Kind: interview.Day}}
	if kind == law.Extended {
		fields = append(fields, interview.Field{Name: "until", Kind: interview.Day, Optional: true})
	}
	if kind == law.Extended || kind == law.Refused {
		fields = append(fields, interview.Field{Name: "reasons", Kind: interview.Choice, Options: []string{ReasonsGiven, ReasonsNotGiven}})
	}
	return append(fields, interview.Field{Name: "note", Kind: interview.LongText, Optional: true, MaxLength: noteLimit})
}

// Name implements Page.
func (Event) Name() string { return "event" }

// Title implements Page.
func (e Event) Title(l lang.Lang) string {
	if e.EventID != "" {
		return lang.T(l, "event_page.correct", "event", lowered(lang.Event(l, e.Kind)))
	}
	return lang.T(l, "event."+string(e.Kind)+".offer")
}

// Action is where the form is sent.
func (e Event) Action(l lang.Lang, caseID string) string {
	if e.EventID != "" {
		return EventPath(l, caseID, e.RequestID, e.EventID)
	}
	return NewEventPath(l, caseID, e.RequestID, e.Kind)
}

// Fields are the page's fields, ready to be drawn in l.
func (e Event) Fields(l lang.Lang) []field {
	return fieldsOf(l, "event.", EventFields(e.Kind), e.Form, 0)
}

// Target is the id of the input that an error is about.
func (e Event) Target(err interview.FieldError) string {
	return errorTarget(EventFields(e.Kind), err.Field)
}

// Advice is the word key of what to know before answering such an event.
func (e Event) Advice() string { return "event_page.advice." + string(e.Kind) }
