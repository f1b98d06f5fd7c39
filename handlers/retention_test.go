package handlers_test

import (
	"strings"
	"testing"

	"contreoffre/handlers"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

func TestTheHorizonOfACase(t *testing.T) {
	on := law.MustDate
	sent := func(kind law.EventKind, day string) models.Event {
		return models.Event{Event: law.Event{ID: string(kind), Kind: kind, On: on(day)}}
	}
	request := models.Request{ID: "r1", Rights: []law.Right{law.Access}, Events: []models.Event{
		sent(law.Sent, "2026-03-02"), sent(law.Received, "2026-03-06"),
	}}
	answered := request
	answered.Events = append(append([]models.Event(nil), request.Events...), sent(law.Answered, "2026-03-10"))
	filed := &models.Complaint{Authority: string(law.CNIL), Events: []models.ComplaintEvent{{ID: "f", Kind: "filed", On: on("2026-05-06")}}}
	for trap, test := range map[string]struct {
		c    models.Case
		want string
	}{
		"nothing sent":           {models.Case{}, ""},
		"a draft":                {models.Case{Requests: []models.Request{{ID: "r1", Rights: []law.Right{law.Access}}}}, ""},
		"an answer is awaited":   {models.Case{Requests: []models.Request{request}}, "2026-04-07"}, // the first day to complain
		"a closed day counts":    {models.Case{Requests: []models.Request{answered}}, "2026-04-07"},
		"an authority is silent": {models.Case{Requests: []models.Request{request}, Complaint: filed}, "2026-10-06"}, // the appeal
	} {
		if got := handlers.LastDue(test.c).String(); got != test.want {
			t.Errorf("%s: got %q, want %q", trap, got, test.want)
		}
	}
}

// The day shown is the day kept: on the recovery sheet, in the list, on every
// page of the dossier.
func TestThePurgeDayIsShown(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	said := func(path, day string) {
		t.Helper()
		if text := lang.PlainSpaces(p.mustGet(path).text()); !strings.Contains(text, day) {
			t.Errorf("%s does not say %q\n%s", path, day, text)
		}
	}
	p.tell()
	sheet := p.renew()
	if text := lang.PlainSpaces(sheet.text()); !strings.Contains(text, "22 décembre 2026") {
		t.Errorf("the recovery sheet does not say it:\n%s", text)
	}
	for _, path := range []string{"/fr/cases", p.of(""), p.of("/check")} {
		said(path, "22 décembre 2026")
	}
	id := p.prepare("access")
	said(p.of(""), "22 mai 2028") // twelve months, and six because we cannot warn
	p.send(id)
	if c, err := s.Store.Case(t.Context(), account(t, s), p.Case); err != nil {
		t.Fatal(err)
	} else {
		on, err := s.Store.PurgeOn(t.Context(), c, law.MustDate("2026-11-22"))
		if err != nil || on.Before(law.MustDate("2029-05-22")) {
			t.Errorf("sent: purged on %v, %v, before 30 months", on, err)
		}
		said(p.of(""), lang.PlainSpaces(lang.Date(lang.FR, on)))
	}
}

// account is the only account of a site.
func account(t *testing.T, s *site) string {
	t.Helper()
	var id string
	if err := s.Raw(t).QueryRow("SELECT id FROM accounts").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}
