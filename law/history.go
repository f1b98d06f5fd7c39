package law

import "slices"

// Events are stored in the order of their entry and never edited. One that
// says Cancels replaces an earlier one; an exact repetition of the event that
// it cancels undoes it. Cancelling a cancellation brings the first event back.

// Entry is an event and what became of it.
type Entry struct {
	Event
	Cancelled   bool
	CancelledBy string // the ID of the event that replaced or undid it, if it has one
	Undo        bool   // says only that an earlier event did not happen
	// Refused says why a standing event has no effect, for events that came
	// from a file; empty when it counts.
	Refused Reason
}

// Stands reports whether the event counts.
func (e Entry) Stands() bool { return !e.Cancelled && !e.Undo && e.Refused == "" }

// Undo returns the event that takes e back. It carries id.
func Undo(e Event, id string) Event {
	undo := e
	undo.ID, undo.Cancels = id, e.ID
	return undo
}

// history resolves cancellations and sorts by day, then by entry. Events after
// today have not happened yet and are left out.
func history(events []Event, today Date) []Entry {
	entries := Resolve(events)
	entries = slices.DeleteFunc(entries, func(e Entry) bool { return e.On.After(today) })
	slices.SortStableFunc(entries, func(a, b Entry) int { return a.On.Compare(b.On) })
	return entries
}

// Resolve returns the events in the order of their entry, each with what later
// ones made of it.
func Resolve(events []Event) []Entry {
	entries := make([]Entry, len(events))
	for i, e := range events {
		entries[i] = Entry{Event: e}
	}
	resolve(entries)
	return entries
}

// resolve goes backwards: only an event that is not itself cancelled cancels.
func resolve(entries []Entry) {
	for i := len(entries) - 1; i >= 0; i-- {
		by := entries[i]
		if by.Cancels == "" || by.Cancelled {
			continue
		}
		target := slices.IndexFunc(entries[:i], func(e Entry) bool { return e.ID == by.Cancels })
		if target < 0 {
			continue
		}
		entries[target].Cancelled, entries[target].CancelledBy = true, by.ID
		entries[i].Undo = Repeats(by.Event, entries[target].Event)
	}
}

// Repeats reports whether two events say the same to the rules: one that cancels
// the other then undoes it, and corrects nothing.
func Repeats(a, b Event) bool {
	return a.Kind == b.Kind && a.On == b.On && a.Until == b.Until && a.Estimated == b.Estimated &&
		said(a.ReasonsGiven) == said(b.ReasonsGiven)
}

// said reads an optional yes or no as a value that can be compared.
func said(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "yes"
	}
	return "no"
}

// Reason says why an event cannot be recorded. Its words are
// "refusal.<reason>".
type Reason string

// The reasons.
const (
	NoSuchDay          Reason = "no_such_day"
	InTheFuture        Reason = "in_the_future"
	UnknownEvent       Reason = "unknown_event"
	BeforeWritten      Reason = "before_written"
	NotSentYet         Reason = "not_sent_yet"
	ReceivedBeforeSent Reason = "received_before_sent"
	HappenedTwice      Reason = "twice"
	AlreadySent        Reason = "already_sent"
	AlreadyReceived    Reason = "already_received"
	AlreadyAsked       Reason = "already_asked"
	AlreadyExtended    Reason = "already_extended"
	NotAsked           Reason = "given_without_asked"
	Undelivered        Reason = "undelivered"
	WrongChannel       Reason = "wrong_channel"
	Ended              Reason = "ended"
	UntilTooEarly      Reason = "until_too_early"
	NothingToCancel    Reason = "nothing_to_cancel"
	CancelledAlready   Reason = "cancelled_already"
	WouldContradict    Reason = "would_contradict"
	NotFiledYet        Reason = "not_filed_yet"
	NotProposed        Reason = "not_proposed"
)

// Reasons lists every reason once.
var Reasons = []Reason{
	NoSuchDay, InTheFuture, UnknownEvent, BeforeWritten, NotSentYet, ReceivedBeforeSent, HappenedTwice, AlreadySent,
	AlreadyReceived, AlreadyAsked, AlreadyExtended, NotAsked, Undelivered, WrongChannel, Ended, UntilTooEarly,
	NothingToCancel, CancelledAlready, WouldContradict, NotFiledYet, NotProposed,
}

// Refusal is the error of an event that cannot be.
type Refusal struct {
	Reason Reason
	// Event is the one refused, or, for WouldContradict, the recorded one that
	// could no longer have happened.
	Event Event
}

func (r *Refusal) Error() string {
	return "law: " + string(r.Event.Kind) + " on " + r.Event.On.String() + ": " + string(r.Reason)
}

// a course is a request or a complaint being followed through its events.
type course interface {
	// refuse says why e cannot come next; empty when it can.
	refuse(e Event) Reason
	// apply takes e into account.
	apply(e Event)
	// latest is the last day, up to today, on which k may still have happened.
	latest(k EventKind, today Date) Date
}

// follow leads c through the entries that stand, and marks those that cannot
// be where they are.
func follow(c course, entries []Entry) {
	for i, e := range entries {
		if !e.Stands() {
			continue
		}
		if i > 0 && repeatsEarlier(entries[:i], e.Event) {
			entries[i].Refused = HappenedTwice
		} else if reason := c.refuse(e.Event); reason != "" {
			entries[i].Refused = reason
		} else {
			c.apply(e.Event)
		}
	}
}

// repeatsEarlier reports whether the same thing already happened that day.
func repeatsEarlier(entries []Entry, e Event) bool {
	return slices.ContainsFunc(entries, func(o Entry) bool {
		return o.Stands() && o.Kind == e.Kind && o.On == e.On
	})
}

// offered returns the kinds of event that may be recorded today, on the last
// day on which they may have happened.
func offered(c course, kinds []EventKind, entries []Entry, today Date) []EventKind {
	var may []EventKind
	for _, k := range kinds {
		e := Event{Kind: k, On: c.latest(k, today)}
		if c.refuse(e) == "" && !repeatsEarlier(entries, e) {
			may = append(may, k)
		}
	}
	return may
}

// check returns a *Refusal when added cannot be recorded after events.
func check(newCourse func() course, events []Event, added Event, today Date) error {
	if reason := checkAlone(events, added, today); reason != "" {
		return &Refusal{reason, added}
	}
	before := history(events, today)
	follow(newCourse(), before)
	after := history(append(slices.Clip(slices.Clone(events)), added), today)
	follow(newCourse(), after)
	return firstNewRefusal(before, after, added)
}

// checkAlone looks at what needs no knowledge of the procedure.
func checkAlone(events []Event, added Event, today Date) Reason {
	switch {
	case !added.On.Valid():
		return NoSuchDay
	case added.On.After(today):
		return InTheFuture
	case !added.Until.IsZero() && !added.Until.After(added.On):
		return UntilTooEarly
	case added.Cancels == "":
		return ""
	}
	entries := history(events, today)
	target := slices.IndexFunc(entries, func(e Entry) bool { return e.ID == added.Cancels })
	switch {
	case target < 0:
		return NothingToCancel
	case entries[target].Cancelled:
		return CancelledAlready
	}
	return ""
}

// firstNewRefusal tells the added event's own refusal before that of a recorded
// event which it would make impossible; one refused all along is no news.
func firstNewRefusal(before, after []Entry, added Event) error {
	for _, e := range after {
		if e.Event == added && e.Refused != "" {
			return &Refusal{e.Refused, added}
		}
	}
	for _, e := range after {
		if e.Refused == "" || e.Event == added {
			continue
		}
		same := slices.IndexFunc(before, func(o Entry) bool { return o.Event == e.Event })
		if same >= 0 && before[same].Stands() {
			return &Refusal{WouldContradict, e.Event}
		}
	}
	return nil
}
