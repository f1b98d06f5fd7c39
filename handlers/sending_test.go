package handlers_test

import (
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// choose takes a way for a draft, on the page that asks for it, and returns the
// page that tells how.
func (p *person) choose(request, channel, letterLang string) answer {
	p.t.Helper()
	page := p.mustGet(p.of("/requests/"+request+"/send") + "?lang=" + url.QueryEscape(letterLang))
	return p.submit(page, page.formTo(p.of("/requests/"+request+"/channel")), url.Values{"channel": {channel}})
}

const registered = "Lettre recommandée avec demande d’avis de réception"

// mentions reports whether a text holds a mention, however its spaces and
// apostrophes are drawn.
func mentions(text, mention string) bool {
	plain := func(s string) string { return lang.PlainSpaces(strings.ReplaceAll(s, "'", "’")) }
	return strings.Contains(plain(text), plain(mention))
}

// The way chosen before sending is mentioned in every form of the letter.
func TestTheLetterMentionsTheWayItIsToTake(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	request := w.Anna.of("/requests/" + w.Draft)
	if page := w.Anna.mustGet(request + "/letter.txt?lang=fr"); mentions(page.Body, registered) {
		t.Fatalf("the letter mentions a way that nobody chose:\n%s", page.Body)
	}
	told := w.Anna.choose(w.Draft, "registered_letter", "fr")
	if told.Status != http.StatusOK || told.Path != request+"/send?done=channel_kept" || !told.has("Imprimez et signez") || told.has("Ouvrez le formulaire") {
		t.Fatalf("the choice leads to %s (%d)\n%s", told.Path, told.Status, told.text())
	}
	for _, page := range []string{"/letter?lang=fr", "/letter.txt?lang=fr", "/copy?lang=fr"} {
		if got := w.Anna.mustGet(request + page); !mentions(got.text(), registered) {
			t.Errorf("%s does not mention the way:\n%s", page, got.text())
		}
	}
	w.Anna.choose(w.Draft, "web_form", "fr")
	if page := w.Anna.mustGet(request + "/letter.txt?lang=fr"); mentions(page.Body, registered) || !mentions(page.Body, "Par formulaire en ligne") {
		t.Errorf("after a change of mind:\n%s", page.Body)
	}
}

// A line that is left to be filled in by hand is easily forgotten once the
// letter is signed: the page that tells how to send it names the line.
func TestALineToFillInIsRecalledBeforeSigning(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	whole, blank := w.Draft, w.Anna.prepare("rectification")
	for _, c := range []struct{ trap, request, channel, language, says string }{
		{"on paper", blank, "registered_letter", "fr", "à la main, avant de signer"},
		{"two copies", blank, "in_person", "fr", "à la main, avant de signer"},
		{"in the company's form, where nobody signs", blank, "web_form", "fr", "avant d’envoyer"},
		{"in both languages", blank, "letter", "fr+en", "« Inaccurate information »"},
		{"nothing to fill in", whole, "registered_letter", "fr", ""},
	} {
		told := w.Anna.choose(c.request, c.channel, c.language)
		if named := told.has("« Donnée inexacte »"); told.Status != http.StatusOK || named != (c.says != "") || !told.has(c.says) {
			t.Errorf("%s (%d): it names the line: %v, want %q\n%s", c.trap, told.Status, named, c.says, told.text())
		}
	}
	send := w.Anna.of("/requests/" + blank + "/send?lang=fr")
	letter := w.Anna.mustGet(w.Anna.of("/requests/" + blank + "/letter?lang=fr"))
	if !slices.Contains(w.Anna.mustGet(send).links(), w.Anna.of("/requests/"+blank+"/letter?lang=fr")) {
		t.Error("no link leads to where it can be filled in")
	}
	for _, id := range w.Anna.blocks(blank) {
		if path := w.Anna.of("/requests/" + blank + "/letter/" + id); strings.Contains(id, "blank") {
			page := w.Anna.mustGet(path)
			letter = w.Anna.submit(page, page.formTo(path), url.Values{"text": {"Mon vrai nom."}})
		}
	}
	if page := w.Anna.mustGet(send); page.has("à la main") || page.has("Donnée inexacte") {
		t.Errorf("once filled in, it is still recalled:\n%s\n%s", page.text(), letter.text())
	}
}

// What was downloaded is what is kept, whichever way the person says it went.
func TestTheLetterKeptIsTheOneInHand(t *testing.T) {
	for _, c := range []struct {
		name      string
		chosen    string // before the download; empty when nothing was
		confirmed string
		mention   bool // of registered post, in the letter kept
	}{
		{"the way confirmed is the one chosen", "registered_letter", "registered_letter", true},
		{"nothing was chosen: a letter without mention was in hand", "", "registered_letter", false},
		{"it took another way: the text in hand is kept, mention and all", "registered_letter", "web_form", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, modelstest.SQLite(t))
			request := w.Anna.of("/requests/" + w.Draft)
			if c.chosen != "" {
				w.Anna.choose(w.Draft, c.chosen, "en")
				w.Anna.choose(w.Draft, c.chosen, "fr")
			}
			texts, drawn := w.Anna.mustGet(request+"/letter.txt?lang=fr").Body, w.Anna.mustGet(request+"/letter.pdf?lang=fr").Body
			w.Anna.submit(w.Anna.mustGet(request+"/sent"), request+"/sent", url.Values{
				"sent_on.day": {"22"}, "sent_on.month": {"11"}, "sent_on.year": {"2026"}, "channel": {c.confirmed}, "language": {"fr"},
			})
			kept := w.Anna.mustGet(request + "/letter.txt")
			if kept.Body != texts || w.Anna.mustGet(request+"/letter.pdf").Body != drawn {
				t.Errorf("the letter kept is not the one downloaded:\n%s", kept.Body)
			}
			if got := mentions(kept.Body, registered); got != c.mention {
				t.Errorf("mentions registered post: got %t, want %t", got, c.mention)
			}
			sent := w.draft(t)
			if got, want := sent.Channel, law.Channel(c.confirmed); got != want {
				t.Errorf("channel: got %q, want %q: days are counted by the way it took", got, want)
			}
		})
	}
}

// draft reads Anna's draft from the store.
func (w *world) draft(t *testing.T) models.Request {
	t.Helper()
	c, err := w.Store.Case(t.Context(), w.account, w.Anna.Case)
	if err != nil {
		t.Fatal(err)
	}
	r := c.Request(w.Draft)
	if r == nil {
		t.Fatal("the draft is gone")
	}
	return *r
}

func TestTheDispatchIsFilledInFromTheDraft(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	w.Anna.choose(w.Draft, "registered_letter", "fr+en")
	page := w.Anna.mustGet(w.Anna.of("/requests/" + w.Draft + "/sent"))
	for _, want := range []string{`name="channel" value="registered_letter" checked`, `name="language" value="fr+en" checked`} {
		if !strings.Contains(html.UnescapeString(page.Body), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if !page.has("Votre lettre mentionne ce chemin") {
		t.Errorf("the page does not say what the letter mentions:\n%s", page.text())
	}
	if got, want := w.draft(t).Language, "fr+en"; got != want {
		t.Errorf("language: got %q, want %q", got, want)
	}
}

func TestWaysThatAreRefused(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	send, form := w.Anna.of("/requests/"+w.Draft+"/send"), w.Anna.of("/requests/"+w.Draft+"/channel")
	for name, values := range map[string]url.Values{
		"nothing chosen":            {},
		"no such way":               {"channel": {"pigeon"}},
		"a way that we know not of": {"channel": {"email"}},
	} {
		page := w.Anna.mustGet(send)
		got := w.Anna.submit(page, page.formTo(form), values)
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, `href="#f-channel"`) {
			t.Errorf("%s: %d\n%s", name, got.Status, got.text())
		}
	}
	if got := w.draft(t).Channel; got != "" {
		t.Errorf("channel: got %q, want none", got)
	}
	sent := w.hidden(w.Anna)
	sent.Set("channel", "web_form")
	if got := w.Anna.post(w.Anna.of("/requests/"+w.Sent+"/channel"), sent); got.Status != http.StatusNotFound {
		t.Errorf("a letter that was sent: got %d, want 404", got.Status)
	}
}

// formTo is the action of the form of a page that begins so.
func (a answer) formTo(path string) string {
	for _, form := range formPattern.FindAllStringSubmatch(a.Body, -1) {
		if strings.HasPrefix(form[1], path) {
			return form[1]
		}
	}
	return path
}

// What acts for somebody shows its mandate.
func TestAMandateIsRecalledBeforeSending(t *testing.T) {
	for _, c := range []struct {
		capacity string
		want     bool
	}{{"agent", true}, {"association", true}, {"holder_of_parental_responsibility", false}} {
		t.Run(c.capacity, func(t *testing.T) {
			w := newWorld(t, modelstest.SQLite(t))
			dossier, err := w.Store.Case(t.Context(), w.account, w.Anna.Case)
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.Store.Change(t.Context(), w.account, dossier.ID, dossier.Version, func(dossier *models.Case) error {
				dossier.Person.RepresentedBy = &models.Representative{Name: "Yann Le Goff", Capacity: c.capacity}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := w.Anna.choose(w.Draft, "web_form", "fr").has("joignez une copie du mandat"); got != c.want {
				t.Errorf("recalled: got %t, want %t", got, c.want)
			}
		})
	}
}

// A draft is thrown away only on purpose, and what was told for it is not asked
// again.
func TestADraftIsDiscarded(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		p := newPerson(t, newSite(t, db), "fr")
		p.tell()
		wishes := p.of("/questions/wishes")
		next := p.submit(p.mustGet(wishes), wishes, url.Values{"wishes": {"know", "freeze"}})
		p.submit(next, next.Path, url.Values{"restriction_case": {"claims"}})
		draft := p.prepare("restriction")
		discard := p.of("/requests/" + draft + "/discard")
		if letter := p.mustGet(p.of("/requests/" + draft + "/letter")); !strings.Contains(letter.Body, discard) {
			t.Fatal("the letter does not lead to the page that discards it")
		}
		form := p.mustGet(discard).form(t, discard, nil)
		for range 2 { // the second press changes nothing and leads to the same page
			if got := p.post(discard, form); got.Path != p.of("")+"?done=discarded" || got.has("lettre prête") {
				t.Fatalf("got %s (%d)\n%s", got.Path, got.Status, got.text())
			}
		}
		if got := p.get(p.of("/requests/" + draft + "/letter")); got.Status != http.StatusNotFound {
			t.Errorf("the draft: got %d, want 404", got.Status)
		}
		if check := p.mustGet(p.of("/check")); !strings.Contains(check.Body, p.of("/letters")) {
			t.Errorf("a question is asked again:\n%s", check.text())
		}
		again := p.prepare("restriction")
		if letter := p.mustGet(p.of("/requests/" + again + "/letter")); !letter.has("18(1)(c)") {
			t.Errorf("the letter made again does not know what was told:\n%s", letter.text())
		}
	})
}

func TestASentLetterIsNeverDiscarded(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	before := w.dump(t)
	discard := w.Anna.of("/requests/" + w.Sent + "/discard")
	if got := w.Anna.get(discard); got.Status != http.StatusNotFound {
		t.Errorf("the page: got %d, want 404", got.Status)
	}
	if got := w.Anna.post(discard, w.hidden(w.Anna)); got.Status != http.StatusNotFound {
		t.Errorf("the form: got %d, want 404", got.Status)
	}
	if after := w.dump(t); after != before {
		t.Error("the database changed")
	}
}

// Two tabs: what one discards or sends, the other does not act on.
func TestADraftThatChangedElsewhereIsNotDiscarded(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	discard := w.Anna.of("/requests/" + w.Draft + "/discard")
	form := w.Anna.mustGet(discard).form(t, discard, nil)
	w.Anna.choose(w.Draft, "web_form", "fr")
	if got := w.Anna.post(discard, form); got.Status != http.StatusConflict {
		t.Errorf("got %d, want 409", got.Status)
	}
	w.draft(t)
}
