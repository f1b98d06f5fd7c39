package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

// slowest is how much the medians of two kinds of answers may differ before a
// patient stranger could tell them apart over a network.
const slowest = 2 * time.Millisecond

// alike asks two things in turn, in an order that changes, and compares how
// long the answers take. What tells them apart does so each time; a busy
// machine, which may as well, is given two more tries.
func alike(t *testing.T, trap string, pairs int, ask, askUnknown func(i int)) {
	t.Helper()
	for try := 1; ; try++ {
		a, b := medians(pairs, ask, askUnknown)
		t.Logf("figure: %s: %d pairs, medians %s and %s", trap, pairs, a.Round(time.Microsecond), b.Round(time.Microsecond))
		if max(a-b, b-a) <= slowest {
			return
		}
		if try == 3 {
			t.Errorf("%s: %s, for what is not there %s", trap, a, b)
			return
		}
	}
}

func medians(pairs int, ask, askUnknown func(i int)) (time.Duration, time.Duration) {
	took := func(ask func(int), i int) time.Duration {
		began := time.Now()
		ask(i)
		return time.Since(began)
	}
	var known, unknown []time.Duration
	for i := range pairs {
		if i%2 == 0 {
			known = append(known, took(ask, i))
			unknown = append(unknown, took(askUnknown, i))
		} else {
			unknown = append(unknown, took(askUnknown, i))
			known = append(known, took(ask, i))
		}
	}
	return median(known), median(unknown)
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

// P24: neither the answer nor its time tells whether a dossier of that number
// is there, or whether a code was ever good.
func TestNothingTellsWhatIsKnown(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		ask := func(id string) func(int) {
			return func(int) {
				if a := w.Bruno.once(w.Bruno.request(http.MethodGet, "/fr/cases/"+id, "", "")); a.Status != http.StatusNotFound {
					t.Fatalf("another's dossier: %d", a.Status)
				}
			}
		}
		alike(t, "dossier", 150, ask(w.Anna.Case), ask(unknown().Case))

		old := w.Anna.Code
		w.Anna.renew()
		b := newBrowser(t, w.URL)
		code := func(code string) func(int) {
			return func(i int) {
				if i%8 == 0 {
					db.Clock.Advance(16 * time.Minute) // a new window of attempts
				}
				if a := b.post("/fr/resume", b.mustGet("/fr/resume").form(t, "/fr/resume", url.Values{"code": {code}})); a.Status != http.StatusUnprocessableEntity {
					t.Fatalf("a code that opens nothing: %d\n%s", a.Status, a.text())
				}
			}
		}
		never := vault.NewCode()
		alike(t, "code", 60, code(old), code(never))
		got, want := b.resume(old), b.resume(never)
		got.Body = strings.ReplaceAll(got.Body, old, never) // what was typed is shown again
		if body := func(a answer) string { return tokenPattern.ReplaceAllString(a.Body, "") }; got.Status != want.Status || body(got) != body(want) {
			t.Errorf("a code from before: %d\n%s\none that never was: %d\n%s", got.Status, got.text(), want.Status, want.text())
		}
	})
}
