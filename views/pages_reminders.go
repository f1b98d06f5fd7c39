package views

import (
	"net/url"
	"slices"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// Reminders is the page of the calendar feed and of e-mail.
type Reminders struct {
	Form
	Dates   []DateRow
	Feed    string // the secret address, on the one page that shows it
	HasFeed bool
	MailOff bool // this site sends no e-mail
	Mailbox models.Mailbox
}

// DateRow is one day to come.
type DateRow struct {
	On        law.Date
	Kind      law.DeadlineKind
	Offer     string // may be empty
	CaseID    string
	RequestID string // empty for the complaint
	Mark      string // by which it is called in calendars
	Badge     Badge
}

// Sort puts the days of several dossiers in one order.
func (r Reminders) Sort() {
	slices.SortStableFunc(r.Dates, func(a, b DateRow) int { return a.On.Compare(b.On) })
}

// Name implements Page.
func (Reminders) Name() string { return "reminders" }

// Title implements Page.
func (Reminders) Title(l lang.Lang) string { return lang.T(l, "reminders.title") }

// Confirm asks the holder of an address to confirm it.
type Confirm struct {
	Token string
	Done  bool
	Gone  bool // the link no longer works
}

// Name implements Page.
func (Confirm) Name() string { return "confirm" }

// Title implements Page.
func (p Confirm) Title(l lang.Lang) string {
	if p.Done {
		return lang.T(l, "confirm.title.done")
	}
	return lang.T(l, "confirm.title")
}

// Unsubscribe stops the reminders at one press.
type Unsubscribe struct {
	Token string
	Done  bool
}

// Name implements Page.
func (Unsubscribe) Name() string { return "unsubscribe" }

// Title implements Page.
func (p Unsubscribe) Title(l lang.Lang) string {
	if p.Done {
		return lang.T(l, "unsubscribe.title.done")
	}
	return lang.T(l, "unsubscribe.title")
}

// addressIn is the page in another language.
func (p Unsubscribe) addressIn(l lang.Lang) string { return UnsubscribePath(l, p.Token) }

// UnsubscribePath is where the link of a message leads. Like the link itself it
// stands under no language and names one.
func UnsubscribePath(l lang.Lang, token string) string {
	return "/unsubscribe/" + url.PathEscape(token) + "?lang=" + string(l)
}

// DatesPath is the file of one deadline for a calendar: of a request or, without
// one, of the complaint.
func DatesPath(l lang.Lang, caseID, requestID string, kind law.DeadlineKind) string {
	path := ComplaintPath(l, caseID, "dates.ics")
	if requestID != "" {
		path = RequestPath(l, caseID, requestID, "dates.ics")
	}
	return path + "?deadline=" + string(kind)
}
