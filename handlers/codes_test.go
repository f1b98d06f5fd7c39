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

const codePath = "/fr/account/code"

// P26: a session found open on a shared computer makes no key for good.
func TestANewCodeNeedsTheOldOne(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		b.confirmed(b.person, "maelle@example.org")
		other := newPerson(t, b.site, "fr")
		for name, code := range map[string]string{"none": "", "half": b.Code[:11], "of nobody": "00000-00000-00000-00000-00000", "of another account": other.Code} {
			got := b.submit(b.mustGet(codePath), codePath, url.Values{"code": {code}})
			if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, `id="f-code-error"`) || !strings.Contains(got.Body, `value="`+code+`"`) {
				t.Errorf("%s: %d\n%s", name, got.Status, got.text())
			}
		}
		if a := newBrowser(t, b.URL).resume(b.Code); a.Path != "/fr/cases" || b.arrived(0) != 0 {
			t.Fatalf("a code was made without the old one: it leads to %s", a.Path)
		}

		form := b.mustGet(codePath).form(t, codePath, url.Values{"code": {strings.ToLower(b.Code)}})
		first, again := b.postTo(t, codePath, form, http.StatusSeeOther), b.postTo(t, codePath, form, http.StatusSeeOther)
		code := cookieOf(first, "code")
		if !codePattern.MatchString(code) || cookieOf(again, "code") != code {
			t.Errorf("one form sent twice gives %q and %q", code, cookieOf(again, "code"))
		}
		if a := newBrowser(t, b.URL).resume(code); a.Path != "/fr/cases" {
			t.Errorf("the new code leads to %s", a.Path)
		}
		if n := b.arrived(1); n != 1 {
			t.Fatalf("%d messages to the confirmed address, want 1", n)
		}
		told := b.sink.Got()[0]
		if len(told.To) != 1 || told.To[0] != "maelle@example.org" || strings.Contains(string(told.Data), code) {
			t.Errorf("told %q\n%s", told.To, told.Data)
		}
	})
}

// P26: whoever has lost the code proves by a link, just opened, that the
// confirmed mailbox is theirs; a session of that kind is no proof later on.
func TestANewCodeForWhoHasJustComeByALink(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		b.confirmed(b.person, "maelle@example.org")
		if page := b.mustGet(codePath); !strings.Contains(page.Body, `name="code"`) || !strings.Contains(page.Body, `href="`+signInPath+`"`) {
			t.Errorf("the way by a link is not shown\n%s", page.text())
		}
		lost := newBrowser(t, b.URL)
		come := func(n int) {
			link := b.linkSent(t, "maelle@example.org", n)
			lost.submit(lost.mustGet(link), link, nil)
		}
		come(1)
		db.Clock.Advance(models.SignInLinkLife)
		late := lost.mustGet(codePath)
		if !strings.Contains(late.Body, `name="code"`) {
			t.Errorf("ten minutes later the old code is not asked for\n%s", late.text())
		}
		if got := lost.submit(late, codePath, nil); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("ten minutes later: %d", got.Status)
		}
		come(2)
		db.Clock.Advance(models.SignInLinkLife - time.Second)
		page := lost.mustGet(codePath)
		if strings.Contains(page.Body, `name="code"`) {
			t.Errorf("the code is asked for\n%s", page.text())
		}
		code := codePattern.FindString(lost.submit(page, codePath, nil).Body)
		if a := newBrowser(t, b.URL).resume(code); code == "" || a.Path != "/fr/cases" {
			t.Errorf("the new code %q leads to %s", code, a.Path)
		}
		if a := b.get("/fr/cases"); a.Path != "/fr/resume" {
			t.Error("a session from before the new code is still open")
		}
		if n := b.arrived(3); n != 3 {
			t.Errorf("%d messages, want two links and one notice", n)
		}
	})
}

// Nobody can prove anything without the code or an address: the page says how
// to leave with everything.
func TestWhoLostTheCodeAndHasNoAddressIsToldTheWayOut(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	page := p.mustGet(codePath)
	if !page.has("Télécharger tout mon dossier") || !page.has("J’ai plutôt un fichier de dossier") || !strings.Contains(page.Body, `href="/fr/account/erase"`) {
		t.Errorf("the page:\n%s", page.text())
	}
	if strings.Contains(page.Body, signInPath) {
		t.Error("a link by e-mail is offered on a site that sends none")
	}
}
