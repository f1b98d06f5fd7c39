package views

import (
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

// Code shows the recovery code once, as a sheet to print. With an empty Code,
// the code was shown before and only a new one can be made, by somebody who has
// the old one or came by a sign-in link.
type Code struct {
	Form
	Code    string // in groups
	Site    string // the address of this service, for the printed sheet
	PurgeOn law.Date
	Proven  bool // the old code is not asked for
	ByLink  bool // a sign-in link can be had
}

// Name implements Page.
func (Code) Name() string { return "code" }

// Title implements Page.
func (Code) Title(l lang.Lang) string { return lang.T(l, "code.title") }

// Cases lists the dossiers of the account.
type Cases struct {
	Cases []CaseRow
}

// CaseRow is one dossier in the list.
type CaseRow struct {
	ID        string
	Offer     string // its title; empty while not said
	Person    string
	UpdatedOn law.Date
	NextDueOn law.Date // zero when nothing is awaited
	Badge     Badge    // of the next day awaited
	Next      Sentence // the one thing to do now
	PurgeOn   law.Date
}

// Name implements Page.
func (Cases) Name() string { return "cases" }

// Title implements Page.
func (Cases) Title(l lang.Lang) string { return lang.T(l, "cases.title") }

// Hub is a dossier at a glance: the next step, its requests, its tasks.
type Hub struct {
	Person   string // how to greet; may be empty
	Offer    string
	Today    law.Date
	Next     NextStep
	Timeline letters.Timeline // drawn once something was sent
	Requests []RequestRow
	Tasks    []Task
	Closed   *models.Closed // nil while the dossier is open
}

// NextStep is the one thing to do now: a sentence and where it is done.
type NextStep struct {
	Text      Sentence
	Action    Sentence // on the button
	Href      string   // an empty one leaves the button out: there is only waiting to do
	Other     Sentence // a second way, as a plain link
	OtherHref string
	Note      Sentence
}

// RequestRow is one request in a list.
type RequestRow struct {
	ID     string
	Rights []law.Right
	Badge  Badge
	Detail Sentence // when it was sent and how, or why to wait
}

// Task is one line of the task list. Words: task.<ID>.
type Task struct {
	ID    string // tell, letters, send, follow
	Href  string // empty when it is not the moment yet
	Done  bool
	State Sentence
	Hint  Sentence
}

// Name implements Page.
func (Hub) Name() string { return "hub" }

// Title implements Page.
func (Hub) Title(l lang.Lang) string { return lang.T(l, "hub.title") }

// Import asks for a file of a dossier, the form value "file". Warnings are
// sentences about what was read; Problems say what is wrong with the file.
type Import struct {
	Form
}

// Name implements Page.
func (Import) Name() string { return "import" }

// Title implements Page.
func (Import) Title(l lang.Lang) string { return lang.T(l, "import.title") }

// Export offers the dossier as a file.
type Export struct{}

// Name implements Page.
func (Export) Name() string { return "export" }

// Title implements Page.
func (Export) Title(l lang.Lang) string { return lang.T(l, "export.title") }

// End asks before the session ends.
type End struct{}

// Name implements Page.
func (End) Name() string { return "end" }

// Title implements Page.
func (End) Title(l lang.Lang) string { return lang.T(l, "end.title") }

// Erase asks before a dossier, or the whole account, is erased. Form holds
// what is wrong when the box "sure" was not ticked.
type Erase struct {
	Form
	Account bool   // everything; else the dossier of the frame
	Offer   string // the dossier's title, or nothing
	Cases   int    // dossiers of the account
}

// Name implements Page.
func (Erase) Name() string { return "erase" }

// Title implements Page.
func (e Erase) Title(l lang.Lang) string { return lang.T(l, e.Words()+".title") }

// Words is the stem of the word keys.
func (e Erase) Words() string {
	if e.Account {
		return "erase.account"
	}
	return "erase.case"
}
