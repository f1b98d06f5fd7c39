package views

import (
	"time"

	"contreoffre/interview"
	"contreoffre/law"
)

func accessSamples() []sample {
	frame := publicFrame("/account/sessions")
	frame.SignedIn = true
	shared := frame
	shared.Shared = true
	at := time.Date(2026, 10, 30, 9, 5, 0, 0, time.UTC)
	here := SessionRow{ID: "s1", Here: true, SinceAt: at, SeenAt: at.Add(time.Hour)}
	alone := here
	alone.Shared = true
	return []sample{
		{name: "sessions-alone", frame: shared, page: Sessions{Open: []SessionRow{alone}}},
		{name: "sessions", frame: frame, page: Sessions{Open: []SessionRow{here, {ID: "s2", Shared: true, SinceAt: at.AddDate(0, 0, -1), SeenAt: at}}}},
		{name: "signin", frame: publicFrame("/signin"), page: SignIn{}},
		{name: "signin-off", frame: publicFrame("/signin"), page: SignIn{MailOff: true}},
		{name: "signin-wrong", frame: publicFrame("/signin"), page: SignIn{Form: wrong("email", "reminders.error.address", interview.Form{"email": {hostile}})}},
		{name: "signin-link", frame: publicFrame("/signin/TOKEN"), page: SignInLink{Token: "TOKEN"}},
		{name: "signin-link-gone", frame: publicFrame("/signin/TOKEN"), page: SignInLink{Gone: true}},
		{name: "today", frame: publicFrame("/today"), page: Today{On: law.MustDate("2026-10-30")}},
	}
}
