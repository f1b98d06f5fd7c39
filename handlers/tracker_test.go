package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

var eventPattern = regexp.MustCompile(`/events/([a-z0-9]+)"`)

// events lists the ids of the events of a request that can be corrected, the
// latest first.
func (p *person) events(request string) []string {
	p.t.Helper()
	var all []string
	for _, found := range eventPattern.FindAllStringSubmatch(p.mustGet(p.of("/requests/"+request)).Body, -1) {
		all = append(all, found[1])
	}
	return all
}

// values are those of a form with a day.
func on(d string, more ...string) url.Values {
	on := law.MustDate(d)
	all := day("on", number(on.Day), number(int(on.Month)), number(on.Year))
	for i := 0; i < len(more); i += 2 {
		all.Set(more[i], more[i+1])
	}
	return all
}

// note records an event on the page that asks for it.
func (p *person) note(request, kind string, values url.Values) answer {
	p.t.Helper()
	path := p.of("/requests/" + request + "/event/" + kind)
	return p.submit(p.mustGet(path), path, values)
}

// passTo moves the clock to a day, at nine in the morning; Anna comes back with
// her code.
func (w *world) passTo(t testing.TB, d string) {
	t.Helper()
	to, err := time.Parse(time.DateOnly, d)
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(to.Add(9 * time.Hour).Sub(w.Clock.Now()))
	w.Anna.submit(w.Anna.mustGet("/fr/resume"), "/fr/resume", url.Values{"code": {w.Anna.Code}})
}

// stored is Anna's request as it is kept.
func (w *world) stored(t *testing.T) (models.Case, models.Request) {
	t.Helper()
	c, err := w.Store.Case(t.Context(), w.account, w.Anna.Case)
	if err != nil {
		t.Fatal(err)
	}
	return c, *c.Request(w.Sent)
}

func TestAnEventMovesTheDateAndTheOldOneStays(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		w.passTo(t, "2026-12-10")
		page := w.Anna.note(w.Sent, "received", on("2026-11-24"))
		for _, want := range []string{"C’est noté", "24 décembre 2026", "l’échéance passe du 22 décembre 2026 au 24 décembre 2026"} {
			if !strings.Contains(lang.PlainSpaces(page.text()), want) {
				t.Errorf("the page does not say %q:\n%s", want, page.text())
			}
		}
		c, _ := w.stored(t)
		if got, want := c.NextDueOn, law.MustDate("2026-12-24"); got != want {
			t.Errorf("next due %s, want %s", got, want)
		}
		if wrong, err := w.Store.CheckDue(t.Context(), false); err != nil || len(wrong) > 0 {
			t.Errorf("the stored day is not the derived one: %v %v", wrong, err)
		}
	})
}

func TestChoosingWhatHappenedLeadsToItsPage(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	request := w.Anna.of("/requests/" + w.Sent)
	for kind, want := range map[string]string{"acknowledged": request + "/event/acknowledged", "reply": request + "/answer"} {
		if a := w.Anna.mustGet(request + "?note=1&kind=" + kind); a.Path != want {
			t.Errorf("%s leads to %s, want %s", kind, a.Path, want)
		}
	}
}

func TestACorrectionKeepsTheHistory(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		w.passTo(t, "2026-12-10")
		w.Anna.note(w.Sent, "received", on("2026-11-30"))
		path := w.Anna.of("/requests/" + w.Sent + "/events/" + w.Anna.events(w.Sent)[0])
		shown := w.Anna.mustGet(path)
		if !strings.Contains(shown.Body, `value="30"`) {
			t.Fatalf("the day noted is not shown:\n%s", shown.text())
		}
		same := on("2026-11-30")
		same["note"] = []string{"reçu signé"}
		w.Anna.submit(shown, path, same)
		if _, r := w.stored(t); len(r.Events) != 2 || r.Events[1].Note != "reçu signé" {
			t.Fatalf("got %+v, want the note changed and the receipt standing", r.Events)
		}
		corrected := w.Anna.submit(w.Anna.mustGet(path), path, on("2026-11-23"))
		if _, r := w.stored(t); len(r.Events) != 3 || r.Events[2].Cancels != r.Events[1].ID {
			t.Fatalf("got %+v, want the receipt corrected by a third event", r.Events)
		}
		if !corrected.has("(corrigé ensuite)") || !corrected.has("23 décembre 2026") {
			t.Errorf("after the correction:\n%s", corrected.text())
		}
		if a := w.Anna.get(path); a.Status != http.StatusNotFound {
			t.Errorf("a corrected event can be corrected again: %d", a.Status)
		}
		path = w.Anna.of("/requests/" + w.Sent + "/events/" + w.Anna.events(w.Sent)[0])
		undone := w.Anna.submit(w.Anna.mustGet(path), path, url.Values{"do": {"undo"}})
		if !undone.has("22 décembre 2026") {
			t.Errorf("after the undoing the first date is not back:\n%s", undone.text())
		}
		if _, r := w.stored(t); len(r.Events) != 4 {
			t.Errorf("got %d events, want all four kept", len(r.Events))
		}
	})
}

// Each trap is refused beside its field, and nothing is written.
func TestImpossibleEventsAreRefused(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		w.passTo(t, "2027-03-10")
		w.Anna.note(w.Sent, "identity_asked", on("2026-12-01"))
		before := w.dump(t)
		for _, c := range []struct {
			name, kind string
			values     url.Values
			want       string
		}{
			{"tomorrow", "acknowledged", on("2027-03-11"), "à venir"},
			{"before the letter left", "acknowledged", on("2026-11-21"), "notez d’abord l’envoi"},
			{"29 February of a common year", "acknowledged", day("on", "29", "2", "2027"), "n’existe pas"},
			{"no day", "acknowledged", url.Values{}, ""},
			{"twice", "identity_asked", on("2026-12-01"), "déjà"},
			{"asked again while the first waits", "identity_asked", on("2026-12-05"), "déjà en attente"},
			{"given before it was asked", "identity_given", on("2026-11-30"), "Rien n’avait encore été demandé"},
			{"received after they wrote", "received", on("2026-12-02"), "déjà la demande"},
			{"announced until a day that is past", "extended", merged(on("2026-12-02", "reasons", "yes"), day("until", "1", "12", "2026")), "postérieure"},
			{"no word about the reasons", "extended", on("2026-12-02"), "Choisissez"},
			{"what came after would be impossible", "bounced", on("2026-11-23"), "Preuve d’identité demandée, 1er décembre 2026"},
			{"no postman brings a form back", "returned", on("2026-11-23"), "mode d’envoi"},
		} {
			path := w.Anna.of("/requests/" + w.Sent + "/event/" + c.kind)
			form := w.hidden(w.Anna)
			for name, values := range c.values {
				form[name] = values
			}
			a := w.Anna.once(w.Anna.request(http.MethodPost, path, formType, form.Encode()))
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(lang.PlainSpaces(a.text()), c.want) {
				t.Errorf("%s: %d, want 422 and %q\n%s", c.name, a.Status, c.want, a.text())
			}
			if typed := c.values.Get("on.day"); typed != "" && !strings.Contains(a.Body, `value="`+typed+`"`) {
				t.Errorf("%s: what was typed is gone", c.name)
			}
		}
		for _, kind := range []string{"answered_in_a_dream", "sent"} {
			form := w.hidden(w.Anna)
			a := w.Anna.once(w.Anna.request(http.MethodPost, w.Anna.of("/requests/"+w.Sent+"/event/"+kind), formType, form.Encode()))
			if a.Status != http.StatusNotFound {
				t.Errorf("kind %q: %d, want 404", kind, a.Status)
			}
		}
		for _, kind := range []string{"", "answered_in_a_dream", "returned"} {
			if a := w.Anna.get(w.Anna.of("/requests/" + w.Sent + "?note=1&kind=" + kind)); a.Status != http.StatusUnprocessableEntity {
				t.Errorf("asking to note %q: %d, want 422", kind, a.Status)
			}
		}
		if after := w.dump(t); after != before {
			t.Error("a refused event changed the database")
		}
	})
}

func TestTwoTabsDoNotNoteOverEachOther(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		path := w.Anna.of("/requests/" + w.Sent + "/event/")
		one, other := w.Anna.mustGet(path+"acknowledged"), w.Anna.mustGet(path+"refused")
		w.Anna.submit(one, path+"acknowledged", on("2026-11-22"))
		before := w.dump(t)
		if a := w.Anna.submit(other, path+"refused", on("2026-11-22", "reasons", "no")); a.Status != http.StatusConflict {
			t.Errorf("the older tab: %d, want 409\n%s", a.Status, a.text())
		} else if !a.has("22 11 2026") {
			t.Errorf("what was typed is not shown:\n%s", a.text())
		}
		if after := w.dump(t); after != before {
			t.Error("the older tab changed the database")
		}
	})
}

// ticks is the form of the checker for an access request: everything came but
// what is named.
func ticks(d string, missing ...string) url.Values {
	all := on(d)
	for _, code := range letters.Asked([]law.Right{law.Access}) {
		all.Set(code, "delivered")
	}
	for _, code := range missing {
		all.Set(code, "missing")
	}
	return all
}

func number(n int) string { return strconv.Itoa(n) }

func merged(all ...url.Values) url.Values {
	one := url.Values{}
	for _, values := range all {
		for name, v := range values {
			one[name] = v
		}
	}
	return one
}

// check sends the ticks of the checker.
func (p *person) check(request string, values url.Values) answer {
	p.t.Helper()
	path := p.of("/requests/" + request + "/answer")
	return p.submit(p.mustGet(path), path, values)
}

func TestAPartialAnswerLeadsToTheLetterThatAsksForTheRest(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		w.passTo(t, "2026-12-10")
		letter := w.Anna.check(w.Sent, ticks("2026-12-09", "recipients_named", "proof_of_consent"))
		for _, want := range []string{"le nom de chaque destinataire de mes données", "la preuve du consentement", "9 décembre 2026"} {
			if !strings.Contains(lang.PlainSpaces(letter.text()), want) {
				t.Errorf("the letter does not say %q:\n%s", want, letter.text())
			}
		}
		_, r := w.stored(t)
		if last := r.Events[len(r.Events)-1]; last.Kind != law.PartialReply || last.On != law.MustDate("2026-12-09") {
			t.Errorf("recorded %+v, want a partial reply", last.Event)
		}
		if want := []string{"recipients_named", "proof_of_consent"}; !slices.Equal(r.Missing, want) {
			t.Errorf("missing %v, want %v", r.Missing, want)
		}

		// The same answer read again: other ticks, no second event.
		events := len(r.Events)
		again := w.Anna.mustGet(w.Anna.of("/requests/" + w.Sent + "/answer"))
		if !strings.Contains(again.Body, `name="proof_of_consent" value="missing" checked`) {
			t.Error("what was ticked is not shown again")
		}
		w.Anna.check(w.Sent, ticks("2026-12-09", "retention"))
		if _, r = w.stored(t); len(r.Events) != events || !slices.Equal(r.Missing, []string{"retention"}) {
			t.Errorf("%d events and missing %v, want %d and retention", len(r.Events), r.Missing, events)
		}

		// The rest arrives: the request ends, and the next safe step is told.
		ended := w.Anna.check(w.Sent, ticks("2026-12-10"))
		if _, r = w.stored(t); len(r.Missing) != 0 || r.Events[len(r.Events)-1].Kind != law.Answered {
			t.Errorf("missing %v after %+v, want nothing after a whole answer", r.Missing, r.Events[len(r.Events)-1].Event)
		}
		if !ended.has("cette demande est terminée") {
			t.Errorf("the request does not say that it ended:\n%s", ended.text())
		}
		if a := w.Anna.get(w.Anna.of("/requests/" + w.Sent + "/answer")); a.Status != http.StatusNotFound {
			t.Errorf("the checker of an ended request: %d", a.Status)
		}
	})
}

func TestTheCheckerRefusesWhatIsNotSaid(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		before := w.dump(t)
		nothing, unsaid := ticks("2026-11-22"), ticks("2026-11-22")
		for _, code := range letters.Asked([]law.Right{law.Access}) {
			nothing.Set(code, "not_asked")
		}
		unsaid.Del("source")
		unknown := ticks("2026-11-22")
		unknown.Set("source", "perhaps")
		for name, values := range map[string]url.Values{
			"nothing was asked": nothing, "one thing unsaid": unsaid, "an answer of their own": unknown,
			"tomorrow": ticks("2026-11-23"), "before the letter left": ticks("2026-11-21"),
		} {
			if a := w.Anna.check(w.Sent, values); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "error-message") {
				t.Errorf("%s: %d, want 422 with an error beside its field", name, a.Status)
			}
		}
		if after := w.dump(t); after != before {
			t.Error("a refused answer changed the database")
		}
	})
}

// followUp sends a follow-up and returns where that leads.
func (p *person) followUp(request, kind, d string) answer {
	p.t.Helper()
	path := p.of("/requests/" + request + "/follow/" + kind + "/sent")
	values := url.Values{"language": {"fr"}}
	for name, v := range on(d) {
		values["sent_"+name] = v
	}
	return p.submit(p.mustGet(path), path, values)
}

func TestAFollowUpForEachSituation(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		w.passTo(t, "2027-02-10")
		w.Anna.note(w.Sent, "withdrawn", on("2026-11-23"))
		for _, c := range []struct {
			kind  string
			note  func(request string)
			wants string
		}{
			{"reminder", func(string) {}, "Relance de ma demande"},
			{"identity_reply", func(r string) { w.Anna.note(r, "identity_asked", on("2026-12-01")) }, "justificatif d’identité"},
			{"refusal_reply", func(r string) { w.Anna.note(r, "refused", on("2026-12-01", "reasons", "no")) }, "Réponse à votre refus"},
			{"partial_follow_up", func(r string) { w.Anna.check(r, ticks("2026-12-01", "source")) }, "Points restés sans réponse"},
			{"extension_protest", func(r string) {
				w.Anna.note(r, "extended", merged(on("2026-12-01", "reasons", "no"), day("until", "1", "3", "2027")))
			}, "Prolongation du délai"},
		} {
			request := w.Anna.prepare("access")
			w.Anna.send(request)
			c.note(request)
			under := w.Anna.of("/requests/" + request + "/follow/" + c.kind)
			shown := w.Anna.mustGet(w.Anna.of("/requests/" + request))
			if !strings.Contains(shown.Body, under+"/letter") {
				t.Errorf("%s is not offered:\n%s", c.kind, shown.text())
			}
			for _, language := range []string{"fr", "en", "fr%2Ben"} {
				w.Anna.mustGet(under + "/letter?lang=" + language)
			}
			if text := w.Anna.mustGet(under + "/letter.txt?lang=fr"); !strings.Contains(lang.PlainSpaces(text.Body), c.wants) {
				t.Errorf("%s as text does not say %q:\n%s", c.kind, c.wants, text.Body)
			}
			pdf := w.Anna.mustGet(under + "/letter.pdf?lang=fr")
			if !strings.HasPrefix(pdf.Body, "%PDF-") || !strings.Contains(pdf.Header.Get("Content-Disposition"), lang.T(lang.FR, "file."+c.kind)) {
				t.Errorf("%s as PDF: %.20q %s", c.kind, pdf.Body, pdf.Header.Get("Content-Disposition"))
			}
			w.Anna.mustGet(under + "/letter.eml?lang=fr")

			sent := w.Anna.followUp(request, c.kind, "2027-02-10")
			kept := regexp.MustCompile(`/events/[a-z0-9]+/letter`).FindString(sent.Body)
			if kept == "" {
				t.Fatalf("%s: no letter kept on the page of the request:\n%s", c.kind, sent.text())
			}
			if got := w.Anna.mustGet(w.Anna.of("/requests/"+request+kept) + ".pdf"); got.Body != pdf.Body {
				t.Errorf("%s: the letter kept is not the one downloaded on the day it left", c.kind)
			}
			if !w.Anna.mustGet(w.Anna.of("/requests/" + request + kept)).has("Maëlle Lœwenbruck") {
				t.Errorf("%s: the letter kept is not shown", c.kind)
			}
			w.Anna.note(request, "withdrawn", on("2027-02-10"))
		}
	})
}

func TestAFollowUpIsNotWrittenWithoutReason(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	for _, kind := range []string{"reminder", "refusal_reply", "threat"} {
		if a := w.Anna.get(w.Anna.of("/requests/" + w.Sent + "/follow/" + kind + "/letter")); a.Status != http.StatusNotFound {
			t.Errorf("%s while there is only waiting to do: %d", kind, a.Status)
		}
	}
	before := w.dump(t)
	for name, d := range map[string]string{"tomorrow": "2026-11-23", "before the request left": "2026-11-21"} {
		if a := w.Anna.followUp(w.Asked, "identity_reply", d); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("sent %s: %d, want 422\n%s", name, a.Status, a.text())
		}
	}
	if after := w.dump(t); after != before {
		t.Error("a refused follow-up changed the database")
	}
}

func TestTheWordsOfAFollowUpCanBeChanged(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	path := w.Anna.of("/requests/" + w.Asked + "/follow/identity_reply/letter/" + w.Reply)
	letter := w.Anna.submit(w.Anna.mustGet(path), path+"?lang=fr", url.Values{"text": {"Je le dis à ma façon."}})
	if !letter.has("Je le dis à ma façon.") {
		t.Fatalf("the letter does not hold the new words:\n%s", letter.text())
	}
	w.Anna.followUp(w.Asked, "identity_reply", "2026-11-22")
	c, err := w.Store.Case(t.Context(), w.account, w.Anna.Case)
	if err != nil {
		t.Fatal(err)
	}
	r := c.Request(w.Asked)
	kept, _, err := w.Store.LetterAsSent(t.Context(), w.account, c.ID, r.ID, r.Events[len(r.Events)-1].ID)
	if err != nil || !strings.Contains(kept.Text, "Je le dis à ma façon.") {
		t.Errorf("kept %v:\n%s", err, kept.Text)
	}
	if first, _, err := w.Store.LetterAsSent(t.Context(), w.account, c.ID, r.ID, ""); err != nil || strings.Contains(first.Text, "Je le dis à ma façon.") {
		t.Errorf("the request's own letter changed: %v", err)
	}
}

func TestAClosedDossierAwaitsNothingAndOpensAgain(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		open, _ := w.stored(t)
		path := w.Anna.of("/close")
		for name, values := range map[string]url.Values{
			"no word how": on("2026-11-22"), "tomorrow": on("2026-11-23", "as", "obtained"), "unknown": on("2026-11-22", "as", "eaten"),
		} {
			if a := w.Anna.submit(w.Anna.mustGet(path), path, values); a.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d, want 422", name, a.Status)
			}
		}
		hub := w.Anna.submit(w.Anna.mustGet(path), path, on("2026-11-22", "as", "partly_obtained"))
		if !hub.has("Ce dossier est fermé") || !hub.has("vous avez obtenu une partie") {
			t.Errorf("the hub of a closed dossier:\n%s", hub.text())
		}
		if c, _ := w.stored(t); c.Closed == nil || c.Closed.As != "partly_obtained" || !c.NextDueOn.IsZero() {
			t.Errorf("closed %+v, next due %s", c.Closed, c.NextDueOn)
		}
		again := w.Anna.submit(hub, w.Anna.of("/reopen"), nil)
		if c, _ := w.stored(t); c.Closed != nil || c.NextDueOn != open.NextDueOn || again.Status != http.StatusOK {
			t.Errorf("reopened: %d, closed %+v, next due %s, want %s", again.Status, c.Closed, c.NextDueOn, open.NextDueOn)
		}
	})
}
