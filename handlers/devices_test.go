package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// holding is a browser with a session that was copied into it.
func holding(t *testing.T, s *site, token string) *browser {
	t.Helper()
	b := newBrowser(t, s.URL)
	b.http.Jar.SetCookies(mustURL(t, s.URL), []*http.Cookie{{Name: "session", Value: token, Path: "/"}})
	return b
}

// resumeShared signs a browser in on a device that others use too.
func (b *browser) resumeShared(code string) answer {
	b.t.Helper()
	return b.submit(b.mustGet("/fr/resume"), "/fr/resume", url.Values{"code": {code}, "shared": {"yes"}})
}

// P22: whoever opened a session sees it, and can end it from anywhere.
func TestSessionsAreSeenAndEnded(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		const path = "/fr/account/sessions"
		s := newSite(t, db)
		p, stranger := newPerson(t, s, "fr"), newPerson(t, s, "fr")
		lost, library := newBrowser(t, s.URL), newBrowser(t, s.URL)
		db.Clock.Advance(time.Minute)
		lost.resume(p.Code)
		db.Clock.Advance(time.Minute)
		library.resumeShared(p.Code)

		page := p.mustGet(path)
		if n := strings.Count(page.Body, `class="request"`); n != 3 || !page.has("Appareil partagé") || strings.Contains(page.Body, "127.0.0.1") {
			t.Fatalf("%d sessions, want 3\n%s", n, page.text())
		}
		if here := strings.Index(page.Body, "Ici"); here < 0 || here > strings.Index(page.Body, "Ailleurs") {
			t.Error("the session of this browser does not come first")
		}
		form := page.form(t, path+"/end", nil) // the first that is not this one: the newest
		for name, id := range map[string]string{"a stranger's": form.Get("session"), "unknown": models.NewID(), "none": "", "no id": "\x00'"} {
			values := stranger.mustGet(path).form(t, "/fr/account/leave", url.Values{"session": {id}})
			if got := stranger.post(path+"/end", values); got.Path != path+"?done=session_ended" {
				t.Errorf("%s: led to %s (%d)", name, got.Path, got.Status)
			}
		}
		if a := library.get("/fr/cases"); a.Path != "/fr/cases" {
			t.Fatal("a stranger ended a session")
		}
		if a := p.post(path+"/end", form); a.Path != path+"?done=session_ended" {
			t.Errorf("ending one leads to %s", a.Path)
		}
		if a := library.get("/fr/cases"); a.Path != "/fr/resume" {
			t.Error("the ended session is still open")
		}
		if a := lost.get("/fr/cases"); a.Path != "/fr/cases" {
			t.Error("a session that was not named has ended")
		}
		p.submit(p.mustGet(path), path+"/others", nil)
		if a := lost.get("/fr/cases"); a.Path != "/fr/resume" {
			t.Error("another session is still open")
		}
		if a := p.get("/fr/cases"); a.Path != "/fr/cases" {
			t.Error("ending the others ended one's own")
		}
	})
}

// A new code is what somebody makes who fears that the old one is known.
func TestANewCodeEndsOtherSessions(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		p := newPerson(t, s, "fr")
		other := newBrowser(t, s.URL)
		other.resume(p.Code)
		p.renew()
		if a := other.get("/fr/cases"); a.Path != "/fr/resume" {
			t.Error("a session opened with the old code is still open")
		}
		if a := p.get("/fr/cases"); a.Path != "/fr/cases" {
			t.Error("making a code ended one's own session")
		}
	})
}

// P19: on a device that is said to be shared a session soon ends, by whichever
// form it was opened, and every page says so.
func TestASessionOnASharedDeviceSoonEnds(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		p := newPerson(t, s, "fr")
		const says = "Appareil partagé : cette session se ferme"
		if a := p.mustGet(p.of("")); a.has(says) {
			t.Error("one's own device is said to be shared")
		}
		ways := map[string]func(b *browser){
			"resumed": func(b *browser) { b.resumeShared(p.Code) },
			"started": func(b *browser) {
				b.submit(b.mustGet("/fr/start"), "/fr/start", url.Values{"offer": {"temu-cash-reward-2024"}, "shared": {"yes"}})
			},
			"wrong, then started": func(b *browser) {
				wrong := b.submit(b.mustGet("/fr/start"), "/fr/start", url.Values{"shared": {"yes"}})
				if !strings.Contains(wrong.Body, `name="shared" value="yes" checked`) {
					t.Error("the tick is lost")
				}
				b.submit(wrong, "/fr/start", url.Values{"offer": {"temu-cash-reward-2024"}, "shared": {"yes"}})
			},
		}
		for name, open := range ways {
			b := newBrowser(t, s.URL)
			open(b)
			db.Clock.Advance(19 * time.Minute)
			if a := b.get("/fr/cases"); a.Path != "/fr/cases" || !a.has(says) {
				t.Errorf("%s: after 19 minutes %s\n%s", name, a.Path, a.text())
			}
			db.Clock.Advance(20*time.Minute + time.Second)
			if a := b.get("/fr/cases"); a.Path != "/fr/resume" {
				t.Errorf("%s: a shared session outlives 20 idle minutes", name)
			}
		}
		p.resumeShared(p.Code)
		for range 16 {
			db.Clock.Advance(15 * time.Minute)
			p.get("/fr/cases")
		}
		if a := p.get("/fr/cases"); a.Path != "/fr/resume" {
			t.Error("a shared session outlives four hours")
		}
	})
}

// P19: one press on any page of a dossier, and nothing is left: the session is
// dead, the browser is told to forget, the next page names nobody.
func TestTheQuickExit(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		const leave = "/fr/account/leave"
		s := newSite(t, db)
		p := newPerson(t, s, "fr")
		for _, path := range []string{p.of(""), p.of("/questions/joined"), p.of("/letters"), p.of("/evidence"), p.of("/complaint"), "/fr/cases", "/fr/account/reminders"} {
			p.resume(p.Code)
			stolen := p.session()
			page := p.mustGet(path)
			a := p.once(p.request(http.MethodPost, leave, formType, page.form(t, leave, nil).Encode()))
			if a.Status != http.StatusSeeOther || a.Header.Get("Location") != "/fr/today" || a.Header.Get("Clear-Site-Data") != `"cache", "cookies", "storage"` {
				t.Errorf("%s: %d to %s, Clear-Site-Data %s", path, a.Status, a.Header.Get("Location"), a.Header.Get("Clear-Site-Data"))
			}
			if p.session() != "" {
				t.Errorf("%s: the cookie is still there", path)
			}
			if a := holding(t, s, stolen).get(p.of("")); a.Path != "/fr/resume" {
				t.Errorf("%s: the session is still open", path)
			}
		}
		// The session had ended by itself: whoever presses is gone all the same.
		p.resume(p.Code)
		page := p.mustGet(p.of(""))
		db.Clock.Advance(3 * time.Hour)
		gone := p.submit(page, leave, nil)
		if gone.Path != "/fr/today" || gone.Status != http.StatusOK {
			t.Fatalf("after the session ended: %s (%d)", gone.Path, gone.Status)
		}
		for _, trace := range []string{"Contre", "offre", "dossier", "Temu", "RGPD", "<a "} {
			if strings.Contains(gone.Body, trace) {
				t.Errorf("the page says %q:\n%s", trace, gone.Body)
			}
		}
		if !gone.has("dimanche 22 novembre 2026") {
			t.Errorf("the page does not tell the day:\n%s", gone.text())
		}
	})
}
