package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/models/modelstest"
)

// From the home page to a downloaded letter and its due day, by links and
// forms alone, as a browser without script does it.
func TestJourneyFromTheOfferToTheLetter(t *testing.T) {
	for _, l := range lang.Langs {
		t.Run(string(l), func(t *testing.T) {
			modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
				journey(t, newSite(t, db), string(l))
			})
		})
	}
}

func journey(t *testing.T, s *site, l string) {
	p := newPerson(t, s, l)
	check := p.tell()
	if check.Path != p.of("/check") || !check.has("Maëlle Lœwenbruck") {
		t.Fatalf("after the questions: %s\n%s", check.Path, check.text())
	}

	choice := p.mustGet(p.of("/letters"))
	letter := p.submit(choice, p.of("/letters"), url.Values{"letter": {"access"}})
	if !strings.HasSuffix(letter.Path, "/letter") || !letter.has("Maëlle Lœwenbruck") {
		t.Fatalf("after the choice: %s\n%s", letter.Path, letter.text())
	}
	request := strings.TrimSuffix(letter.Path, "/letter")

	for ending, opening := range map[string]string{"pdf": "%PDF-", "txt": "Maëlle", "eml": ""} {
		for _, language := range []string{"fr", "en", "fr%2Ben"} {
			got := p.mustGet(request + "/letter." + ending + "?lang=" + language)
			if !strings.HasPrefix(got.Body, opening) || len(got.Body) < 500 {
				t.Errorf("%s in %s begins %.40q", ending, language, got.Body)
			}
			if got := got.Header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="`+map[string]string{"fr": "lettre-acces-", "en": "letter-access-"}[l]) {
				t.Errorf("Content-Disposition = %s", got)
			}
		}
	}

	before := p.mustGet(request + "/letter.pdf?lang=fr")
	sent := p.submit(p.mustGet(request+"/sent"), request+"/sent", url.Values{
		"sent_on.day": {"22"}, "sent_on.month": {"11"}, "sent_on.year": {"2026"}, "channel": {"web_form"}, "language": {"fr"},
	})
	if sent.Path != request+"?done=sent" {
		t.Fatalf("after sending: %s (%d)\n%s", sent.Path, sent.Status, sent.text())
	}
	if due := map[string]string{"fr": "22 décembre 2026", "en": "22 December 2026"}[l]; !sent.has(lang.PlainSpaces(due)) {
		t.Errorf("the request page does not say %s:\n%s", due, sent.text())
	}
	if frozen := p.mustGet(request + "/letter.pdf"); frozen.Body != before.Body {
		t.Error("the letter kept is not the letter downloaded on the day it was sent")
	}
	if !p.mustGet(request + "/letter").has("Maëlle Lœwenbruck") {
		t.Error("the sent letter is not shown")
	}

	elsewhere := newBrowser(t, s.URL)
	resumed := elsewhere.submit(elsewhere.mustGet(p.path("/resume")), p.path("/resume"), url.Values{"code": {strings.ToLower(p.Code)}})
	if resumed.Status != http.StatusOK || !strings.Contains(resumed.Body, p.of("")) {
		t.Errorf("the code leads to %s (%d)", resumed.Path, resumed.Status)
	}
	if hub := elsewhere.get(p.of("")); hub.Status != http.StatusOK {
		t.Errorf("the dossier on another device: %d", hub.Status)
	}
}
