package handlers_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"contreoffre/handlers"
	"contreoffre/handlers/browsertest"
	"contreoffre/lang"
	"contreoffre/mail"
	"contreoffre/mail/mailtest"
	"contreoffre/models/modelstest"
)

// What lies around the letters, in a real browser: a picture masked by two
// clicks and unmasked, an exhibit deleted, the dossier taken away and opened
// elsewhere, a calendar, an address, sessions, a link, a new code, the quick
// exit, and the end of it all. No page has a fault.
func TestKeepInABrowser(t *testing.T) {
	browser := browsertest.Start(t)
	for i, l := range lang.Langs {
		way := ways[(i+1)%len(ways)]
		t.Run(fmt.Sprintf("%s, %s", l, way.name), func(t *testing.T) {
			sink := mailtest.Start(t)
			site := newSite(t, modelstest.SQLite(t), func(c *handlers.Config) {
				var err error
				if c.Mail, err = mail.ReadServer(sink.URL, c.Base); err != nil {
					t.Fatal(err)
				}
			})
			k := &keeper{walker: walker{
				T: t, Page: browser.Page(t, way.options...), browser: browser, lang: l,
				site: site, name: fmt.Sprintf("keep %s %s", l, way.name),
			}, box: &postbox{site: site, sink: sink}, options: way.options}
			k.bring("../dossier/testdata/temu-nantes.json")
			k.hub = k.Address()
			k.mask()
			k.takeAway()
			k.calendar()
			k.address()
			k.devices()
			k.leave()
			k.end()
		})
	}
}

// keeper is a walker who has mail, and a dossier.
type keeper struct {
	walker
	box     *postbox
	options []browsertest.Option
	hub     string
}

// elsewhere is the same person in another browser.
func (k *keeper) elsewhere(name string) *keeper {
	other := *k
	other.Page, other.name, other.seen = k.browser.Page(k.T, k.options...), k.name+" "+name, 0
	return &other
}

func (k *keeper) at(path string) {
	k.Helper()
	k.Open(k.site.URL + "/" + string(k.lang) + path)
}

// said ends the test unless the page tells the words of a key.
func (k *keeper) said(key string, args ...any) {
	k.Helper()
	k.look()
	want := lang.PlainSpaces(lang.T(k.lang, key, args...))
	if got := lang.PlainSpaces(k.Text("main")); !strings.Contains(got, want) {
		k.Errorf("%s does not say %q:\n%s", k.place(), want, got)
	}
}

// add keeps a picture as an exhibit.
func (k *keeper) add() {
	k.Helper()
	path := filepath.Join(k.TempDir(), "capture d’écran.png")
	if err := os.WriteFile(path, aPicture(k, 900, 1600), 0o600); err != nil {
		k.Fatal(err)
	}
	k.Open(k.hub + "/evidence")
	k.Attach("#f-file", path)
	k.Answer("kind", "screenshot")
	k.press()
}

func (k *keeper) mask() {
	k.Helper()
	k.add()
	k.Follow(`.requests li:last-child a`)
	exhibit := k.Address()
	k.through(`a[href$="/mask"]`)
	k.look()
	k.FollowAt("#f-at", 20, 20)
	k.look()
	if got := k.FollowAt("#f-at", 20, 20); got != http.StatusUnprocessableEntity {
		k.Errorf("two corners at one spot: %d", got)
	}
	k.FollowAt("#f-at", 200, 300)
	k.said("flash.mask_done")
	k.said("mask.areas")
	k.Follow(`[value="unmask"]`)
	if k.Has(`[value="unmask"]`) {
		k.Error("the mask is still there")
	}
	k.Answer("purpose", "Plainte")
	k.Follow(`[value="purpose"]`)
	k.look()
	k.Follow("main > .actions .button")
	if k.Address() != exhibit {
		k.Errorf("the mask leads back to %s", k.place())
	}
	k.through(`a[href$="/delete"]`)
	k.submitted(http.StatusOK)
	k.said("flash.evidence_deleted")
}

func (k *keeper) takeAway() {
	k.Helper()
	k.add()
	k.Open(k.hub + "/export")
	k.look()
	name, file := k.Download(`a[href$=".zip"]`)
	path := filepath.Join(k.TempDir(), name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		k.Fatal(err)
	}
	other := k.elsewhere("elsewhere")
	other.at("/import")
	other.Attach("input[type=file]", path)
	other.Click("#f-shared")
	other.press()
	other.press()
	other.look()
	if got, want := lang.PlainSpaces(other.Text("footer")), lang.PlainSpaces(lang.T(k.lang, "shared.on")); !strings.Contains(got, want) {
		k.Errorf("elsewhere the device is not said to be shared: %s", got)
	}
	if got, want := other.Text(".tasks"), lang.TN(k.lang, "hub.task.evidence", 3); !strings.Contains(got, want) {
		k.Errorf("elsewhere it is not whole, want %q in %s", want, got)
	}
}

func (k *keeper) calendar() {
	k.Helper()
	k.at("/account/reminders")
	k.Follow(`form[action$="/feed"] .button`)
	k.said("reminders.feed.shown")
	if !strings.HasSuffix(k.Address(), "#feed-shown") {
		k.Errorf("the new address is out of sight: %s", k.Address())
	}
	k.at("/account/reminders")
	k.said("reminders.feed.on")
	k.Follow(`form[action$="/revoke"] .button`)
	k.said("flash.feed_revoked")
}

var mailedLink = regexp.MustCompile(`/(fr|en)/(confirm|signin)/[A-Z0-9]+`)

// mailed waits for a message, the n-th of all, and returns the link in it.
func (k *keeper) mailed(n int) string {
	k.Helper()
	if got := k.box.arrived(n); got != n {
		k.Fatalf("%d messages, want %d", got, n)
	}
	return mailedLink.FindString(mailText(k.T, k.box.sink.Got()[n-1]))
}

func (k *keeper) address() {
	k.Helper()
	k.at("/account/reminders")
	k.Answer("email", "maelle@example.org")
	k.Answer("code", k.code)
	k.Follow(`form[action$="/email"] .button`)
	k.said("flash.email_asked")
	mailbox := k.elsewhere("mailbox")
	mailbox.Open(k.site.URL + k.mailed(1))
	mailbox.press()
	mailbox.said("confirm.done")
	k.at("/account/reminders")
	k.said("reminders.email.on", "address", "maelle@example.org")
	for _, form := range []string{"stop", "start"} {
		k.Follow(`form[action$="/` + form + `"] .button`)
		k.look()
	}
	mailbox.at("/signin")
	mailbox.Answer("email", "maelle@example.org")
	mailbox.press()
	mailbox.said("flash.signin_asked")
	mailbox.Open(k.site.URL + k.mailed(2))
	mailbox.press()
	mailbox.at("/account/code")
	mailbox.said("code.again.proven")
	k.at("/account/reminders")
	k.Follow(`form[action$="/forget"] .button`)
	k.said("flash.email_forgotten")
	if k.mailed(3) != "" {
		k.Error("the last message holds a link that opens something")
	}
}

func (k *keeper) devices() {
	k.Helper()
	k.at("/account/sessions")
	k.look()
	k.Follow(`form[action$="/sessions/end"] button`)
	k.said("flash.session_ended")
	k.at("/account/code")
	k.look()
	k.Answer("code", k.code)
	k.press()
	k.look()
	k.code = k.Text(".code")
	k.press()
}

func (k *keeper) resume() {
	k.Helper()
	k.at("/resume")
	k.Answer("code", k.code)
	k.press()
}

func (k *keeper) leave() {
	k.Helper()
	k.Open(k.hub)
	k.Follow(".leave button")
	k.look()
	if body := k.HTML(); strings.Contains(body, "ontre-offre") || strings.Contains(body, "icon") {
		k.Errorf("where the quick exit leads, the site is named:\n%s", body)
	}
	k.Back()
	if k.Has(`a[href$="/export"]`) {
		k.Error("going back shows the dossier")
	}
	k.resume()
	k.at("/account/end")
	k.press()
	k.said("flash.ended")
	k.resume()
}

func (k *keeper) end() {
	k.Helper()
	k.Open(k.hub)
	k.through(`a[href$="/close"]`)
	k.Answer("as", "given_up")
	k.submitted(http.StatusOK)
	k.said("flash.closed")
	k.Follow(`form[action$="/reopen"] .button`)
	k.said("flash.reopened")
	k.through(`a[href$="/erase"]`)
	k.submitted(http.StatusUnprocessableEntity)
	k.Answer("sure", "yes")
	k.submitted(http.StatusOK)
	k.said("flash.case_erased")
	k.at("/account/erase")
	k.Answer("sure", "yes")
	k.submitted(http.StatusOK)
	k.said("flash.account_erased")
}
