package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"contreoffre/models/modelstest"
)

// P15: the log of a whole journey and of every kind of error holds nothing of
// what people typed, no id, no code, no address, no query.
func TestTheLogHoldsNothingPersonal(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	canary := "Zéphyrine-CANARI-7f3a"
	identity := w.Anna.of("/questions/identity")
	w.Anna.submit(w.Anna.mustGet(identity), identity, url.Values{"name": {canary}, "email": {"canari@example.org"}})
	w.Anna.submit(w.Anna.mustGet(identity), identity, url.Values{"name": {canary + strings.Repeat("x", 300)}, "email": {"canari@example.org"}})
	w.Anna.get("/fr/nowhere/" + canary + "?q=" + canary)
	w.Anna.get("/fr/%0d%0aCANARI%1b[31m")
	w.Anna.get(w.Bruno.of("/questions/identity"))
	w.Anna.post(identity, url.Values{"name": {canary}})
	w.Anna.do(w.Anna.request(http.MethodPost, identity, formType, "name="+canary+"&x=%zz"))
	newBrowser(t, w.URL).resume(w.Anna.Code + "9")
	w.Raw(t).Exec("DROP TABLE requests") // and now everything breaks
	broken := w.Anna.get(w.Anna.of(""))
	if broken.Status != http.StatusInternalServerError {
		t.Fatalf("a broken database: %d", broken.Status)
	}
	log := w.Log.String()
	for _, word := range []string{canary, "CANARI", "canari@", "Lœwenbruck", w.Anna.Case, w.Draft, w.Anna.Code, w.Anna.session(), "127.0.0.1", "\x1b"} {
		if strings.Contains(log, word) {
			t.Errorf("the log says %q:\n%s", word, log)
		}
	}
	if !strings.Contains(log, "/cases/:case") || !strings.Contains(log, "level=ERROR") {
		t.Errorf("the log does not say what broke, and where:\n%s", log)
	}
	for _, word := range []string{"requests", "SQL", "no such table", "goroutine"} {
		if strings.Contains(broken.Body, word) {
			t.Errorf("the error page says %q", word)
		}
	}
}

// P21: of many people at once, each only ever sees what is theirs.
func TestPeopleAreNeverMixed(t *testing.T) {
	const people, rounds = 24, 6
	s := newSite(t, modelstest.SQLite(t))
	all := make([]*person, people)
	for i := range all {
		all[i] = newPerson(t, s, []string{"fr", "en"}[i%2])
	}
	var together sync.WaitGroup
	for i, p := range all {
		together.Go(func() {
			own := fmt.Sprintf("Jeton%03dx", i)
			for range rounds {
				path := p.of("/questions/story")
				a := p.submit(p.mustGet(path), path, url.Values{"story": {own}})
				if a.Status != http.StatusOK {
					t.Errorf("%s: %d", own, a.Status)
				}
				for j := range all {
					if other := fmt.Sprintf("Jeton%03dx", j); other != own && strings.Contains(p.mustGet(path).Body, other) {
						t.Errorf("%s reads %s", own, other)
					}
					if j > 3 {
						break
					}
				}
				if !strings.Contains(p.mustGet(p.of("/check")).Body, own) {
					t.Errorf("%s is lost", own)
				}
			}
		})
	}
	together.Wait()
}

func TestARootVisitorGetsTheirLanguage(t *testing.T) {
	b := newBrowser(t, newSite(t, modelstest.SQLite(t)).URL)
	for header, want := range map[string]string{"": "/fr", "en-GB": "/en", "fr-FR,en;q=0.5": "/fr"} {
		request := b.request(http.MethodGet, "/", "", "")
		request.Header.Set("Accept-Language", header)
		if a := b.once(request); a.Header.Get("Location") != want || a.Header.Get("Vary") != "Accept-Language" {
			t.Errorf("%q leads to %s, Vary %s", header, a.Header.Get("Location"), a.Header.Get("Vary"))
		}
	}
}

// P27: whatever is asked, a redirect stays on this site.
func TestRedirectsStayHere(t *testing.T) {
	b := newBrowser(t, newSite(t, modelstest.SQLite(t)).URL)
	for _, path := range []string{"/", "//evil.example", "/fr/cases?next=//evil.example", "/fr/cases?next=https:evil.example", `/fr/cases?next=/\evil.example`,
		"/fr/account/code?next=%0d%0aLocation:%20https://evil.example", "/%2f%2fevil.example/fr"} {
		request := b.request(http.MethodGet, path, "", "")
		request.Header.Set("Referer", "https://evil.example/")
		request.Header.Set("X-Forwarded-Host", "evil.example")
		a := b.once(request)
		if to := a.Header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, "evil")) {
			t.Errorf("%s leads to %s", path, to)
		}
		if strings.Contains(a.Body, "evil.example") {
			t.Errorf("%s: the page repeats the foreign name", path)
		}
	}
}
