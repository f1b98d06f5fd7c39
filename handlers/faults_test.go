package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"

	"sync"
	"sync/atomic"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// many chooses how much a test does: little in a run of all tests, much where
// there is time.
func many[T any](short, long T) T {
	if os.Getenv("CONTREOFFRE_LONG") != "" {
		return long
	}
	return short
}

// clerk is somebody who notes one event after another and gives up none.
type clerk struct {
	*person
	stored, again atomic.Int64 // events that were acknowledged, forms that were sent again
}

// note notes one event. Each answer on the way is the next page, or says that it
// cannot be done now and gives back what was typed, to be sent again as it is.
func (c *clerk) note(t *testing.T, day, typed string) {
	blank, path := c.of("/erase"), c.of("/complaint/event/progress")
	page := c.get(blank)
	for ; page.Status == http.StatusServiceUnavailable; page = c.get(blank) {
		time.Sleep(10 * time.Millisecond)
	}
	if page.Status != http.StatusOK {
		t.Errorf("the page: %d\n%s", page.Status, page.text())
		return
	}
	form := page.form(t, blank, on(day, "note", typed))
	for {
		a := c.once(c.sent(path, form))
		switch kept := a.Status == http.StatusServiceUnavailable; {
		case a.Status == http.StatusSeeOther:
			c.stored.Add(1)
			return
		case !kept:
			t.Errorf("%s: %d\n%s", typed, a.Status, a.text())
			return
		case a.form(t, path, nil).Encode() != form.Encode():
			t.Errorf("%s: the answer gives back %v", typed, a.form(t, path, nil))
			return
		}
		c.again.Add(1)
		time.Sleep(10 * time.Millisecond)
	}
}

func (c *clerk) sent(path string, form url.Values) *http.Request {
	return c.browser.request(http.MethodPost, path, formType, form.Encode())
}

// events is the history of the complaint, as it is stored.
func (c *clerk) events(t *testing.T, s *site) []models.ComplaintEvent {
	t.Helper()
	account, err := s.Store.AccountByCode(t.Context(), c.Code)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.Store.Case(t.Context(), account.ID, c.Case)
	if err != nil {
		t.Fatal(err)
	}
	return kept.Complaint.Events
}

// P2: the network between us and the database is slow, tears, falls silent, cuts
// answers short or is away while people fill in forms. Each form is stored, or
// the person is told so and gets it back; sent again it is stored once. The
// program goes on by itself.
func TestABadNetworkLosesAndDoublesNothing(t *testing.T) {
	const clerks = 6
	over, wire := modelstest.Postgres(t).Wire(t)
	s := newSite(t, over)
	all := make([]*clerk, clerks)
	for i := range all {
		p := newPerson(t, s, "fr")
		p.tell()
		p.submit(p.mustGet(p.of("/complaint/event/filed")), p.of("/complaint/event/filed"), on("2024-06-01"))
		all[i] = &clerk{person: p}
	}
	stop := make(chan struct{})
	var working sync.WaitGroup
	for i, c := range all {
		working.Go(func() {
			for n, day := 0, law.MustDate("2024-06-02"); !t.Failed(); n, day = n+1, day.AddDays(1) {
				select {
				case <-stop:
					return
				case <-time.After(30 * time.Millisecond):
					c.note(t, day.String(), fmt.Sprintf("note %d-%d", i, n))
				}
			}
		})
	}
	count := func() (stored, again int64) {
		for _, c := range all {
			stored, again = stored+c.stored.Load(), again+c.again.Load()
		}
		return stored, again
	}
	slowest := time.Duration(0)
	faults := []modelstest.Fault{modelstest.Slow, modelstest.Reset, modelstest.Silent, modelstest.Short, modelstest.Away}
	rounds := 0
	// A busy machine may send no form while a fault lasts; then another round.
	for met := int64(0); rounds < many(1, 6) || met == 0 && rounds < 20; rounds++ {
		for _, fault := range faults {
			wire.Be(fault)
			time.Sleep(300 * time.Millisecond)
			wire.Be(modelstest.Good)
			back := time.Now()
			for before, _ := count(); ; time.Sleep(time.Millisecond) {
				if now, _ := count(); now >= before+clerks || t.Failed() {
					break
				}
				if time.Since(back) > 10*time.Second {
					t.Fatalf("ten seconds after fault %d nothing is written", fault)
				}
			}
			slowest = max(slowest, time.Since(back))
		}
		_, met = count()
	}
	close(stop)
	working.Wait()
	for i, c := range all {
		times := map[string]int{}
		for _, e := range c.events(t, s) {
			times[e.Note]++
		}
		for n := range c.stored.Load() {
			if got := times[fmt.Sprintf("note %d-%d", i, n)]; got != 1 {
				t.Errorf("note %d of %d is there %d times", n, i, got)
			}
		}
	}
	if t.Failed() {
		t.Log(s.Log.String())
	}
	stored, again := count()
	if again == 0 {
		t.Error("no form met a fault: nothing was proven")
	}
	t.Logf("figure: %d faults of the network under %d people, %d forms stored, %d sent again, none lost or doubled, writing again after %s at most",
		len(faults)*rounds, clerks, stored, again, slowest.Round(time.Millisecond))
}
