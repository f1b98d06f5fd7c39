package views

import (
	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/models"
)

func reminderSamples() []sample {
	frame := publicFrame("/account/reminders")
	frame.SignedIn = true
	due := law.MustDate("2026-11-11")
	dates := []DateRow{
		{On: due, Kind: law.AnswerDue, Offer: hostile, CaseID: "c4se", RequestID: "r1", Mark: "K7QXA", Badge: DueBadge(due, today)},
		{On: law.MustDate("2026-11-12"), Kind: law.ComplainFrom, CaseID: "c4se", RequestID: "r1", Mark: "M2P0B"},
		{On: law.MustDate("2027-02-12"), Kind: law.AuthorityNews, Offer: "Temu", CaseID: "c4se", Mark: "ZZ81C", Badge: DueBadge(law.MustDate("2027-02-12"), today)},
	}
	on := models.Mailbox{Address: "maelle@example.org", Language: "fr"}
	stopped := models.Mailbox{Address: "maelle@example.org", Pending: "autre@example.org"}
	const secret = "https://contre-offre.example/feeds/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRST.ics"
	return []sample{
		{name: "reminders-off", frame: frame, page: Reminders{MailOff: true}},
		{name: "reminders-new", frame: frame, page: Reminders{Dates: dates}},
		{name: "reminders-on", frame: frame, page: Reminders{Dates: dates, Feed: secret, HasFeed: true, Mailbox: on}},
		{name: "reminders-stopped", frame: frame, page: Reminders{HasFeed: true, Mailbox: stopped}},
		{name: "reminders-wrong", frame: frame, page: Reminders{Form: wrong("email", "reminders.error.address", interview.Form{"email": {hostile}})}},
		{name: "reminders-wrong-code", frame: frame, page: Reminders{Form: wrong("code", "error.code.unknown", interview.Form{"email": {hostile}, "code": {hostile}})}},
		{name: "confirm", frame: publicFrame("/confirm/TOKEN"), page: Confirm{Token: "TOKEN"}},
		{name: "confirm-done", frame: publicFrame("/confirm/TOKEN"), page: Confirm{Done: true}},
		{name: "confirm-gone", frame: publicFrame("/confirm/TOKEN"), page: Confirm{Gone: true}},
		{name: "unsubscribe", frame: publicFrame(""), page: Unsubscribe{Token: "TOKEN"}},
		{name: "unsubscribe-done", frame: publicFrame(""), page: Unsubscribe{Done: true}},
	}
}
