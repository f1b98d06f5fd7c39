package law

import (
	"slices"
	"testing"
)

func TestWhereARequestStands(t *testing.T) {
	email := letterToIreland
	email.Channel = Email
	toParis := email
	toParis.Controller = Place{Country: "FR"}
	for _, c := range []struct {
		name    string
		matter  Matter
		today   string
		events  []string
		status  Status
		outcome Outcome
		step    NextStep
		nextDue string
		from    string // complaining
	}{
		{"nothing sent", letterToIreland, "2026-03-02", nil, StatusDraft, OutcomeNone, NextSend, "", ""},
		{"on its way", letterToIreland, "2026-03-03", []string{"sent 2026-03-02"}, StatusSent, OutcomeNone, NextNoteReceipt, "2026-04-09", "2026-04-10"},
		{"there by convention", letterToIreland, "2026-03-09", []string{"sent 2026-03-02"}, StatusWaiting, OutcomeNone, NextNoteReceipt, "2026-04-09", "2026-04-10"},
		{"an e-mail is there at once", email, "2026-03-06", []string{"sent 2026-03-06"}, StatusWaiting, OutcomeNone, NextWait, "2026-04-07", "2026-04-08"},
		{"received", letterToIreland, "2026-03-10", []string{"sent 2026-03-02", "received 2026-03-06"}, StatusWaiting, OutcomeNone, NextWait, "2026-04-07", "2026-04-08"},
		{"the last day is not late", letterToIreland, "2026-04-07", []string{"sent 2026-03-02", "received 2026-03-06"}, StatusWaiting, OutcomeNone, NextWait, "2026-04-07", "2026-04-08"},
		{"the day after is", letterToIreland, "2026-04-08", []string{"sent 2026-03-02", "received 2026-03-06"}, StatusOverdue, OutcomeNone, NextComplain, "2026-04-07", "2026-04-08"},
		{"late, but not yet for everybody", letterToIreland, "2026-05-04", []string{"sent 2026-03-02", "received 2026-04-01"}, StatusOverdue, OutcomeNone, NextRemind, "2026-05-01", "2026-05-06"},
		{"late and reminded", letterToIreland, "2026-05-04", []string{"sent 2026-03-02", "received 2026-04-01", "reminder_sent 2026-05-04"}, StatusOverdue, OutcomeNone, NextWaitToComplain, "2026-05-01", "2026-05-06"},
		{"extended", letterToIreland, "2026-04-10", []string{"sent 2026-03-02", "received 2026-03-06", "extended 2026-03-20"}, StatusExtended, OutcomeNone, NextWait, "2026-06-08", "2026-06-09"},
		{"extended without reasons", letterToIreland, "2026-04-10", []string{"sent 2026-03-02", "received 2026-03-06", "extended 2026-03-20 unreasoned"}, StatusOverdue, OutcomeNone, NextComplain, "2026-04-07", "2026-04-08"},
		{"identity awaited", letterToIreland, "2026-05-10", []string{"sent 2026-03-02", "received 2026-03-06", "identity_asked 2026-03-20"}, StatusSuspended, OutcomeNone, NextGiveIdentity, "", ""},
		{"a clarification awaited", letterToIreland, "2026-05-10", []string{"sent 2026-03-02", "received 2026-03-06", "clarification_asked 2026-03-20"}, StatusSuspended, OutcomeNone, NextGiveClarification, "", ""},
		{"identity asked too late", letterToIreland, "2026-05-10", []string{"sent 2026-03-02", "received 2026-03-06", "identity_asked 2026-04-08"}, StatusOverdue, OutcomeNone, NextComplain, "2026-04-07", "2026-04-08"},
		{"a fee is demanded", letterToIreland, "2026-03-21", []string{"sent 2026-03-02", "received 2026-03-06", "fee_asked 2026-03-20"}, StatusWaiting, OutcomeNone, NextRefuseFee, "2026-04-07", "2026-04-08"},
		{"came back", letterToIreland, "2026-03-21", []string{"sent 2026-03-02", "returned 2026-03-20"}, StatusUndelivered, OutcomeUndelivered, NextSendAgain, "", ""},
		{"sent again", letterToIreland, "2026-03-29", []string{"sent 2026-03-02", "returned 2026-03-20", "sent 2026-03-21"}, StatusWaiting, OutcomeNone, NextNoteReceipt, "2026-04-28", "2026-04-29"},
		{"answered in part: the rest is still due", letterToIreland, "2026-03-21", []string{"sent 2026-03-02", "received 2026-03-06", "partial_reply 2026-03-20"}, StatusPartly, OutcomePartial, NextFollowUp, "2026-04-07", "2026-03-20"},
		{"refused", letterToIreland, "2026-03-21", []string{"sent 2026-03-02", "received 2026-03-06", "refused 2026-03-20"}, StatusReplied, OutcomeRefused, NextComplain, "", "2026-03-20"},
		{"refused while suspended", letterToIreland, "2026-03-21", []string{"sent 2026-03-02", "received 2026-03-06", "identity_asked 2026-03-10", "refused 2026-03-20"}, StatusReplied, OutcomeRefused, NextComplain, "", "2026-03-20"},
		{"refused after an identity check", toParis, "2026-05-10", []string{"sent 2026-03-31", "received 2026-04-01", "identity_asked 2026-04-08", "identity_given 2026-04-10", "refused 2026-04-28 unreasoned"}, StatusReplied, OutcomeRefused, NextComplain, "", "2026-04-28"},
		{"no data held", letterToIreland, "2026-03-21", []string{"sent 2026-03-02", "received 2026-03-06", "no_data_held 2026-03-20"}, StatusReplied, OutcomeNoDataHeld, NextContest, "", "2026-04-08"},
		{"sent elsewhere", letterToIreland, "2026-03-21", []string{"sent 2026-03-02", "received 2026-03-06", "redirected 2026-03-20"}, StatusReplied, OutcomeRedirected, NextWriteElsewhere, "", "2026-04-08"},
		{"answered", letterToIreland, "2026-04-10", []string{"sent 2026-03-02", "received 2026-03-06", "answered 2026-04-07"}, StatusClosed, OutcomeAnswered, NextGoOn, "", ""},
		{"answered late", letterToIreland, "2026-04-10", []string{"sent 2026-03-02", "received 2026-03-06", "answered 2026-04-08"}, StatusClosed, OutcomeAnsweredLate, NextGoOn, "", "2026-04-08"},
		{"withdrawn", letterToIreland, "2026-04-10", []string{"sent 2026-03-02", "received 2026-03-06", "withdrawn 2026-03-09"}, StatusClosed, OutcomeWithdrawn, NextGoOn, "", ""},
		{"as of an earlier day", letterToIreland, "2026-03-10", []string{"sent 2026-03-02", "received 2026-03-06", "refused 2026-03-20"}, StatusWaiting, OutcomeNone, NextWait, "2026-04-07", "2026-04-08"},
		{"an acknowledgement proves an earlier receipt", letterToIreland, "2026-03-10", []string{"sent 2026-03-02", "acknowledged 2026-03-06"}, StatusWaiting, OutcomeNone, NextNoteReceipt, "2026-04-07", "2026-04-08"},
		{"entered in another order", letterToIreland, "2026-03-10", []string{"received 2026-03-06", "sent 2026-03-02"}, StatusWaiting, OutcomeNone, NextWait, "2026-04-07", "2026-04-08"},
	} {
		s := StateOf(c.matter, events(t, c.events...), MustDate(c.today))
		if s.Status != c.status || s.Outcome != c.outcome || s.Step != c.step {
			t.Errorf("%s: got %s, %s, next %s; want %s, %s, next %s", c.name, s.Status, s.Outcome, s.Step, c.status, c.outcome, c.step)
		}
		if got := NextDue(s.Deadlines).String(); got != c.nextDue {
			t.Errorf("%s: next due: got %q, want %q", c.name, got, c.nextDue)
		}
		if got := s.ComplainFrom.String(); got != c.from {
			t.Errorf("%s: complain from: got %q, want %q", c.name, got, c.from)
		}
	}
}

func TestTheOldDateAndTheReasonStayVisible(t *testing.T) {
	type move struct{ was, now, by string }
	for _, c := range []struct {
		name   string
		events []string
		want   []move
	}{
		{"nothing moves", []string{"sent 2026-03-02"}, nil},
		{"the real receipt", []string{"sent 2026-03-02", "received 2026-03-06"}, []move{{"2026-04-09", "2026-04-07", "e2"}}},
		{"a suspension, then its end", []string{"sent 2026-03-02", "received 2026-03-02", "identity_asked 2026-03-09", "identity_given 2026-03-16"},
			[]move{{"2026-04-09", "2026-04-02", "e2"}, {"2026-04-02", "", "e3"}, {"", "2026-04-09", "e4"}}},
		{"an extension", []string{"sent 2026-03-02", "received 2026-03-06", "extended 2026-03-20"},
			[]move{{"2026-04-09", "2026-04-07", "e2"}, {"2026-04-07", "2026-06-08", "e3"}}},
		{"a correction", []string{"sent 2026-03-02", "received 2026-03-06", "received 2026-03-10 cancels e2"},
			[]move{{"2026-04-09", "2026-04-07", "e2"}, {"2026-04-07", "2026-04-10", "e3"}}},
		{"an undo brings the date back", []string{"sent 2026-03-02", "received 2026-03-06", "received 2026-03-06 cancels e2"},
			[]move{{"2026-04-09", "2026-04-07", "e2"}, {"2026-04-07", "2026-04-09", "e3"}}},
		{"an undone correction brings the first back", []string{"sent 2026-03-02", "received 2026-03-06", "received 2026-03-09 cancels e2", "received 2026-03-09 cancels e3"},
			[]move{{"2026-04-09", "2026-04-07", "e2"}, {"2026-04-07", "2026-04-09", "e3"}, {"2026-04-09", "2026-04-07", "e4"}}},
		{"still suspended", []string{"sent 2026-03-02", "received 2026-03-02", "identity_asked 2026-03-09"},
			[]move{{"2026-04-09", "2026-04-02", "e2"}, {"2026-04-02", "", "e3"}}},
		{"came back", []string{"sent 2026-03-02", "returned 2026-03-20"}, []move{{"2026-04-09", "", "e2"}}},
		{"came back, sent again", []string{"sent 2026-03-02", "returned 2026-03-20", "sent 2026-03-21"},
			[]move{{"2026-04-09", "", "e2"}, {"", "2026-04-28", "e3"}}},
	} {
		s := StateOf(letterToIreland, events(t, c.events...), MustDate("2026-03-30"))
		var got []move
		for _, m := range s.Moves {
			if m.Kind == AnswerDue {
				got = append(got, move{m.Was.String(), m.Now.String(), m.By.ID})
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestEachDeadlineHasItsOwnMoves(t *testing.T) {
	s := StateOf(letterToIreland, events(t, "sent 2026-03-02", "received 2026-03-06"), someDay)
	for kind, want := range map[DeadlineKind]string{AnswerDue: "2026-04-09", ComplainFrom: "2026-04-10"} {
		d, _ := s.Deadline(kind)
		if len(d.Moves) != 1 || d.Moves[0].Was.String() != want || d.Moves[0].Now != d.On {
			t.Errorf("%s: got %v", kind, d.Moves)
		}
	}
}

func TestNothingIsLostFromTheHistory(t *testing.T) {
	s := StateOf(letterToIreland, events(t, "sent 2026-03-02", "received 2026-03-06", "received 2026-03-09 cancels e2", "received 2026-03-09 cancels e3"), someDay)
	var got []string
	for _, e := range s.History {
		mark := ""
		if e.Cancelled {
			mark = " cancelled by " + e.CancelledBy
		}
		if e.Undo {
			mark += " undo"
		}
		got = append(got, e.ID+mark)
	}
	want := []string{"e1", "e2", "e3 cancelled by e4", "e4 undo"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestUndoRepeatsWhatItTakesBack(t *testing.T) {
	past := events(t, "sent 2026-03-02", "extended 2026-03-20 until 2026-05-06 unreasoned")
	s := StateOf(letterToIreland, append(past, Undo(past[1], "u1")), someDay)
	if e := s.History[2]; !e.Undo || e.ID != "u1" {
		t.Errorf("got %+v, want an undo", e)
	}
	reasoned := event(t, "extended 2026-03-20 until 2026-05-06 cancels e2")
	s = StateOf(letterToIreland, append(past, reasoned), someDay)
	if e := s.History[2]; e.Undo {
		t.Error("a correction of the reasons is no undo")
	}
}

func TestADossierWithoutCountriesStillHasItsDates(t *testing.T) {
	s := StateOf(Matter{Channel: Email}, events(t, "sent 2026-03-06"), someDay)
	d, ok := s.Deadline(AnswerDue)
	if got := d.On.String(); !ok || got != "2026-04-06" {
		t.Errorf("got %s, want 2026-04-06 (a holiday nobody told us of)", got)
	}
	if got := warningCodes(s.Answer.Warnings); got != "country_missing" {
		t.Errorf("got warnings %q", got)
	}
}

func TestReceiptByChannel(t *testing.T) {
	for _, c := range []struct {
		channel   Channel
		want      string
		estimated bool
	}{
		{Email, "2026-03-02", false}, {WebForm, "2026-03-02", false}, {InApp, "2026-03-02", false}, {InPerson, "2026-03-02", false},
		{PlainLetter, "2026-03-09", true}, {RegisteredLetter, "2026-03-09", true}, {ElectronicRegisteredLetter, "2026-03-17", true}, {"", "2026-03-09", true},
	} {
		on, estimated := ReceiptOf(c.channel, MustDate("2026-03-02"))
		if on.String() != c.want || estimated != c.estimated {
			t.Errorf("%q: got %s, %t, want %s, %t", c.channel, on, estimated, c.want, c.estimated)
		}
	}
}

func TestHowNearADayIs(t *testing.T) {
	due := Deadline{Kind: AnswerDue, On: MustDate("2026-04-07")}
	closed := due
	closed.ClosedOn = MustDate("2026-04-01")
	door := Deadline{Kind: ComplainFrom, On: MustDate("2026-04-07")}
	for _, c := range []struct {
		name     string
		deadline Deadline
		today    string
		want     Urgency
	}{
		{"eight days ahead", due, "2026-03-30", UrgencyAhead},
		{"seven days ahead", due, "2026-03-31", UrgencySoon},
		{"the day", due, "2026-04-07", UrgencyToday},
		{"the day after", due, "2026-04-08", UrgencyLate},
		{"answered", closed, "2026-04-08", UrgencyClosed},
		{"a door is never late", door, "2026-04-08", UrgencyReached},
		{"a door opens on the day", door, "2026-04-07", UrgencyReached},
	} {
		if got := c.deadline.Urgency(MustDate(c.today)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestTheUnitedKingdomsOwnDays(t *testing.T) {
	m := Matter{Channel: Email, Controller: Place{Country: "GB"}, Person: Place{Country: "GB"}, Country: "GB"}
	s := StateOf(m, events(t, "sent 2026-05-01", "reminder_sent 2026-07-01"), MustDate("2026-07-02"))
	for kind, want := range map[DeadlineKind]string{AnswerDue: "2026-06-01", Acknowledgment: "2026-07-30", ComplainBy: "2026-10-01"} {
		if d, _ := s.Deadline(kind); d.On.String() != want {
			t.Errorf("%s: got %s, want %s", kind, d.On, want)
		}
	}
	s = StateOf(m, events(t, "sent 2026-05-01", "reminder_sent 2026-07-01", "acknowledged 2026-07-05"), MustDate("2026-07-06"))
	if d, _ := s.Deadline(Acknowledgment); d.ClosedOn.String() != "2026-07-05" {
		t.Errorf("acknowledged: closed on %q", d.ClosedOn)
	}
	s = StateOf(m, events(t, "sent 2026-03-01", "reminder_sent 2026-06-18"), MustDate("2026-07-06"))
	if _, ok := s.Deadline(Acknowledgment); ok {
		t.Error("before section 164A nothing had to be acknowledged")
	}
}

func TestDaysOfTheICO(t *testing.T) {
	for received, want := range map[string]string{"2026-06-19": "2026-07-18", "2026-07-01": "2026-07-30", "2026-12-15": "2027-01-13", "2026-06-18": ""} {
		if on, _ := AcknowledgementDue(MustDate(received)); on.String() != want {
			t.Errorf("received %s: got %s, want %s", received, on, want)
		}
	}
	for contact, want := range map[string]string{"2026-06-30": "2026-09-30", "2026-11-30": "2027-02-28", "2026-08-31": "2026-11-30"} {
		if on := ICOComplaintBy(MustDate(contact)); on.String() != want {
			t.Errorf("last contact %s: got %s, want %s", contact, on, want)
		}
	}
}

func TestFiveYearsToClaim(t *testing.T) {
	for known, want := range map[string]string{"2024-03-30": "2029-03-30", "2024-02-29": "2029-02-28", "2025-11-25": "2030-11-25"} {
		if d := ClaimLimit(MustDate(known)); d.On.String() != want {
			t.Errorf("known %s: got %s, want %s", known, d.On, want)
		}
	}
}
