package views

import (
	"net/url"
	"time"

	"contreoffre/lang"
	"contreoffre/law"
)

// Sessions lists where an account is open: here, then the newest first.
type Sessions struct {
	Open []SessionRow
}

// SessionRow is one session. Its instants are in the zone of people.
type SessionRow struct {
	ID      string
	Here    bool // the one that looks at the page
	Shared  bool // on a device that others use too
	SinceAt time.Time
	SeenAt  time.Time
}

// Name implements Page.
func (Sessions) Name() string { return "sessions" }

// Title implements Page.
func (Sessions) Title(l lang.Lang) string { return lang.T(l, "sessions.title") }

// Others reports whether the account is open elsewhere too.
func (s Sessions) Others() bool { return len(s.Open) > 1 }

// momentIn is the day and the minute of an instant, in its own zone.
func momentIn(l lang.Lang, at time.Time) string {
	return lang.T(l, "sessions.moment", "on", lang.Date(l, law.DateOf(at)), "time", at.Format("15:04"))
}

// Today tells the day and nothing of this site: the quick exit leads here, and
// whoever looks over a shoulder sees what day it is.
type Today struct {
	On law.Date
}

// Name implements Page.
func (Today) Name() string { return "today" }

// Title implements Page.
func (Today) Title(l lang.Lang) string { return lang.T(l, "today.title") }

// Week is the number of the week (ISO 8601).
func (d Today) Week() int {
	_, week := time.Date(d.On.Year, d.On.Month, d.On.Day, 0, 0, 0, 0, time.UTC).ISOWeek()
	return week
}

// DayOfYear counts from 1 on 1 January.
func (d Today) DayOfYear() int { return law.On(d.On.Year, time.January, 1).DaysUntil(d.On) + 1 }

// SignIn asks for the address to which a sign-in link is sent, the form value
// "email".
type SignIn struct {
	Form
	MailOff bool // this site sends no e-mail
}

// Name implements Page.
func (SignIn) Name() string { return "signin" }

// Title implements Page.
func (SignIn) Title(l lang.Lang) string { return lang.T(l, "signin.title") }

// SignInLink is where a sign-in link leads: a button, which alone uses it.
type SignInLink struct {
	Form
	Token string
	Gone  bool // the link no longer works
}

// Name implements Page.
func (SignInLink) Name() string { return "signin_link" }

// Title implements Page.
func (SignInLink) Title(l lang.Lang) string { return lang.T(l, "signin_link.title") }

// SignInPath is the address of a sign-in link.
func SignInPath(l lang.Lang, token string) string {
	return PublicPath(l, "signin") + "/" + url.PathEscape(token)
}
