package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

// Deadline is the public calculator: its form, sent with GET, and the answer
// once there is one.
type Deadline struct {
	Form
	Answer *law.Answer
	// The calendars that were used, in the order controller, person.
	Calendars []*law.Calendar
}

// DeadlineFields are the questions of the calculator. Words:
// field.deadline.<name>.
var DeadlineFields = []interview.Field{
	{Name: "received", Kind: interview.Day},
	{Name: "controller_country", Kind: interview.CountryOf},
	{Name: "person_country", Kind: interview.CountryOf},
	{Name: "extended", Kind: interview.Day, Optional: true},
	{Name: "identity_asked", Kind: interview.Day, Optional: true},
	{Name: "identity_given", Kind: interview.Day, Optional: true},
}

// alwaysAsked is how many of DeadlineFields are shown at once; the others are
// folded away.
const alwaysAsked = 3

// Name implements Page.
func (Deadline) Name() string { return "deadline" }

// Title implements Page.
func (Deadline) Title(l lang.Lang) string { return lang.T(l, "calculator.title") }

// Target is the id of the input that an error is about.
func (d Deadline) Target(e interview.FieldError) string { return errorTarget(DeadlineFields, e.Field) }

// First and More are the fields shown at once and those folded away.
func (d Deadline) First(l lang.Lang) []field {
	return fieldsOf(l, "deadline.", DeadlineFields, d.Form, 0)[:alwaysAsked]
}

// More are the fields folded away.
func (d Deadline) More(l lang.Lang) []field {
	return fieldsOf(l, "deadline.", DeadlineFields, d.Form, 0)[alwaysAsked:]
}

// Unfolded reports whether one of the folded fields holds something.
func (d Deadline) Unfolded() bool {
	for _, f := range DeadlineFields[alwaysAsked:] {
		for _, p := range dayParts {
			if d.Value(f.Name+"."+p) != "" {
				return true
			}
		}
	}
	return false
}

// Days is the calendar strip around the day of the answer.
func (d Deadline) Days(l lang.Lang) []dayCell {
	if d.Answer.Suspended {
		return nil
	}
	return daysAround(l, d.Answer.OperativeOn(), d.Answer.Steps)
}
