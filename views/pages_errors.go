package views

import (
	"slices"
	"strconv"

	"contreoffre/interview"
	"contreoffre/lang"
)

// Oops tells that a page could not be shown. Words: oops.<status>.title and
// .text; a status without words is told as 400 when the fault is in what was
// sent, else as 500.
type Oops struct {
	Status    int
	Reference string // to quote when asking for help; may be empty
	Retry     *Retry // what was typed, to be sent again; nil for nothing
	// Form is the address of the form that was too large; empty where there is
	// none to go back to.
	Form string
	// MaxFile and MaxForm are the megabytes of one file and of all files of that
	// form; zero when it takes no exhibits.
	MaxFile, MaxForm int
	// MaxCases and MaxText are the dossiers of one account and the megabytes of
	// what is typed in them, for an account that is full.
	MaxCases, MaxText int
}

// Retry is a form that was filled in and could not be taken. Its values hold
// the token, the once-key and the version that it came with.
type Retry struct {
	Action string
	Values interview.Form
}

// told lists the statuses that have words of their own.
var told = []int{400, 403, 404, 405, 408, 413, 422, 429, 500, 503, 507}

// Name implements Page.
func (Oops) Name() string { return "oops" }

// Title implements Page.
func (o Oops) Title(l lang.Lang) string { return lang.T(l, o.Words()+".title") }

// Words is the stem of the word keys.
func (o Oops) Words() string {
	status := o.Status
	switch {
	case slices.Contains(told, status):
	case status >= 400 && status < 500:
		status = 400
	default:
		status = 500
	}
	return "oops." + strconv.Itoa(status)
}

// Stale tells that the dossier changed in another tab or on another device
// since the form was drawn (409). Nothing was saved; what was typed is shown
// and, when it would have replaced something, that too.
type Stale struct {
	Texts    []StaleText
	Replaces bool
	Back     string // the address of the form
}

// StaleText is one answer as typed and, in a form that replaces, as saved.
type StaleText struct {
	Label        string
	Typed, Saved string
}

// Name implements Page.
func (Stale) Name() string { return "stale" }

// Title implements Page.
func (Stale) Title(l lang.Lang) string { return lang.T(l, "stale.title") }
