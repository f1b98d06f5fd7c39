package views

import (
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
)

// Question is one page of the interview. Values holds what was typed or, on
// the first visit, the answers of the case. It is posted to its own address;
// see DoAddRow.
type Question struct {
	Form
	Page     interview.Page
	Action   string                 // where the form is posted
	Back     string                 // address of the page before
	Editing  bool                   // an answer is changed; the page before is that of all answers
	At, Of   int                    // the number of this question and of all
	Rows     int                    // rows to show at least in a list
	Warnings []interview.FieldError // worth a second look, no error: the answer is kept
	// Suggests tells that what stands in the form already is ours, and has to be
	// read before it is an answer.
	Suggests bool
}

// ReadName is the form name of the box that says so.
func (Question) ReadName() string { return interview.ReadName }

// Unread are the errors of that box.
func (q Question) Unread() []interview.FieldError {
	return problemsAbout(interview.Choice, interview.ReadName, q.Errors)
}

// Name implements Page.
func (Question) Name() string { return "question" }

// Title implements Page.
func (q Question) Title(l lang.Lang) string { return lang.T(l, "page."+q.Page.ID+".title") }

// Fields are the page's fields, ready to be drawn in l.
func (q Question) Fields(l lang.Lang) []field { return fieldsOf(l, "", q.Page.Fields, q.Form, q.Rows) }

// Target is the id of the input that an error is about.
func (q Question) Target(e interview.FieldError) string { return errorTarget(q.Page.Fields, e.Field) }

// HasList reports whether a row can be added.
func (q Question) HasList() bool {
	for _, f := range q.Page.Fields {
		if f.Kind == interview.List {
			return true
		}
	}
	return false
}

// Why tells, paragraph by paragraph, why the question is asked.
func (q Question) Why(l lang.Lang) []string {
	return strings.Split(lang.T(l, "page."+q.Page.ID+".why"), "\n")
}
