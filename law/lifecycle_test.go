package law

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

// today in these tests, unless they say otherwise.
var someDay = MustDate("2026-06-15")

// events reads "sent 2026-03-02", one per argument, in the order of entry; the
// n-th gets the ID "en".
func events(t testing.TB, lines ...string) []Event {
	t.Helper()
	all := make([]Event, len(lines))
	for i, line := range lines {
		all[i] = event(t, line)
		all[i].ID = "e" + string(rune('1'+i))
	}
	return all
}

// event reads "kind day" and, after it, any of "until day", "estimated",
// "unreasoned", "cancels id".
func event(t testing.TB, line string) Event {
	t.Helper()
	words := strings.Fields(line)
	e := Event{Kind: EventKind(words[0]), On: MustDate(words[1])}
	for i := 2; i < len(words); i++ {
		switch words[i] {
		case "estimated":
			e.Estimated = true
		case "unreasoned":
			no := false
			e.ReasonsGiven = &no
		case "until":
			e.Until = MustDate(words[i+1])
			i++
		case "cancels":
			e.Cancels = words[i+1]
			i++
		default:
			t.Fatalf("event %q: %q", line, words[i])
		}
	}
	return e
}

var letterToIreland = Matter{
	Channel:    RegisteredLetter,
	Controller: Place{Country: "IE"}, Person: Place{Country: "FR"}, Country: "FR",
}

// reach leads a request to each stage.
var reach = map[stage][]string{
	draft:       nil,
	travelling:  {"sent 2026-03-02"},
	running:     {"sent 2026-03-02", "received 2026-03-06"},
	partly:      {"sent 2026-03-02", "received 2026-03-06", "partial_reply 2026-03-20"},
	replied:     {"sent 2026-03-02", "received 2026-03-06", "refused 2026-03-20"},
	undelivered: {"sent 2026-03-02", "returned 2026-03-20"},
	ended:       {"sent 2026-03-02", "received 2026-03-06", "answered 2026-03-20"},
}

func TestEveryEventFromEveryStage(t *testing.T) {
	const givenAlone = NotAsked
	// What each stage answers to each event, in the order of EventKinds; "" is
	// allowed.
	want := map[stage][]Reason{
		draft: {"", ReceivedBeforeSent, NotSentYet, NotSentYet, NotSentYet,
			NotSentYet, NotSentYet, NotSentYet, NotSentYet, NotSentYet, NotSentYet,
			NotSentYet, NotSentYet, NotSentYet, NotSentYet, NotSentYet, NotSentYet, NotSentYet},
		travelling: {AlreadySent, "", "", WrongChannel, "",
			"", givenAlone, "", givenAlone, "", "",
			"", "", "", "", "", "", ""},
		running: {AlreadySent, AlreadyReceived, "", AlreadyReceived, AlreadyReceived,
			"", givenAlone, "", givenAlone, "", "",
			"", "", "", "", "", "", ""},
		partly: {AlreadySent, AlreadyReceived, "", AlreadyReceived, AlreadyReceived,
			"", givenAlone, "", givenAlone, "", "",
			"", "", "", "", "", "", ""},
		replied: {AlreadySent, AlreadyReceived, "", AlreadyReceived, AlreadyReceived,
			"", givenAlone, "", givenAlone, "", Ended,
			"", "", "", "", "", "", ""},
		undelivered: {"", Undelivered, Undelivered, Undelivered, Undelivered,
			Undelivered, Undelivered, Undelivered, Undelivered, Undelivered, Undelivered,
			Undelivered, Undelivered, Undelivered, Undelivered, Undelivered, Undelivered, ""},
		ended: {Ended, Ended, Ended, Ended, Ended,
			Ended, Ended, Ended, Ended, Ended, Ended,
			Ended, Ended, Ended, Ended, Ended, Ended, Ended},
	}
	for _, s := range stages {
		past := events(t, reach[s]...)
		for i, k := range EventKinds {
			got := reasonOf(t, Check(letterToIreland, past, Event{Kind: k, On: someDay}, someDay))
			if got != want[s][i] {
				t.Errorf("%v, then %s: got %q, want %q", reach[s], k, got, want[s][i])
			}
			offered := slices.Contains(StateOf(letterToIreland, past, someDay).Next, k)
			if allowed := want[s][i] == ""; offered != allowed {
				t.Errorf("%v, then %s: offered %t, allowed %t", reach[s], k, offered, allowed)
			}
		}
	}
}

func reasonOf(t testing.TB, err error) Reason {
	t.Helper()
	if err == nil {
		return ""
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want a *Refusal", err)
	}
	return refusal.Reason
}

func TestEventsThatCannotBe(t *testing.T) {
	email := letterToIreland
	email.Channel = Email
	written := letterToIreland
	written.WrittenOn = MustDate("2026-03-01")
	for _, c := range []struct {
		name   string
		matter Matter
		past   []string
		added  string
		want   Reason
	}{
		{"tomorrow", letterToIreland, nil, "sent 2026-06-16", InTheFuture},
		{"today is not the future", letterToIreland, nil, "sent 2026-06-15", ""},
		{"before the letter existed", written, nil, "sent 2026-02-28", BeforeWritten},
		{"on the day it was written", written, nil, "sent 2026-03-01", ""},
		{"receipt before dispatch", letterToIreland, []string{"sent 2026-03-02"}, "received 2026-03-01", ReceivedBeforeSent},
		{"receipt on the day of dispatch", letterToIreland, []string{"sent 2026-03-02"}, "received 2026-03-02", ""},
		{"the same twice", letterToIreland, []string{"sent 2026-03-02", "reminder_sent 2026-05-02"}, "reminder_sent 2026-05-02", HappenedTwice},
		{"a second reminder", letterToIreland, []string{"sent 2026-03-02", "reminder_sent 2026-05-02"}, "reminder_sent 2026-05-03", ""},
		{"received twice", letterToIreland, []string{"sent 2026-03-02", "received 2026-03-06"}, "received 2026-03-07", AlreadyReceived},
		{"received after they answered", letterToIreland, []string{"sent 2026-03-02", "identity_asked 2026-03-05"}, "received 2026-03-06", AlreadyReceived},
		{"receipt noted late, before they answered", letterToIreland, []string{"sent 2026-03-02", "identity_asked 2026-03-05"}, "received 2026-03-04", ""},
		{"asked twice", letterToIreland, []string{"sent 2026-03-02", "identity_asked 2026-03-05"}, "identity_asked 2026-03-08", AlreadyAsked},
		{"asked another thing", letterToIreland, []string{"sent 2026-03-02", "identity_asked 2026-03-05"}, "clarification_asked 2026-03-08", ""},
		{"given", letterToIreland, []string{"sent 2026-03-02", "identity_asked 2026-03-05"}, "identity_given 2026-03-05", ""},
		{"given before asked", letterToIreland, []string{"sent 2026-03-02", "identity_asked 2026-03-05"}, "identity_given 2026-03-04", NotAsked},
		{"the other one given", letterToIreland, []string{"sent 2026-03-02", "identity_asked 2026-03-05"}, "clarification_given 2026-03-06", NotAsked},
		{"extended twice", letterToIreland, []string{"sent 2026-03-02", "extended 2026-03-20"}, "extended 2026-03-25", AlreadyExtended},
		{"extended until a day before", letterToIreland, []string{"sent 2026-03-02"}, "extended 2026-03-20 until 2026-03-20", UntilTooEarly},
		{"an e-mail comes back by post", email, []string{"sent 2026-03-02"}, "returned 2026-03-03", WrongChannel},
		{"an e-mail bounces", email, []string{"sent 2026-03-02"}, "bounced 2026-03-02", ""},
		{"it bounces after they answered", email, []string{"sent 2026-03-02", "acknowledged 2026-03-03"}, "bounced 2026-03-04", AlreadyReceived},
		{"sent again after it came back", letterToIreland, []string{"sent 2026-03-02", "returned 2026-03-20"}, "sent 2026-03-21", ""},
		{"corrects nothing", letterToIreland, []string{"sent 2026-03-02"}, "sent 2026-03-03 cancels e9", NothingToCancel},
		{"corrects a correction's victim", letterToIreland, []string{"sent 2026-03-02", "sent 2026-03-03 cancels e1"}, "sent 2026-03-04 cancels e1", CancelledAlready},
		{"corrects the dispatch to after the receipt", letterToIreland, []string{"sent 2026-03-02", "received 2026-03-06"}, "sent 2026-03-07 cancels e1", WouldContradict},
		{"corrects the dispatch", letterToIreland, []string{"sent 2026-03-02", "received 2026-03-06"}, "sent 2026-03-05 cancels e1", ""},
		{"undoes the dispatch under a receipt", letterToIreland, []string{"sent 2026-03-02", "received 2026-03-06"}, "sent 2026-03-02 cancels e1", WouldContradict},
		{"undoes the receipt", letterToIreland, []string{"sent 2026-03-02", "received 2026-03-06"}, "received 2026-03-06 cancels e2", ""},
		{"a full answer slipped in before a refusal", letterToIreland, []string{"sent 2026-03-02", "refused 2026-04-02"}, "answered 2026-04-01", WouldContradict},
		{"nobody knows it", letterToIreland, []string{"sent 2026-03-02"}, "exploded 2026-03-03", UnknownEvent},
	} {
		got := reasonOf(t, Check(c.matter, events(t, c.past...), event(t, c.added), someDay))
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got := reasonOf(t, Check(letterToIreland, nil, Event{Kind: Sent, On: On(2025, 2, 29)}, someDay)); got != NoSuchDay {
		t.Errorf("29 February 2025: got %q", got)
	}
}

func TestOneBadEventOfAFileDoesNotBarTheNext(t *testing.T) {
	past := events(t, "sent 2026-03-02", "identity_given 2026-03-04", "received 2026-03-06")
	if err := Check(letterToIreland, past, event(t, "refused 2026-03-20"), someDay); err != nil {
		t.Errorf("got %v", err)
	}
	s := StateOf(letterToIreland, past, someDay)
	if got := s.History[1].Refused; got != NotAsked {
		t.Errorf("the bad event is marked %q, want %q", got, NotAsked)
	}
	if s.Status != StatusOverdue {
		t.Errorf("got status %s", s.Status)
	}
}

func TestEveryEventHasATransition(t *testing.T) {
	for _, c := range []struct {
		kinds []EventKind
		table map[EventKind]transition
	}{{EventKinds, transitions}, {ComplaintEventKinds, complaintTransitions}} {
		if got, want := slices.Sorted(maps.Keys(c.table)), slices.Sorted(slices.Values(c.kinds)); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
