package lang

import (
	"strings"
	"testing"

	"contreoffre/law"
)

func TestEveryCodeOfTheLawHasItsWords(t *testing.T) {
	var keys []string
	add := func(prefix string, codes ...string) {
		for _, code := range codes {
			keys = append(keys, prefix+code)
		}
	}
	add("holiday.", text(law.HolidayIDs())...)
	add("article.", text(law.Sources)...)
	add("warning.", text(law.WarningCodes)...)
	add("deadline.", text(law.DeadlineKinds)...)
	add("urgency.", text(law.Urgencies)...)
	add("status.", text(law.Statuses)...)
	add("outcome.", text(law.Outcomes)...)
	add("next.", text(law.NextSteps)...)
	add("complaint_status.", text(law.ComplaintStatuses)...)
	add("complaint_outcome.", text(law.ComplaintOutcomes)...)
	for _, item := range law.ComplaintItems {
		add("complaint_item.", string(item), string(item)+".in_a_list")
	}
	add("refusal.", text(law.Reasons)...)
	add("right.", text(law.Rights)...)
	add("letters.for.", text(law.Rights)...)
	add("country.", law.CountryCodes()...)
	add("caution.", text(law.Cautions)...)
	for _, o := range law.Obstacles {
		add("obstacle.", string(o), string(o)+".way_out")
	}
	for _, g := range law.Grounds {
		add("ground.", string(g), string(g)+".in_a_list")
	}
	for _, r := range law.RequestedOfAuthority {
		add("requested.", string(r), string(r)+".in_a_list")
	}
	for _, k := range law.EventKinds {
		add("event.", string(k), string(k)+".offer")
	}
	for _, k := range law.ComplaintEventKinds {
		add("complaint_event.", string(k), string(k)+".offer")
	}
	add("authority.other.", aboutAuthorities...)
	for _, a := range law.Authorities {
		add("authority."+string(a.ID)+".", aboutAuthorities...)
		if silenceRejects(a.ID) {
			add("authority."+string(a.ID)+".", "rejection")
		}
	}
	for _, r := range law.Recommend(law.Wishes) {
		for _, w := range r.Wishes {
			add("recommend.", string(r.Right)+"."+string(w))
		}
	}
	for _, l := range Langs {
		for _, key := range keys {
			if !Has(l, key) {
				t.Errorf("%s: %s has no words", l, key)
			}
		}
	}
}

// aboutAuthorities are what must be said of each authority in its own words.
var aboutAuthorities = []string{"here", "before", "news", "silence", "decision"}

// silenceRejects reports whether an authority's silence counts as a rejection.
func silenceRejects(id law.AuthorityID) bool {
	filed := []law.Event{{Kind: law.Filed, On: law.MustDate("2026-01-15")}}
	state := law.ComplaintStateOf(law.ComplaintMatter{Authority: id}, filed, law.MustDate("2026-06-15"))
	return state.Outcome == law.ComplaintImplied
}

func text[S ~string](codes []S) []string {
	all := make([]string, len(codes))
	for i, code := range codes {
		all[i] = string(code)
	}
	return all
}

func TestEveryStepIsASentence(t *testing.T) {
	christmas := law.Holiday{On: law.MustDate("2027-12-27"), ID: "christmas", Substitute: true}
	for _, l := range Langs {
		for _, rule := range law.Rules {
			for _, days := range []int{1, 7} {
				step := law.Step{On: law.MustDate("2027-12-27"), Rule: rule, Days: days, Holiday: christmas, Country: "GB"}
				if got := Step(l, step); strings.Contains(got, "⟦") || !strings.Contains(PlainSpaces(got), "27") {
					t.Errorf("%s: %s: got %q", l, rule, got)
				}
			}
		}
	}
}

func TestTheLawInWords(t *testing.T) {
	easterMonday := law.Step{On: law.MustDate("2026-04-06"), Rule: law.RuleSkippedHoliday, Holiday: law.Holiday{ID: "easter_monday"}, Country: "IE"}
	malta, err := law.CalendarOf(law.Place{Country: "MT"})
	if err != nil {
		t.Fatal(err)
	}
	refusal := &law.Refusal{Reason: law.WouldContradict, Event: law.Event{Kind: law.Received, On: law.MustDate("2026-04-01")}}
	sentence, _ := Refused(FR, refusal)
	for _, c := range []struct{ name, got, want string }{
		{"a holiday that was skipped", Step(FR, easterMonday), "Le lundi 6 avril 2026 est férié (lundi de Pâques, Irlande) : on passe au jour suivant."},
		{"one day is singular", Step(EN, law.Step{On: law.MustDate("2026-04-06"), Rule: law.RuleWaited, Days: 1}), "Add 1 day of waiting: Monday 6 April 2026."},
		{"an article", Article(FR, law.Article{Source: law.GDPR, Number: "12(3)"}), "article 12(3) du RGPD"},
		{"a source without number", Article(EN, law.Article{Source: law.ICOGuidance}), "ICO guidance"},
		{"no article", Article(FR, law.Article{}), ""},
		{"a calendar of weekends", Calendar(FR, malta), "Malte, week-ends seulement"},
		{"a name from outside stays", Holiday(FR, law.Holiday{Name: "Tag der Arbeit"}), "Tag der Arbeit"},
		{"a substitute day says so", Holiday(EN, law.Holiday{ID: "christmas", Substitute: true}), "Christmas Day, substitute day"},
		{"a refusal names the event in the way", sentence, "Un événement déjà noté deviendrait impossible : Demande reçue, 1er avril 2026."},
	} {
		if got := PlainSpaces(c.got); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if _, ok := Refused(FR, law.ErrTooFar); ok {
		t.Error("another error is no refusal")
	}
}
