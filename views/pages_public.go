package views

import (
	"contreoffre/lang"
)

// pages lists every kind of page once; Load holds it against the templates.
var pages = []Page{
	Home{}, Prose{}, Legal{}, Resume{}, Oops{}, Stale{}, Offers{}, Offer{}, Deadline{},
	Code{}, Cases{}, Hub{}, Question{}, Check{}, Import{}, Export{}, End{}, Erase{},
	Letters{}, Preview{}, Paragraph{}, Copy{}, Send{}, Sent{}, Discard{}, Request{}, Event{}, Answer{}, Close{},
	Reminders{}, Confirm{}, Unsubscribe{}, Sessions{}, Today{}, SignIn{}, SignInLink{},
	Complaint{}, ComplaintChoices{}, ComplaintSection{}, ComplaintSheet{}, ComplaintEvent{}, ComplaintLight{}, Job{}, Record{}, Consumer{}, Invitees{},
	Evidence{}, Exhibit{}, Mask{}, ExhibitDelete{},
}

// Home is the first page.
type Home struct{}

// Name implements Page.
func (Home) Name() string { return "home" }

// Title implements Page.
func (Home) Title(l lang.Lang) string { return lang.T(l, "home.title") }

// Legal is the legal notice. An empty Name says so on the page: whoever runs
// the service has to give it.
type Legal struct {
	Operator Operator
}

// Operator is who runs this installation, from its configuration.
type Operator struct {
	Name    string
	Address []string
	Email   string
	Host    string // who hosts the servers, with address
}

// Name implements Page.
func (Legal) Name() string { return "legal" }

// Title implements Page.
func (Legal) Title(l lang.Lang) string { return lang.T(l, "legal.title") }

// Resume asks for a recovery code, the form value "code".
type Resume struct {
	Form
	MailOff bool // the site sends no e-mail, and so no link
}

// Name implements Page.
func (Resume) Name() string { return "resume" }

// Title implements Page.
func (Resume) Title(l lang.Lang) string { return lang.T(l, "resume.title") }
