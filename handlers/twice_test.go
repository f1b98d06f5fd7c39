package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contreoffre/lang"
	"contreoffre/models/modelstest"
)

// together sends the same form from many tabs at the same moment.
func together(b *browser, times int, path string, values url.Values) []answer {
	answers := make([]answer, times)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = b.once(b.request(http.MethodPost, path, formType, values.Encode())) })
	}
	all.Wait()
	return answers
}

// P3: a form pressed twenty times at once makes one thing, and each press is
// sent to it.
func TestAFormSentTwentyTimesCountsOnce(t *testing.T) {
	const times = 20
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		anna := w.Anna
		for _, form := range []struct {
			name, page, path string
			values           url.Values
		}{
			{"an answer", anna.of("/questions/joined"), anna.of("/questions/joined"), story["joined"]},
			{"a letter prepared", anna.of("/letters"), anna.of("/letters"), url.Values{"letter": {"rectification"}}},
			{"a paragraph", anna.of("/requests/" + w.Draft + "/letter/" + w.Block), anna.of("/requests/"+w.Draft+"/letter/"+w.Block) + "?lang=fr",
				url.Values{"text": {"Mes propres mots."}}},
			{"a way chosen", anna.of("/requests/" + w.Draft + "/send"), anna.of("/requests/"+w.Draft+"/channel") + "?lang=fr",
				url.Values{"channel": {"web_form"}}},
			{"a letter sent", anna.of("/requests/" + w.Draft + "/sent"), anna.of("/requests/" + w.Draft + "/sent"), dispatched},
			{"an event noted", anna.of("/requests/" + w.Sent + "/event/acknowledged"), anna.of("/requests/" + w.Sent + "/event/acknowledged"), on("2026-11-22")},
			{"an event corrected", anna.of("/requests/" + w.Sent + "/events/" + w.Event), anna.of("/requests/" + w.Sent + "/events/" + w.Event), on("2026-11-21")},
			{"an answer checked", anna.of("/requests/" + w.Sent + "/answer"), anna.of("/requests/" + w.Sent + "/answer"), ticks("2026-11-22")},
			{"a letter that follows", anna.of("/requests/" + w.Asked + "/follow/identity_reply/sent"), anna.of("/requests/" + w.Asked + "/follow/identity_reply/sent"),
				url.Values{"sent_on.day": {"22"}, "sent_on.month": {"11"}, "sent_on.year": {"2026"}, "language": {"fr"}}},
			{"a filing taken back", anna.of("/complaint/events/LATEST"), anna.of("/complaint/events/LATEST"), on("2026-11-22", "do", "undo")},
			{"a complaint chosen", anna.of("/complaint/choices"), anna.of("/complaint/choices"), url.Values{"grounds": {"no_information"}, "disclosure": {"yes"}}},
			{"a section rewritten", anna.of("/complaint/sections/facts"), anna.of("/complaint/sections/facts"), url.Values{"text": {"Mes propres mots."}}},
			{"a complaint filed", anna.of("/complaint/event/filed"), anna.of("/complaint/event/filed"), on("2026-11-22")},
			{"a filing corrected", anna.of("/complaint/events/LATEST"), anna.of("/complaint/events/LATEST"), on("2026-11-21")},
			{"news of the complaint", anna.of("/complaint/event/progress"), anna.of("/complaint/event/progress"), on("2026-11-22")},
			{"a dossier closed", anna.of("/close"), anna.of("/close"), on("2026-11-22", "as", "given_up")},
		} {
			before, err := w.Store.Case(t.Context(), w.account, anna.Case)
			if err != nil {
				t.Fatal(err)
			}
			latest := before.Complaint.Events[len(before.Complaint.Events)-1].ID
			form.page, form.path = strings.ReplaceAll(form.page, "LATEST", latest), strings.ReplaceAll(form.path, "LATEST", latest)
			values := anna.mustGet(form.page).form(t, form.path, form.values)
			answers := together(anna.browser, times, form.path, values)
			for i, a := range answers {
				if a.Status != http.StatusSeeOther {
					t.Fatalf("%s, press %d: %d\n%s", form.name, i, a.Status, a.text())
				}
				if got, want := a.Header.Get("Location"), answers[0].Header.Get("Location"); got != want {
					t.Errorf("%s: one press leads to %s, another to %s", form.name, got, want)
				}
			}
			after, err := w.Store.Case(t.Context(), before.Account, before.ID)
			if err != nil {
				t.Fatal(err)
			}
			grown := map[string]int{ // the details, then the event
				"a letter sent": 2, "an event noted": 2, "an event corrected": 2, "an answer checked": 2, "a letter that follows": 2,
				"a filing taken back": 2, "a complaint filed": 2, "a filing corrected": 2, "news of the complaint": 2,
			}[form.name]
			if got := after.Version - before.Version; got != max(1, grown) {
				t.Errorf("%s: the version grew by %d", form.name, got)
			}
			if form.name == "a letter prepared" && len(after.Requests) != len(before.Requests)+1 {
				t.Errorf("%d requests more", len(after.Requests)-len(before.Requests))
			}
			if filed := after.Complaint.Events[len(after.Complaint.Events)-1]; form.name == "a complaint filed" && (filed.Letter == nil || len(after.Complaint.Events) != len(before.Complaint.Events)+1) {
				t.Errorf("filed: %d events, kept: %t", len(after.Complaint.Events), filed.Letter != nil)
			}
			if form.name == "a letter sent" && len(after.Request(w.Draft).Events) != 1 {
				t.Errorf("%d events", len(after.Request(w.Draft).Events))
			}
		}
	})
}

// The same for somebody new: one account, one dossier, and every press can go
// on in it.
func TestTheFirstAnswerSentTwentyTimesOpensOneAccount(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		b := newBrowser(t, s.URL)
		values := b.mustGet("/fr/start").form(t, "/fr/start", url.Values{"offer": {"temu-cash-reward-2024"}})
		cookies := map[string]bool{}
		for _, a := range together(newBrowserWithoutCookies(t, s.URL), 20, "/fr/start", values) {
			if a.Status != http.StatusSeeOther || a.Header.Get("Location") != "/fr/account/code" {
				t.Fatalf("%d %s", a.Status, a.Header.Get("Location"))
			}
			cookies[strings.Join(a.Header.Values("Set-Cookie"), "\n")] = true
		}
		if len(cookies) != 1 {
			t.Errorf("%d different sessions or codes were given out", len(cookies))
		}
		for table, want := range map[string]int{"accounts": 1, "cases": 1, "sessions": 1} {
			var got int
			if err := s.Raw(t).QueryRow("SELECT count(*) FROM " + table).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %d, want %d (%v)", table, got, want, err)
			}
		}
	})
}

// newBrowserWithoutCookies forgets every cookie, so that twenty presses are
// twenty strangers with the same form.
func newBrowserWithoutCookies(t *testing.T, base string) *browser {
	b := newBrowser(t, base)
	b.http.Jar = nil
	return b
}

// P4: of two tabs the second does not overwrite the first; it is shown both
// texts.
func TestTwoTabsNeverOverwriteEachOther(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		path := w.Anna.of("/questions/story")
		first, second := w.Anna.mustGet(path), w.Anna.mustGet(path)
		w.Anna.submit(first, path, url.Values{"story": {"Le texte du premier onglet."}})
		a := w.Anna.submit(second, path, url.Values{"story": {"Le texte du second onglet."}})
		if a.Status != http.StatusConflict || !a.has("Le texte du premier onglet.") || !a.has("Le texte du second onglet.") {
			t.Errorf("%d\n%s", a.Status, a.text())
		}
		if !w.Anna.mustGet(path).has("Le texte du premier onglet.") {
			t.Error("the first text was lost")
		}

		block := w.Anna.of("/requests/" + w.Draft + "/letter/" + w.Block)
		first, second = w.Anna.mustGet(block), w.Anna.mustGet(block)
		w.Anna.submit(first, block+"?lang=fr", url.Values{"text": {"Premier."}})
		a = w.Anna.submit(second, block+"?lang=fr", url.Values{"text": {"Second."}})
		if a.Status != http.StatusConflict || !a.has("Premier.") || !a.has("Second.") {
			t.Errorf("a paragraph: %d\n%s", a.Status, a.text())
		}

		rewards := w.Anna.of("/questions/rewards")
		first, second = w.Anna.mustGet(rewards), w.Anna.mustGet(rewards)
		w.Anna.submit(first, rewards, url.Values{"rewards.0.kind": {"cash"}, "rewards.0.promised": {"100"}, "rewards.0.currency": {"EUR"}})
		a = w.Anna.submit(second, rewards, url.Values{"rewards.1.kind": {"coupon"}, "rewards.1.received_on.day": {"31"}, "rewards.1.received_on.month": {"juin"}})
		kind := func(of string) string { return lang.T(lang.FR, "field.rewards.kind."+of) }
		if a.Status != http.StatusConflict || !a.has(kind("cash")) || !a.has(kind("coupon")) || !a.has("31 juin") || a.has("coupon ·") {
			t.Errorf("a list: %d\n%s", a.Status, a.text())
		}

		letters := w.Anna.of("/letters")
		first, second = w.Anna.mustGet(letters), w.Anna.mustGet(letters)
		w.Anna.submit(first, letters, url.Values{"letter": {"rectification"}})
		if a = w.Anna.submit(second, letters, url.Values{"letter": {"portability"}}); a.Status != http.StatusConflict {
			t.Errorf("letters: %d\n%s", a.Status, a.text())
		}
	})
}

// P25, 15.3.3: what a form has no field for is not taken from it.
func TestFormsSetNothingElse(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	before, err := w.Store.Case(t.Context(), w.account, w.Anna.Case)
	if err != nil {
		t.Fatal(err)
	}
	path := w.Anna.of("/questions/story")
	values := url.Values{"story": {"Mon histoire."}}
	for _, name := range []string{"id", "ID", "account", "account_id", "Account", "case", "created_at", "CreatedAt", "next_due_on", "name", "email",
		"person.name", "offer", "offer.controller.email", "requests", "closed", "language", "wishes", "country", "joined_on.day"} {
		values.Set(name, w.Bruno.Case)
	}
	if a := w.Anna.submit(w.Anna.mustGet(path), path, values); a.Status != http.StatusOK {
		t.Fatalf("%d\n%s", a.Status, a.text())
	}
	after, err := w.Store.Case(t.Context(), before.Account, before.ID)
	if err != nil {
		t.Fatal(err)
	}
	if after.Participation.Story != "Mon histoire." {
		t.Errorf("the story is %q", after.Participation.Story)
	}
	after.Participation.Story, after.Version, after.UpdatedAt = before.Participation.Story, before.Version, before.UpdatedAt
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("a form changed what it does not ask (-before +after):\n%s", diff)
	}
}
