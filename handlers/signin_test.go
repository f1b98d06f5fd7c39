package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"contreoffre/mail/mailtest"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

const signInPath = "/fr/signin"

var signInPattern = regexp.MustCompile(`(http[^\s]*)(/fr/signin/[A-Z0-9]+)`)

// confirmed keeps an address on the person's account, as its confirmation does.
func (b *postbox) confirmed(p *person, address string) {
	b.t.Helper()
	account, err := b.Store.AccountByCode(b.t.Context(), p.Code)
	if err == nil {
		err = b.Store.SaveEmail(b.t.Context(), account.ID, address)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// askSignIn asks for a link from a browser that nobody knows.
func (b *postbox) askSignIn(address string) answer {
	b.t.Helper()
	stranger := newBrowser(b.t, b.URL)
	return stranger.submit(stranger.mustGet(signInPath), signInPath, url.Values{"email": {address}})
}

// linksIn are the sign-in links of a message: where they say they lead, and
// the path.
func linksIn(t *testing.T, m mailtest.Delivery) (hosts, paths []string) {
	t.Helper()
	for _, found := range signInPattern.FindAllStringSubmatch(strings.ReplaceAll(string(m.Data), "=\r\n", ""), -1) {
		hosts, paths = append(hosts, found[1]), append(paths, found[2])
	}
	return hosts, paths
}

// linkSent asks for a link and returns it from the message, the n-th of all.
func (b *postbox) linkSent(t *testing.T, address string, n int) string {
	t.Helper()
	if a := b.askSignIn(address); a.Path != signInPath+"?done=signin_asked" || b.arrived(n) != n {
		t.Fatalf("%s, %d messages, want %d\n%s", a.Path, len(b.sink.Got()), n, a.text())
	}
	hosts, paths := linksIn(t, b.sink.Got()[n-1])
	if len(paths) != 1 || hosts[0] != b.URL {
		t.Fatalf("links %q%q\n%s", hosts, paths, b.sink.Got()[n-1].Data)
	}
	return paths[0]
}

// P26: a link opens the account by its button, once, for ten minutes; a new one
// kills it.
func TestASignInLinkWorksOnceByItsButton(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		b.confirmed(b.person, "maelle@example.org")
		link := b.linkSent(t, "Maelle@Example.org", 1)
		for _, word := range []string{"Temu", "Lœwenbruck", b.Case, b.Code} {
			if strings.Contains(string(b.sink.Got()[0].Data), word) {
				t.Errorf("the message says %q", word)
			}
		}
		elsewhere := newBrowser(t, b.URL)
		for range 3 { // programs look before people do
			looked := elsewhere.mustGet(link)
			if got := looked.Header.Get("Referrer-Policy"); got != "strict-origin" {
				t.Errorf("Referrer-Policy = %q: the token leaves with the next request", got)
			}
			if len(looked.Header.Values("Set-Cookie")) > 0 {
				t.Error("looking at the link signs in")
			}
		}
		form := elsewhere.mustGet(link).form(t, link, nil)
		var opened, gone atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				jar, _ := cookiejar.New(nil)
				request, _ := http.NewRequest(http.MethodPost, b.URL+link, strings.NewReader(form.Encode()))
				request.Header.Set("Content-Type", formType)
				request.Header.Set("Origin", b.URL)
				client := http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
				a, err := client.Do(request)
				if err != nil {
					t.Error(err)
					return
				}
				a.Body.Close()
				switch {
				case a.StatusCode == http.StatusSeeOther && a.Header.Get("Location") == "/fr/cases" && len(a.Cookies()) == 1:
					opened.Add(1)
				case a.StatusCode == http.StatusNotFound && len(a.Cookies()) == 0:
					gone.Add(1)
				default:
					t.Errorf("%d to %s", a.StatusCode, a.Header.Get("Location"))
				}
			})
		}
		all.Wait()
		if opened.Load() != 1 || gone.Load() != 19 {
			t.Errorf("%d of 20 opened the account, %d were told that the link is gone", opened.Load(), gone.Load())
		}
		db.Clock.Advance(16 * time.Minute) // another window of attempts

		old := b.linkSent(t, "maelle@example.org", 2)
		link = b.linkSent(t, "maelle@example.org", 3)
		press := func(link string, values url.Values) answer {
			other := newBrowser(t, b.URL)
			return other.submit(other.mustGet(link), link, values)
		}
		if a := press(old, nil); a.Status != http.StatusNotFound || !a.has("Ce lien n’ouvre rien") {
			t.Errorf("a link from before: %d\n%s", a.Status, a.text())
		}
		if a := press(link, url.Values{"shared": {"yes"}}); a.Path != "/fr/cases" || !a.has("Appareil partagé") {
			t.Errorf("the link leads to %s\n%s", a.Path, a.text())
		}
		db.Clock.Advance(time.Hour)
		link = b.linkSent(t, "maelle@example.org", 4)
		db.Clock.Advance(models.SignInLinkLife)
		if a := press(link, nil); a.Status != http.StatusNotFound {
			t.Errorf("a link ten minutes old: %d", a.Status)
		}
	})
}

// P26: whatever host a browser names, the message names ours; P30: an address
// gets three messages an hour, and one form sent twice is one.
func TestSignInMessagesAreFewAndNameOurHost(t *testing.T) {
	b := newPostbox(t, modelstest.SQLite(t))
	b.confirmed(b.person, "maelle@example.org")
	stranger := newBrowser(t, b.URL)
	form := stranger.mustGet(signInPath).form(t, signInPath, url.Values{"email": {"maelle@example.org"}})
	for i, header := range []http.Header{{"X-Forwarded-Host": {"evil.example"}}, {"Forwarded": {"host=evil.example"}}, {"X-Original-Host": {"evil.example"}}} {
		request := stranger.request(http.MethodPost, signInPath, formType, form.Encode())
		for name, values := range header {
			request.Header[name] = values
		}
		if a := stranger.once(request); a.Status != http.StatusSeeOther {
			t.Errorf("%d: %d", i, a.Status)
		}
	}
	foreign := stranger.request(http.MethodPost, signInPath, formType, form.Encode())
	foreign.Host = "evil.example"
	if a := stranger.once(foreign); a.Status != http.StatusMisdirectedRequest {
		t.Errorf("a foreign host: %d", a.Status)
	}
	if n := b.arrived(1); n != 1 {
		t.Fatalf("one form, pressed three times, sent %d messages", n)
	}
	if hosts, _ := linksIn(t, b.sink.Got()[0]); len(hosts) != 1 || hosts[0] != b.URL {
		t.Errorf("the message leads to %q", hosts)
	}
	for range 5 {
		b.askSignIn("maelle@example.org")
	}
	if n := b.arrived(3); n != 3 {
		t.Errorf("%d messages in an hour, want 3", n)
	}
	b.askSignIn("personne@example.org")
	if n := b.arrived(3); n != 3 {
		t.Error("an address that nobody has here was written to")
	}

	// Two accounts of one address: a link for each, in one message.
	b.confirmed(newPerson(t, b.site, "fr"), "maelle@example.org")
	b.Clock.Advance(time.Hour + time.Minute)
	b.askSignIn("maelle@example.org")
	b.arrived(4)
	_, paths := linksIn(t, b.sink.Got()[3])
	if len(paths) != 2 {
		t.Fatalf("%d links, want 2", len(paths))
	}
	opened := map[string]bool{}
	for _, link := range paths {
		other := newBrowser(t, b.URL)
		cases := other.submit(other.mustGet(link), link, nil)
		opened[casePattern.FindString(cases.Body)] = true
	}
	if len(opened) != 2 || opened[""] {
		t.Errorf("the links open %v", opened)
	}
}

// P24: neither the answer nor its time tells whether an address is known.
func TestAskingForALinkTellsNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		b.confirmed(b.person, "connue@example.org")
		known, unknown := b.askSignIn("connue@example.org"), b.askSignIn("inconnue@example.org")
		same(t, "asked", known, unknown, ids{}, ids{})
		if known.Path != unknown.Path || known.Status != http.StatusOK {
			t.Errorf("%s (%d) and %s (%d)", known.Path, known.Status, unknown.Path, unknown.Status)
		}
		browser := newBrowser(t, b.URL)
		asked := 0
		ask := func(address func(i int) string) func(int) {
			return func(i int) {
				if asked++; asked%16 == 0 {
					db.Clock.Advance(61 * time.Minute) // a new window of attempts
				}
				form := browser.mustGet(signInPath).form(t, signInPath, url.Values{"email": {address(i)}})
				if a := browser.post(signInPath, form); a.Status != http.StatusOK {
					t.Fatalf("asking: %d", a.Status)
				}
			}
		}
		alike(t, "address", 60, ask(func(int) string { return "connue@example.org" }), ask(func(i int) string { return fmt.Sprintf("inconnue.%d@example.org", i) }))
	})
}

// Without a mail server the page says so, and where there is one a wrong
// address is refused beside its field.
func TestSignInSaysWhatIsWrong(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	page := newBrowser(t, s.URL).mustGet("/en/signin")
	if !page.has("This site does not send e-mail") || strings.Contains(page.Body, `name="email"`) {
		t.Errorf("the page:\n%s", page.text())
	}
	b := newPostbox(t, modelstest.SQLite(t))
	for _, typed := range []string{"", "x", "a@example.org\r\nBcc: spy@example.org", "a@example.org, b@example.org"} {
		if got := b.askSignIn(typed); got.Status != http.StatusUnprocessableEntity || !got.has("Écrivez une seule adresse") {
			t.Errorf("%.40q: %d\n%s", typed, got.Status, got.text())
		}
	}
	if n := len(b.sink.Got()); n != 0 {
		t.Errorf("%d messages", n)
	}
}
