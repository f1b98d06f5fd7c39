package law

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A file may hold anything: whatever the events, a state is derived, and it
// keeps its promises.
func TestAnyEventsGiveAState(t *testing.T) {
	random := rand.New(rand.NewPCG(2016, 679))
	channels := []Channel{Email, RegisteredLetter, ElectronicRegisteredLetter, ""}
	countries := []string{"IE", "FR", "GB", "DE", "MT", ""}
	start := MustDate("2026-01-01")
	for range 5000 {
		m := Matter{
			Channel:    channels[random.IntN(len(channels))],
			Controller: Place{Country: countries[random.IntN(len(countries))]},
			Person:     Place{Country: countries[random.IntN(len(countries))]},
			Country:    countries[random.IntN(len(countries))],
		}
		past := randomEvents(random, start)
		today := start.AddDays(random.IntN(200))
		checkState(t, m, past, StateOf(m, past, today), today)
		checkNextDue(t, m, past)
		if t.Failed() {
			t.Fatalf("matter %+v, today %s, events %v", m, today, past)
		}
	}
}

func randomEvents(random *rand.Rand, start Date) []Event {
	kinds := slices.Concat(EventKinds, ComplaintEventKinds, []EventKind{Sent, Sent, Filed})
	all := make([]Event, random.IntN(10))
	for i := range all {
		all[i] = Event{ID: string(rune('a' + i)), Kind: kinds[random.IntN(len(kinds))], On: start.AddDays(random.IntN(150))}
		if i > 0 && random.IntN(5) == 0 {
			all[i].Cancels = all[random.IntN(i)].ID
		}
	}
	return all
}

func checkState(t *testing.T, m Matter, past []Event, s State, today Date) {
	t.Helper()
	if !slices.Contains(Statuses, s.Status) || !slices.Contains(Outcomes, s.Outcome) || !slices.Contains(NextSteps, s.Step) {
		t.Errorf("got status %q, outcome %q, next %q", s.Status, s.Outcome, s.Step)
	}
	for _, d := range s.Deadlines {
		if !d.On.Valid() || len(d.Steps) == 0 || d.Kind != ComplainFrom && d.Kind != ComplainBy && d.On.Before(s.ReceivedOn) {
			t.Errorf("%s on %s with %d steps, received %s", d.Kind, d.On, len(d.Steps), s.ReceivedOn)
		}
	}
	if s.Status == StatusOverdue && !today.After(s.Answer.OperativeOn()) {
		t.Errorf("overdue on %s, due %s", today, s.Answer.OperativeOn())
	}
	for _, k := range s.Next {
		if !recordable(m, past, k, today) {
			t.Errorf("%s is offered but refused today and on every day of an event", k)
		}
	}
}

// recordable reports whether an event may be recorded today or, for what is
// heard of late, on a day when something else happened.
func recordable(m Matter, past []Event, k EventKind, today Date) bool {
	accepted := func(on Date) bool { return Check(m, past, Event{ID: "new", Kind: k, On: on}, today) == nil }
	return accepted(today) || slices.ContainsFunc(past, func(e Event) bool { return accepted(e.On) })
}

// What a case caches as next_due_on may not change with the day one looks.
func checkNextDue(t *testing.T, m Matter, past []Event) {
	t.Helper()
	c := ComplaintMatter{Authority: CNIL, ChildData: true, CrossBorder: true}
	late, early := MustDate("9999-12-31"), MustDate("2026-05-31") // the last event's day at the earliest
	if got, want := NextDue(StateOf(m, past, late).Deadlines), NextDue(StateOf(m, past, early).Deadlines); got != want {
		t.Errorf("request: next due is %s at the end of time, %s on %s", got, want, early)
	}
	if got, want := NextDue(ComplaintStateOf(c, past, late).Deadlines), NextDue(ComplaintStateOf(c, past, early).Deadlines); got != want {
		t.Errorf("complaint: next due is %s at the end of time, %s on %s", got, want, early)
	}
}

// What happened does not depend on the order in which it was entered, as long
// as nothing shares a day.
func TestTheOrderOfEntryDoesNotMatterAcrossDays(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 3))
	past := events(t, "sent 2026-03-02", "received 2026-03-06", "identity_asked 2026-03-20", "identity_given 2026-03-27", "extended 2026-04-09", "partial_reply 2026-05-20")
	want := StateOf(letterToIreland, past, someDay)
	for range 200 {
		random.Shuffle(len(past), func(i, j int) { past[i], past[j] = past[j], past[i] })
		got := StateOf(letterToIreland, past, someDay)
		if got.Status != want.Status || got.Outcome != want.Outcome || NextDue(got.Deadlines) != NextDue(want.Deadlines) || got.ComplainFrom != want.ComplainFrom {
			t.Fatalf("entered as %v: got %s, %s, want %s, %s", past, got.Status, NextDue(got.Deadlines), want.Status, NextDue(want.Deadlines))
		}
	}
}
