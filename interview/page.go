// Package interview holds the questions: the pages, their order, when each is
// asked, how an answer is read, and the presets of known offers.
//
// The interview is a list (design, decision 4). Nothing but the case is
// stored, so going back loses nothing; Effective returns the answers that
// still apply, and letters are only ever given that copy.
package interview

import (
	"contreoffre/law"
	"contreoffre/models"
)

// Form is what a browser sent for one page: names to values, as typed.
type Form map[string][]string

// Get returns the first value of name, or nothing.
func (f Form) Get(name string) string {
	if values := f[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// FieldError says what is wrong with one field. Key is a word key such as
// "error.date.future"; Args are its name, value pairs.
type FieldError struct {
	Field string // the form name of the first input concerned
	Key   string
	Args  []any
}

// Kind is the shape of a field on a page.
type Kind string

// The kinds of field. The form names of a field with parts are
// "<name>.<part>"; those of a list's row n (from 0) are "<name>.<n>.<part>".
const (
	Line       Kind = "line"
	LongText   Kind = "long_text"
	Number     Kind = "number"
	EmailLine  Kind = "email"
	Choice     Kind = "choice"  // one of Options
	Choices    Kind = "choices" // any of Options
	CountryOf  Kind = "country" // ISO 3166-1 alpha-2, picked from a list
	Day        Kind = "day"     // parts day, month, year
	DayOrMonth Kind = "day_or_month"
	PostalAddr Kind = "address" // parts lines, postcode, city, country
	List       Kind = "list"    // repeated rows of Fields
)

// Rule is what a line must look like beyond its length.
type Rule string

// The rules of lines.
const (
	AmountRule   Rule = "amount"   // decimal; a comma is read as a point
	CurrencyRule Rule = "currency" // ISO 4217, or a sign in use here
	TimeRule     Rule = "time"     // HH:MM, or 9h05
	LinkRule     Rule = "link"     // an https address
)

// RemoveName ends the form name of the box that takes a row out of a list:
// "<list>.<n>.remove". Without script a choice once made cannot be taken back,
// so emptying a row by hand is not always possible.
const RemoveName = "remove"

// DoName is the form name of the button that was pressed. DoUnsure is its
// value for "I don't know"; Read takes any other for "save".
const (
	DoName   = "do"
	DoUnsure = "unsure"
)

// ReadName is the form name of the box by which a person says that they have
// read what the page suggested: a suggestion is no answer before that.
const ReadName = "suggestion_read"

// Field is one thing asked. Words: field.<name>.label, field.<name>.hint
// (optional), field.<name>.<option> for each option; those of a list's column
// begin with field.<list>.<column>.
type Field struct {
	Name         string
	Kind         Kind
	Rule         Rule // lines only
	Options      []string
	Fields       []Field // columns of a List
	Optional     bool
	MaxLength    int    // in characters; of a List, in rows; of a Number, its greatest value
	Autocomplete string // the HTML token, only for the person's own details
}

// Page is one question: an id, one field or a small group that is one thing,
// and when it is asked. Words: page.<id>.title, page.<id>.why and, where it
// helps, page.<id>.hint.
type Page struct {
	ID     string
	Group  string // the part of the story it belongs to: offer, participation, person, wishes
	Fields []Field
	// Unsure reports that "I don't know" is an answer here.
	Unsure bool
	// Optional reports that the page may be passed over: nothing is missing
	// without it.
	Optional bool
	// When reports whether the page applies; nil means always.
	When func(models.Case) bool
	// Answered reports whether the case holds an answer, "I don't know"
	// included.
	Answered func(models.Case) bool
	// Fill writes the answers held by the case as a form; where there is
	// none yet, it may hold a preset's suggestions.
	Fill func(models.Case) Form
	// Suggests reports that Fill holds a suggestion, and that the page therefore
	// offers the box ReadName.
	Suggests func(models.Case) bool
	// Read puts what was typed into the case. With errors the case is left
	// untouched.
	Read func(form Form, c *models.Case, today law.Date) []FieldError
	// Clear takes the page's answer out of the case. Effective does so for a
	// page that no longer applies; the stored case keeps it.
	Clear func(*models.Case)
}

// Applies reports whether the page is asked in this case.
func (p Page) Applies(c models.Case) bool { return p.When == nil || p.When(c) }
