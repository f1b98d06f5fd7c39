package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"contreoffre/lang"
	"contreoffre/law"
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
	path := p.of("/requests/" + request + "/event")
	return p.submit(p.mustGet(path+"?kind="+kind), path, values)
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
		corrected := w.Anna.submit(shown, path, on("2026-11-23"))
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
			path := w.Anna.of("/requests/" + w.Sent + "/event")
			form := w.hidden(w.Anna)
			form.Set("kind", c.kind)
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
		for _, kind := range []string{"answered_in_a_dream", "sent", ""} {
			form := w.hidden(w.Anna)
			form.Set("kind", kind)
			a := w.Anna.once(w.Anna.request(http.MethodPost, w.Anna.of("/requests/"+w.Sent+"/event"), formType, form.Encode()))
			if a.Status != http.StatusNotFound {
				t.Errorf("kind %q: %d, want 404", kind, a.Status)
			}
		}
		for _, kind := range []string{"", "answered_in_a_dream", "received"} {
			if a := w.Anna.get(w.Anna.of("/requests/" + w.Sent + "/event?kind=" + kind)); a.Status != http.StatusUnprocessableEntity {
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
		path := w.Anna.of("/requests/" + w.Sent + "/event")
		one, other := w.Anna.mustGet(path+"?kind=acknowledged"), w.Anna.mustGet(path+"?kind=refused")
		w.Anna.submit(one, path, on("2026-11-22"))
		before := w.dump(t)
		if a := w.Anna.submit(other, path, on("2026-11-22", "reasons", "no")); a.Status != http.StatusConflict {
			t.Errorf("the older tab: %d, want 409\n%s", a.Status, a.text())
		}
		if after := w.dump(t); after != before {
			t.Error("the older tab changed the database")
		}
	})
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
