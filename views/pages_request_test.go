package views

import (
	"slices"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
)

// requestAfter is the page of a registered letter to Ireland, written to by
// somebody in France, after some events.
func requestAfter(today string, past ...law.Event) Request {
	for i := range past {
		past[i].ID = string(past[i].Kind) + past[i].On.String()
	}
	m := law.Matter{Channel: law.RegisteredLetter, Controller: law.Place{Country: "IE"}, Person: law.Place{Country: "FR"}, Country: "FR"}
	return Request{State: law.StateOf(m, past, law.MustDate(today))}
}

func happenedOn(kind law.EventKind, on string) law.Event {
	return law.Event{Kind: kind, On: law.MustDate(on)}
}

func TestTheDayForComplainingIsProvedOnThePage(t *testing.T) {
	sent, received := happenedOn(law.Sent, "2026-03-25"), happenedOn(law.Received, "2026-04-01")
	for _, c := range []struct {
		name  string
		past  []law.Event
		on    string
		rules []law.Rule
	}{
		{"holidays of both countries", []law.Event{sent, received}, "2026-05-06", []law.Rule{
			law.RuleSkippedHoliday, law.RuleSkippedWeekend, law.RuleSkippedWeekend, law.RuleSkippedHoliday, law.RuleCautious, law.RuleComplainFrom}},
		{"after the later reading of a suspension", []law.Event{sent, received, happenedOn(law.IdentityAsked, "2026-04-20"), happenedOn(law.IdentityGiven, "2026-04-22")},
			"2026-05-23", []law.Rule{law.RuleCautious, law.RuleComplainFrom}},
		{"at once after a refusal", []law.Event{sent, received, happenedOn(law.Refused, "2026-04-10")}, "2026-04-10", []law.Rule{law.RuleRefusal}},
		{"not while the company waits", []law.Event{sent, received, happenedOn(law.IdentityAsked, "2026-04-20")}, "", nil},
	} {
		var on string
		var rules []law.Rule
		if d := requestAfter("2026-07-01", c.past...).Complaining(); d != nil {
			on = d.On.String()
			for _, s := range d.Steps {
				rules = append(rules, s.Rule)
			}
		}
		if on != c.on || !slices.Equal(rules, c.rules) {
			t.Errorf("%s: got %s by %v, want %s by %v", c.name, on, rules, c.on, c.rules)
		}
	}
}

// A refusal leaves the day of the answer where it was and opens the door to a
// complaint: that move is told too.
func TestADayForComplainingThatMovesAloneIsTold(t *testing.T) {
	sent := happenedOn(law.Sent, "2026-03-25")
	for _, c := range []struct {
		name string
		past []law.Event
		want []string
	}{
		{"both days move: told once", []law.Event{sent, happenedOn(law.Received, "2026-03-30")},
			[]string{"Demande reçue, 30 mars 2026 : l’échéance passe du 1er mai 2026 au 30 avril 2026."}},
		{"a refusal", []law.Event{sent, happenedOn(law.Refused, "2026-04-10")},
			[]string{"Refus, 10 avril 2026 : la plainte devient possible à partir du 10 avril 2026, au lieu du 6 mai 2026."}},
		{"a suspension takes both away", []law.Event{sent, happenedOn(law.IdentityAsked, "2026-04-10")},
			[]string{"Preuve d’identité demandée, 10 avril 2026 : l’échéance du 1er mai 2026 tombe."}},
	} {
		var got []string
		for _, line := range requestAfter("2026-07-01", c.past...).Moved(lang.FR) {
			got = append(got, lang.PlainSpaces(line))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
