package law

import "testing"

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
