package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"contreoffre/models/modelstest"
)

// hurry saves an answer until the limit turns one away, and returns that.
func (p *person) hurry(path string, values url.Values) answer {
	p.t.Helper()
	form := p.mustGet(path).form(p.t, path, values)
	for range 700 {
		if a := p.once(p.request(http.MethodPost, path, formType, form.Encode())); a.Status == http.StatusTooManyRequests {
			return a
		}
	}
	p.t.Fatal("nothing is limited")
	return answer{}
}

// What was typed when a form was turned away comes back with the answer, and is
// saved when it is sent again, once.
func TestAFormTurnedAwayIsSentAgainAsItWas(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	path := w.Anna.of("/questions/story")
	w.Anna.hurry(path, url.Values{"story": {"D’abord."}})
	const typed = "Ligne une.\r\n« Ligne » <b>deux</b> & {{.}} #"
	refused := w.Anna.submit(w.Anna.mustGet(path), path, url.Values{"story": {typed}})
	if refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" {
		t.Fatalf("got %d, Retry-After %q", refused.Status, refused.Header.Get("Retry-After"))
	}
	again := refused.form(t, path, nil)
	if got := again.Get("story"); got != typed {
		t.Errorf("got %q back, want %q", got, typed)
	}
	w.Clock.Advance(11 * time.Minute) // the window of saves
	for range 2 {
		if got := w.Anna.post(path, again); got.Status != http.StatusOK {
			t.Fatalf("sent again: %d\n%s", got.Status, got.text())
		}
	}
	if !w.Anna.mustGet(path).has("Ligne une.") {
		t.Error("what was sent again is not saved")
	}
}

// The database is away: the visitor cannot even be recognised, and still what
// was typed comes back.
func TestAFormSentWhileTheDatabaseIsAwayComesBack(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	path := w.Anna.of("/questions/story")
	form := w.Anna.mustGet(path).form(t, path, url.Values{"story": {"Une longue histoire."}})
	forged := url.Values{"csrf": {"made-up"}, "story": {"Une autre."}}
	if err := w.Store.Close(); err != nil {
		t.Fatal(err)
	}
	got := w.Anna.post(path, form)
	if got.Status < http.StatusInternalServerError {
		t.Fatalf("got %d, want a fault of ours", got.Status)
	}
	if kept := got.form(t, path, nil); kept.Encode() != form.Encode() {
		t.Errorf("got %v back, want %v", kept, form)
	}
	if got := w.Anna.post(path, forged); strings.Contains(got.Body, "<form") {
		t.Errorf("a form without its token comes back:\n%s", got.text())
	}
}

// What another site sends never comes back as a form of ours.
func TestAForgedFormNeverComesBack(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	path := w.Anna.of("/questions/story")
	w.Anna.hurry(path, url.Values{"story": {"D’abord."}})
	form := w.Anna.mustGet(path).form(t, path, url.Values{"story": {"Forgé."}})
	request := w.Anna.request(http.MethodPost, path, formType, form.Encode())
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := w.Anna.once(request); got.Status != http.StatusForbidden || strings.Contains(got.Body, "Forgé.") {
		t.Errorf("got %d\n%s", got.Status, got.text())
	}
}
