package handlers_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"contreoffre/handlers/browsertest"
	"contreoffre/lang"
	"contreoffre/models/modelstest"
)

var album = flag.String("album", "", "a folder for pictures of the walk in a browser")

// onward is the one button that leads on; each page has one.
const onward = ".actions .button"

// ways are how the same person may come.
var ways = []struct {
	name    string
	options []browsertest.Option
}{
	{"wide", nil},
	{"narrow, dark, without script", []browsertest.Option{browsertest.Viewport(320, 700), browsertest.Dark, browsertest.NoScript}},
}

// From the home page to a letter whose answer is awaited, in a real browser:
// on each page the person fills in what is asked and presses the one button
// that leads on. No page has a fault.
func TestWalkInABrowser(t *testing.T) {
	browser := browsertest.Start(t)
	for _, l := range lang.Langs {
		for _, way := range ways {
			t.Run(fmt.Sprintf("%s, %s", l, way.name), func(t *testing.T) {
				site := newSite(t, modelstest.SQLite(t)) // stops after the tabs that use it
				w := &walker{
					T: t, Page: browser.Page(t, way.options...), browser: browser, lang: l,
					site: site, name: fmt.Sprintf("%s %s", l, way.name),
				}
				w.open()
				w.tell()
				w.write()
				w.send()
				w.comeBack()
			})
		}
	}
}

// walker is a person in front of a browser.
type walker struct {
	*testing.T
	*browsertest.Page
	browser *browsertest.Browser
	site    *site
	lang    lang.Lang
	name    string
	code    string
	seen    int
}

// look judges the page shown and keeps a picture of it when asked.
func (w *walker) look() {
	w.Helper()
	w.seen++
	for _, fault := range w.Faults() {
		w.Errorf("%s: %s", w.place(), fault)
	}
	if *album != "" {
		file := fmt.Sprintf("%s %02d %s.png", w.name, w.seen, strings.ReplaceAll(w.place(), "/", "_"))
		w.Screenshot(filepath.Join(*album, file))
	}
}

// place is the path of the page shown.
func (w *walker) place() string {
	w.Helper()
	return mustURL(w, w.Address()).Path
}

// press looks at the page and follows the button that leads on.
func (w *walker) press() {
	w.Helper()
	w.look()
	if got, want := w.Follow(onward), http.StatusOK; got != want {
		w.Fatalf("%s: got status %d, want %d", w.place(), got, want)
	}
}

// open goes from the home page to the first question of an open dossier.
func (w *walker) open() {
	w.Helper()
	w.Open(w.site.URL + "/" + string(w.lang))
	w.press()
	w.Answer("offer", "temu-cash-reward-2024")
	w.press()
	w.code = w.Text(".code")
	w.press()
}

// tell answers every question, and ends where the answers are read again.
func (w *walker) tell() {
	w.Helper()
	for range 40 {
		_, id, asked := strings.Cut(w.place(), "/questions/")
		if !asked {
			break
		}
		if unsure := `.actions [value="unsure"]`; story[id] == nil && w.Has(unsure) {
			w.look()
			w.Follow(unsure)
			continue
		}
		for name, values := range story[id] {
			w.Answer(name, values...)
		}
		w.press()
	}
	if got, want := w.place(), "/check"; !strings.HasSuffix(got, want) {
		w.Fatalf("the questions lead to %s, want %s", got, want)
	}
	w.press()
}

// write takes the letter that is advised first, reads it and downloads it.
func (w *walker) write() {
	w.Helper()
	w.press()
	if got, want := w.place(), "/letter"; !strings.HasSuffix(got, want) {
		w.Fatalf("the choice leads to %s, want %s", got, want)
	}
	name, pdf := w.Download(`a[type="application/pdf"]`)
	if !strings.HasSuffix(name, ".pdf") || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		w.Errorf("%s: got %q with %.10q, want a PDF", w.place(), name, pdf)
	}
	w.press()
}

// send takes the way of the company's form, says that the letter went by it,
// and reads when the answer is due.
func (w *walker) send() {
	w.Helper()
	w.Answer("channel", "web_form")
	w.press()
	w.press()
	for part, value := range map[string]string{"day": "22", "month": "11", "year": "2026"} {
		w.Answer("sent_on."+part, value)
	}
	w.press()
	w.look()
	due := map[lang.Lang]string{lang.FR: "22 décembre 2026", lang.EN: "22 December 2026"}[w.lang]
	if got := lang.PlainSpaces(w.Text("main")); !strings.Contains(got, due) {
		w.Errorf("%s: got %s, want %s in it", w.place(), got, due)
	}
}

// comeBack opens the dossier on another device, by its code.
func (w *walker) comeBack() {
	w.Helper()
	w.Page = w.browser.Page(w.T)
	w.Open(w.site.URL + "/" + string(w.lang) + "/resume")
	w.Answer("code", strings.ToLower(w.code))
	w.press()
	w.look()
	if got, want := w.place(), "/cases"; !strings.Contains(got, want) {
		w.Errorf("the code leads to %s, want %s", got, want)
	}
}
