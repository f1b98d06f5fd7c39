package handlers_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"contreoffre/handlers"
	"contreoffre/models/modelstest"
)

// behindTLS is a site as it stands behind a proxy that holds the certificate.
func behindTLS(t *testing.T, c *handlers.Config) {
	t.Helper()
	c.Base = mustURL(t, "https://offre.example.org")
	c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
}

// throughTLS sends a request as that proxy does.
func throughTLS(b *browser, method, path, from string, values url.Values) answer {
	b.t.Helper()
	request := b.request(method, path, "", values.Encode())
	request.Host = "offre.example.org"
	request.Header.Set("X-Forwarded-For", from)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", formType)
		request.Header.Set("Origin", "https://offre.example.org")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return b.once(request)
}

func TestCookiesBehindTLS(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t), func(c *handlers.Config) { behindTLS(t, c) })
	b := newBrowser(t, s.URL)
	start := throughTLS(b, http.MethodGet, "/fr/start", "198.51.100.7", nil)
	if got := start.Header.Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains" {
		t.Errorf("Strict-Transport-Security = %q", got)
	}
	opened := throughTLS(b, http.MethodPost, "/fr/start", "198.51.100.7",
		start.form(t, "/fr/start", url.Values{"offer": {"temu-cash-reward-2024"}}))
	cookies := opened.Header.Values("Set-Cookie")
	if len(cookies) != 2 {
		t.Fatalf("cookies %q (%d)", cookies, opened.Status)
	}
	for _, cookie := range cookies {
		name, rest, _ := strings.Cut(strings.ToLower(cookie), "=")
		if !strings.HasPrefix(name, "__host-") {
			t.Errorf("cookie %s", name)
		}
		for _, attribute := range []string{"; path=/", "; httponly", "; secure", "; samesite=lax"} {
			if !strings.Contains(rest, attribute) {
				t.Errorf("cookie %s lacks %q", name, attribute)
			}
		}
		for _, attribute := range []string{"domain=", "expires=", "max-age="} {
			if strings.Contains(rest, attribute) {
				t.Errorf("cookie %s has %q", name, attribute)
			}
		}
	}
	if a := throughTLS(b, http.MethodGet, "/fr/start", "198.51.100.7", nil); len(a.Header.Values("Set-Cookie")) != 0 {
		t.Error("a page that is only read sets a cookie")
	}
}

func TestAnonymousPagesStoreAndSetNothing(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b := newBrowser(t, s.URL)
	for _, r := range handlers.Access {
		if !r.Writes && r.Who == handlers.Everyone {
			if a := b.mustGet(address(r, unknown())); len(a.Header.Values("Set-Cookie")) > 0 {
				t.Errorf("%s sets a cookie", r.Path)
			}
		}
	}
	for _, table := range []string{"accounts", "sessions", "cases", "once_keys", "rate_counters"} {
		var n int
		if err := s.Raw(t).QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d rows, %v", table, n, err)
		}
	}
}

// resume signs a browser in with a code.
func (b *browser) resume(code string) answer {
	b.t.Helper()
	return b.submit(b.mustGet("/fr/resume"), "/fr/resume", url.Values{"code": {code}})
}

func (b *browser) session() string {
	for _, cookie := range b.http.Jar.Cookies(mustURL(b.t, b.base)) {
		if cookie.Name == "session" {
			return cookie.Value
		}
	}
	return ""
}

// P22: a session is never adopted, changes at each sign-in, and dies on the
// server.
func TestSessions(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		p := newPerson(t, s, "fr")

		planted := newBrowser(t, s.URL)
		planted.http.Jar.SetCookies(mustURL(t, s.URL), []*http.Cookie{{Name: "session", Value: "attacker", Path: "/"}})
		planted.resume(p.Code)
		if got := planted.session(); got == "attacker" || got == "" {
			t.Errorf("a planted session was adopted: %q", got)
		}

		old := planted.session()
		planted.resume(p.Code)
		if planted.session() == old {
			t.Error("signing in kept the session")
		}
		thief := newBrowser(t, s.URL)
		thief.http.Jar.SetCookies(mustURL(t, s.URL), []*http.Cookie{{Name: "session", Value: old, Path: "/"}})
		if a := thief.get(p.of("")); a.Path != "/fr/resume" {
			t.Errorf("the session from before still opens %s", a.Path)
		}

		stolen := p.session()
		ended := p.submit(p.mustGet("/fr/account/end"), "/fr/account/end", nil)
		if ended.Path != "/fr?done=ended" {
			t.Errorf("ending leads to %s", ended.Path)
		}
		thief.http.Jar.SetCookies(mustURL(t, s.URL), []*http.Cookie{{Name: "session", Value: stolen, Path: "/"}})
		if a := thief.get(p.of("")); a.Path != "/fr/resume" {
			t.Error("an ended session still opens the dossier")
		}

		p.resume(p.Code)
		db.Clock.Advance(2*time.Hour + time.Minute)
		if a := p.get(p.of("")); a.Path != "/fr/resume" {
			t.Error("a session outlives two idle hours")
		}
		p.resume(p.Code)
		for range 13 {
			db.Clock.Advance(time.Hour)
			p.get(p.of(""))
		}
		if a := p.get(p.of("")); a.Path != "/fr/resume" {
			t.Error("a session outlives twelve hours")
		}
	})
}

func TestEndingASessionClearsTheBrowser(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	form := p.mustGet("/fr/account/end").form(t, "/fr/account/end", nil)
	a := p.once(p.request(http.MethodPost, "/fr/account/end", formType, form.Encode()))
	if got := a.Header.Get("Clear-Site-Data"); got != `"cache", "cookies", "storage"` {
		t.Errorf("Clear-Site-Data = %s", got)
	}
	if got := p.session(); got != "" {
		t.Errorf("the cookie is still there: %q", got)
	}
}

func TestAnAccountKeepsTenSessions(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	first := newBrowser(t, s.URL)
	first.resume(p.Code)
	for range 10 {
		newBrowser(t, s.URL).resume(p.Code)
	}
	if a := first.get(p.of("")); a.Path != "/fr/resume" {
		t.Error("the oldest of twelve sessions is still open")
	}
}

func TestANewCodeReplacesTheOldOne(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	shown := p.renew()
	code := codePattern.FindString(shown.Body)
	if code == "" || code == p.Code {
		t.Fatalf("the new code is %q\n%s", code, shown.text())
	}
	if a := newBrowser(t, s.URL).resume(p.Code); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("the old code: %d", a.Status)
	}
	if a := newBrowser(t, s.URL).resume(strings.ToLower(strings.ReplaceAll(code, "-", " "))); a.Path != "/fr/cases" {
		t.Errorf("the new code leads to %s", a.Path)
	}
	p.submit(shown, "/fr/account/code/kept", nil)
	if again := p.mustGet("/fr/account/code"); strings.Contains(again.Body, code) {
		t.Error("the code is shown once more after it was noted")
	}
}

// P23: the limit holds for one neighbourhood of addresses, whatever header a
// visitor writes, and says when to come back.
func TestWrongCodesAreLimited(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db, func(c *handlers.Config) { behindTLS(t, c) })
		b := newBrowser(t, s.URL)
		try := func(from string) answer {
			form := throughTLS(b, http.MethodGet, "/fr/resume", from, nil).form(t, "/fr/resume", url.Values{"code": {"00000-00000-00000-00000-00000"}})
			return throughTLS(b, http.MethodPost, "/fr/resume", from, form)
		}
		for i := range 20 {
			if a := try("1.2.3.4, 198.51.100.7"); a.Status != http.StatusUnprocessableEntity {
				t.Fatalf("attempt %d: %d", i, a.Status)
			}
		}
		refused := try("5.6.7.8, 198.51.100.7")
		if refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" {
			t.Errorf("attempt 21: %d, Retry-After %q", refused.Status, refused.Header.Get("Retry-After"))
		}
		if a := try("198.51.100.8"); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("a neighbour is locked out: %d", a.Status)
		}
		for i := range 20 {
			try("2001:db8:0:1::" + string(rune('a'+i%6)))
		}
		if a := try("2001:db8:0:1::ffff"); a.Status != http.StatusTooManyRequests {
			t.Errorf("another address of the same /64: %d", a.Status)
		}
		db.Clock.Advance(16 * time.Minute)
		if a := try("198.51.100.7"); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("after the window: %d", a.Status)
		}
	})
}

// P11, in its first form: rows, sessions and codes are gone at once, and nobody
// else is touched.
func TestErasureIsWholeAndNow(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		erased := w.Anna.submit(w.Anna.mustGet(w.Anna.of("/erase")), w.Anna.of("/erase"), url.Values{"sure": {"yes"}})
		if erased.Path != "/fr/cases?done=case_erased" {
			t.Errorf("erasing a dossier leads to %s", erased.Path)
		}
		if a := w.Anna.get(w.Anna.of("")); a.Status != http.StatusNotFound {
			t.Errorf("the erased dossier: %d", a.Status)
		}
		other := newBrowser(t, w.URL)
		other.resume(w.Anna.Code)
		gone := w.Anna.submit(w.Anna.mustGet("/fr/account/erase"), "/fr/account/erase", url.Values{"sure": {"yes"}})
		if gone.Path != "/fr?done=account_erased" {
			t.Errorf("erasing everything leads to %s", gone.Path)
		}
		if a := other.get("/fr/cases"); a.Path != "/fr/resume" {
			t.Error("another session outlives the account")
		}
		if a := newBrowser(t, w.URL).resume(w.Anna.Code); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("the code of an erased account: %d", a.Status)
		}
		for table, want := range map[string]int{"accounts": 1, "cases": 1, "requests": 0, "events": 0, "letters": 0} { // Bruno's are left
			var n int
			if err := w.Raw(t).QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil || n != want {
				t.Errorf("%s: %d rows, want %d (%v)", table, n, want, err)
			}
		}
		if a := w.Bruno.get(w.Bruno.of("")); a.Status != http.StatusOK {
			t.Errorf("Bruno's dossier: %d", a.Status)
		}
	})
}
