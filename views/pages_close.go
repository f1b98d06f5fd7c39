package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
)

// Close asks how a dossier ends.
type Close struct {
	Form
	Running int // requests that still await an answer
}

// CloseFields are the questions of the page. Words: field.close.<name>.
var CloseFields = []interview.Field{
	{Name: "as", Kind: interview.Choice, Options: []string{"obtained", "partly_obtained", "given_up"}},
	{Name: "on", Kind: interview.Day},
}

// Name implements Page.
func (Close) Name() string { return "close" }

// Title implements Page.
func (Close) Title(l lang.Lang) string { return lang.T(l, "close.title") }

// Fields are the page's fields, ready to be drawn in l.
func (p Close) Fields(l lang.Lang) []field { return fieldsOf(l, "close.", CloseFields, p.Form, 0) }

// Target is the id of the input that an error is about.
func (p Close) Target(e interview.FieldError) string { return errorTarget(CloseFields, e.Field) }
