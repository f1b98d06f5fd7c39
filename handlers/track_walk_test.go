package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"contreoffre/handlers/browsertest"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models/modelstest"
)

// From a letter that was sent to a dossier that is closed, in a real browser:
// an answer is gone through, what is missing asked for, a wrong day corrected.
// No page has a fault.
func TestTrackInABrowser(t *testing.T) {
	browser := browsertest.Start(t)
	for i, l := range lang.Langs {
		way := ways[i%len(ways)] // TestWalkInABrowser goes every way in each language
		t.Run(fmt.Sprintf("%s, %s", l, way.name), func(t *testing.T) {
			site := newSite(t, modelstest.SQLite(t))
			w := &walker{
				T: t, Page: browser.Page(t, way.options...), browser: browser, lang: l,
				site: site, name: fmt.Sprintf("track %s %s", l, way.name),
			}
			w.open()
			w.tell()
			w.write()
			w.send()
			request := w.Address()
			w.note("reply")
			w.tick("source", "recipients_named")
			w.press()
			w.day("sent_on", "22")
			w.submitted(http.StatusOK)
			w.note("extended")
			w.day("on", "21")
			w.submitted(http.StatusUnprocessableEntity)
			w.Answer("reasons", "no")
			w.day("on", "22")
			w.submitted(http.StatusOK)
			w.look()
			w.through(`.history a[href*="/events/"]`)
			w.through(`.actions [value="undo"]`)
			w.look()
			if got := lang.PlainSpaces(w.Text(".history")); strings.Count(got, "22") < 4 {
				t.Errorf("the history lost something: %s", got)
			}
			w.Open(request)
			w.through(".back-link")
			w.look()
			w.through(`a[href$="/close"]`)
			w.Answer("as", "given_up")
			w.submitted(http.StatusOK)
			w.look()
		})
	}
}

// note chooses what happened, on the page of a request.
func (w *walker) note(kind string) {
	w.Helper()
	w.Answer("kind", kind)
	w.submitted(http.StatusOK)
}

// submitted looks at the page and sends its form.
func (w *walker) submitted(want int) {
	w.Helper()
	w.look()
	if got := w.Follow("form.question .button"); got != want {
		w.Fatalf("%s: got status %d, want %d", w.place(), got, want)
	}
}

// through looks at the page and follows a link or a button of it.
func (w *walker) through(selector string) {
	w.Helper()
	w.look()
	if got, want := w.Follow(selector), http.StatusOK; got != want {
		w.Fatalf("%s: got status %d, want %d", w.place(), got, want)
	}
}

func (w *walker) day(name, day string) {
	w.Helper()
	for part, value := range map[string]string{"day": day, "month": "11", "year": "2026"} {
		w.Answer(name+"."+part, value)
	}
}

// tick goes through an answer to an access request.
func (w *walker) tick(missing ...string) {
	w.Helper()
	w.day("on", "22")
	for _, code := range letters.Asked([]law.Right{law.Access}) {
		w.Answer(code, "delivered")
	}
	for _, code := range missing {
		w.Answer(code, "missing")
	}
	w.submitted(http.StatusOK)
}
