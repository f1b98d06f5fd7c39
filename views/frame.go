package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

// Frame is what every page has around its content.
type Frame struct {
	Lang     lang.Lang
	Path     string // the address without its language, "/rights"; the language switch links to it
	SignedIn bool
	Shared   bool     // signed in on a device that others use too
	CaseID   string   // empty outside a dossier
	CSRF     string   // goes into every form
	Once     string   // the key that makes a second press of the same button harmless
	Version  int      // of the case, as read when the form was drawn
	PurgeOn  law.Date // when the dossier will be erased if nothing more happens; zero shows nothing
	Flash    Sentence // what just happened, said once
}

// Sentence is a word key of package lang and what fills it; days and numbers
// among Args are written as people do. An empty Key says nothing.
type Sentence struct {
	Key  string
	Args []any
}

// In writes the sentence in a language.
func (s Sentence) In(l lang.Lang) string {
	if s.Key == "" {
		return ""
	}
	return lang.T(l, s.Key, worded(l, s.Args)...)
}

// Page is the content of one page.
type Page interface {
	// Name is the page's template, without its folder and ending.
	Name() string
	// Title goes into the browser's title bar, without the name of the site.
	Title(l lang.Lang) string
}

// Form is what a page with a form holds: what was typed, as typed, and what is
// wrong with it. Pages embed it; a page with Errors gets the error summary
// and a title that says so.
type Form struct {
	Values interview.Form
	Errors []interview.FieldError
}

func (f Form) problems() []interview.FieldError { return f.Errors }

// Value returns what was typed for name.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// Error returns the first error about name, nil when there is none.
func (f Form) Error(name string) *interview.FieldError {
	for i := range f.Errors {
		if f.Errors[i].Field == name {
			return &f.Errors[i]
		}
	}
	return nil
}

// Target is the id of the input that an error is about.
func (f Form) Target(e interview.FieldError) string { return fieldID(e.Field) }

// screen is what a template is executed on.
type screen struct {
	Frame
	P Page
}

// Heading is the page's title in its language.
func (s screen) Heading() string { return s.P.Title(s.Lang) }

// Problems lists what is wrong with the form of the page, if it has one.
func (s screen) Problems() []interview.FieldError {
	if p, ok := s.P.(interface{ problems() []interview.FieldError }); ok {
		return p.problems()
	}
	return nil
}

// NothingLost words what became of what was sent when something is wrong: a
// browser gives back what was typed, never a file that was chosen. Where a box
// was to be ticked or a picture clicked, nothing was.
func (s screen) NothingLost() string {
	switch p := s.P.(type) {
	case Evidence, Import:
		return lang.T(s.Lang, "site.file_again")
	case Erase:
		return ""
	case Mask:
		if len(p.ClickErrors()) > 0 {
			return ""
		}
	}
	return lang.T(s.Lang, "site.nothing_lost")
}

// FlashText words what just happened.
func (s screen) FlashText() string {
	return lang.T(s.Lang, s.Flash.Key, worded(s.Lang, s.Flash.Args)...)
}

// AddressIn is the same page in another language.
func (s screen) AddressIn(l lang.Lang) string {
	if p, ok := s.P.(interface{ addressIn(l lang.Lang) string }); ok {
		return p.addressIn(l)
	}
	return HomePath(l) + s.Path
}

// OtherLangs lists the languages to switch to.
func (s screen) OtherLangs() []lang.Lang {
	var others []lang.Lang
	for _, l := range lang.Langs {
		if l != s.Lang {
			others = append(others, l)
		}
	}
	return others
}
