package law

import (
	"slices"
	"testing"
)

func TestTheNextStepOfARequest(t *testing.T) {
	at := func(kind EventKind, on string) Event {
		return Event{ID: string(kind) + on, Kind: kind, On: MustDate(on)}
	}
	sent := at(Sent, "2026-09-26")
	for _, c := range []struct {
		name   string
		events []Event
		today  string
		want   NextStep
	}{
		{"nothing sent", nil, "2026-10-01", NextSend},
		{"the month runs", []Event{sent}, "2026-10-01", NextWait},
		{"it came back", []Event{sent, at(Bounced, "2026-09-27")}, "2026-10-01", NextSendAgain},
		{"identity asked", []Event{sent, at(IdentityAsked, "2026-10-01")}, "2026-10-02", NextGiveIdentity},
		{"a fee asked", []Event{sent, at(FeeAsked, "2026-10-01")}, "2026-10-02", NextRefuseFee},
		{"the fee was refused", []Event{sent, at(FeeAsked, "2026-10-01"), at(ReminderSent, "2026-10-02")}, "2026-10-03", NextWait},
		{"another fee asked", []Event{sent, at(FeeAsked, "2026-10-01"), at(ReminderSent, "2026-10-02"), at(FeeAsked, "2026-10-05")}, "2026-10-06", NextRefuseFee},
		{"identity asked after the month, during an extension", []Event{sent, at(Extended, "2026-10-02"), at(IdentityAsked, "2026-11-10")}, "2026-11-11", NextGiveIdentity},
		{"late: complaining is possible the day after", []Event{sent}, "2026-10-28", NextComplain},
		{"a part came", []Event{sent, at(PartialReply, "2026-10-01")}, "2026-10-02", NextFollowUp},
		{"the rest was asked for", []Event{sent, at(PartialReply, "2026-10-01"), at(ReminderSent, "2026-10-02")}, "2026-10-03", NextWait},
		{"another part came since", []Event{sent, at(PartialReply, "2026-10-01"), at(ReminderSent, "2026-10-02"), at(PartialReply, "2026-10-05")}, "2026-10-06", NextFollowUp},
		{"refused", []Event{sent, at(Refused, "2026-10-01")}, "2026-10-02", NextComplain},
		{"sent elsewhere", []Event{sent, at(Redirected, "2026-10-01")}, "2026-10-02", NextWriteElsewhere},
		{"answered", []Event{sent, at(Answered, "2026-10-01")}, "2026-10-02", NextGoOn},
	} {
		m := Matter{Rights: []Right{Access}, Channel: Email, Controller: Place{Country: "IE"}, Person: Place{Country: "FR"}, Country: "FR"}
		if got := StateOf(m, c.events, MustDate(c.today)).Step; got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAComplaintClosesTheDaysThatAreForComplaining(t *testing.T) {
	late, uk := letterToIreland, letterToIreland
	uk.Country, uk.Controller.Country, uk.Person.Country = "GB", "GB", "GB"
	for _, c := range []struct {
		name    string
		matter  Matter
		filed   string
		events  []string
		step    NextStep
		nextDue string
		open    bool // complaining
	}{
		{"none was filed", late, "", []string{"sent 2026-03-02", "received 2026-03-06"}, NextComplain, "2026-04-07", true},
		{"filed on the first day allowed", late, "2026-04-08", []string{"sent 2026-03-02", "received 2026-03-06"}, NextAwaitAuthority, "2026-04-07", false},
		{"filed about something else before", late, "2026-04-07", []string{"sent 2026-03-02", "received 2026-03-06"}, NextComplain, "2026-04-07", true},
		{"filed after a refusal", late, "2026-03-21", []string{"sent 2026-03-02", "received 2026-03-06", "refused 2026-03-20"}, NextAwaitAuthority, "", false},
		{"the company answers after all", late, "2026-04-10", []string{"sent 2026-03-02", "received 2026-03-06", "answered 2026-05-04"}, NextGoOn, "", false},
		{"the ICO need not hear of it twice", uk, "2026-04-10", []string{"sent 2026-03-02", "received 2026-03-06", "refused 2026-03-20"}, NextAwaitAuthority, "", false},
	} {
		if c.filed != "" {
			c.matter.ComplainedOn = MustDate(c.filed)
		}
		s := StateOf(c.matter, events(t, c.events...), someDay)
		if s.Step != c.step {
			t.Errorf("%s: got %s, want %s", c.name, s.Step, c.step)
		}
		if got := NextDue(s.Deadlines).String(); got != c.nextDue {
			t.Errorf("%s: next due: got %q, want %q", c.name, got, c.nextDue)
		}
		if from, ok := s.Deadline(ComplainFrom); !ok || from.Open() != c.open {
			t.Errorf("%s: got open %t, want %t", c.name, from.Open(), c.open)
		}
	}
}

// The slip of a registered letter comes back after the company's first message.
func TestAProofOfReceiptMayComeAfterTheFirstReply(t *testing.T) {
	for _, c := range []struct {
		name   string
		events []string
		want   bool
	}{
		{"nothing heard yet", []string{"sent 2026-03-02"}, true},
		{"acknowledged meanwhile", []string{"sent 2026-03-02", "acknowledged 2026-03-06"}, true},
		{"identity asked meanwhile", []string{"sent 2026-03-02", "identity_asked 2026-03-06"}, true},
		{"noted already", []string{"sent 2026-03-02", "acknowledged 2026-03-06", "received 2026-03-05"}, false},
	} {
		past := events(t, c.events...)
		s := StateOf(letterToIreland, past, someDay)
		if got := slices.Contains(s.Next, Received); got != c.want {
			t.Errorf("%s: offered %t, want %t", c.name, got, c.want)
		}
		err := Check(letterToIreland, past, event(t, "received 2026-03-05"), someDay)
		if got := err == nil; got != c.want {
			t.Errorf("%s: recorded %t (%v), want %t", c.name, got, err, c.want)
		}
	}
}
