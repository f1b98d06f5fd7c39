package views

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

func TestTheBadgeOfADueDay(t *testing.T) {
	for _, c := range []struct {
		name, due string
		class     string
		want      string
	}{
		{"yesterday is late", "2026-10-29", "is-late", "en retard de 1 jour"},
		{"today is not late", "2026-10-30", "is-soon", "aujourd’hui"},
		{"tomorrow has a name", "2026-10-31", "is-soon", "demain"},
		{"a week is soon", "2026-11-06", "is-soon", "dans 7 jours"},
		{"eight days are not", "2026-11-07", "", "dans 8 jours"},
		{"no day: the clock is paused", "", "", "délai suspendu"},
	} {
		var due law.Date
		if c.due != "" {
			due = law.MustDate(c.due)
		}
		badge := DueBadge(due, today)
		if got := lang.PlainSpaces(badge.In(lang.FR)); got != c.want || badge.Class() != c.class {
			t.Errorf("%s: got %q %q, want %q %q", c.name, got, badge.Class(), c.want, c.class)
		}
	}
}

func TestTheDaysAroundADeadline(t *testing.T) {
	// 31 October 2026 is a Saturday; 2 November is the last day.
	steps := []law.Step{
		{On: law.MustDate("2026-10-31"), Rule: law.RuleSkippedWeekend, Country: "IE"},
		{On: law.MustDate("2026-11-01"), Rule: law.RuleSkippedHoliday, Holiday: law.Holiday{Name: "Fête"}, Country: "FR"},
	}
	cells := daysAround(lang.FR, law.MustDate("2026-11-02"), steps)
	var got []string
	for _, c := range cells {
		got = append(got, c.On.String()[8:]+" "+lang.PlainSpaces(c.Note)+" "+c.State)
	}
	want := []string{"31 week-end is-skipped", "01 férié : Fête is-skipped", "02 échéance is-due", "03 novembre "}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	far := []law.Step{{On: law.MustDate("2026-01-01"), Rule: law.RuleSkippedWeekend}}
	if n := len(daysAround(lang.FR, law.MustDate("2026-11-02"), far)); n != 4 {
		t.Errorf("a skipped day months ago: got %d days, want 4", n)
	}
}

func TestAnswersAreReadAgainInWords(t *testing.T) {
	var lines []string
	for _, g := range CheckOf(lang.FR, exampleCase("temu-nantes")).Groups {
		for _, r := range g.Rows {
			for _, v := range r.Values {
				lines = append(lines, lang.PlainSpaces(v))
			}
		}
	}
	all := strings.Join(lines, "\n")
	for _, want := range []string{
		"28 mars 2024", "France", "un cousin", "Maëlle Lœwenbruck",
		"14 bis, rue de l’Œuvre\n44000 Nantes\nFrance",
		"Argent · Montant promis : 20 € · Montant reçu : 0 €",
		"Photo de profil",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in\n%s", want, all)
		}
	}
	for _, raw := range []string{"EUR", "profile_picture", "sponsor_link", "⟦"} {
		if strings.Contains(all, raw) {
			t.Errorf("the code %q shows in\n%s", raw, all)
		}
	}
}

func TestThePartsOfTheCheckPageStandOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range CheckOf(lang.EN, exampleCase("own-offer-lyon")).Groups {
		if seen[g.ID] {
			t.Errorf("part %q stands twice", g.ID)
		}
		seen[g.ID] = true
	}
}

func TestFourDigitsMayBeAYear(t *testing.T) {
	got := worded(lang.FR, []any{"year", 2024, "n", 12000, "on", law.MustDate("2026-04-01")})
	want := []any{"year", 2024, "n", "12\u202f000", "on", lang.Date(lang.FR, law.MustDate("2026-04-01"))}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestItemsOfALetterAreOneList(t *testing.T) {
	runs := runsOf(letterIn(lang.FR).Body)
	var got []string
	for _, r := range runs {
		got = append(got, string(r.Kind))
	}
	want := []string{"paragraph", "heading", "item", "quote", "item", "blank", "paragraph"}
	if !slices.Equal(got, want) || len(runs[2].Items) != 2 {
		t.Errorf("got %q with %d items, want %q with 2", got, len(runs[2].Items), want)
	}
}

func TestQuestionsOfALetterKeepTheirNumbers(t *testing.T) {
	for _, s := range letterSamples() {
		if s.name != "preview" {
			continue
		}
		if html := render(t, lang.FR, s); !strings.Contains(html, `<ol class="items"><li id="fr.more.1" value="11">`) {
			t.Errorf("the eleventh question lost its number: %s", around(html, "onzième"))
		}
	}
}

func TestAnOfferIsToldFairly(t *testing.T) {
	for _, l := range lang.Langs {
		for _, s := range offerSamples() {
			html := strings.ToLower(lang.PlainSpaces(render(t, l, s)))
			for _, claim := range []string{"illégal", "illicite", "vente de données", "ruled unlawful", "is illegal", "sale of data", "<img"} {
				if strings.Contains(html, claim) {
					t.Errorf("%s %s says %q: %s", l, s.name, claim, around(html, claim))
				}
			}
			if s.page.Name() != "offer" {
				continue
			}
			for _, needed := range []string{`<blockquote lang="en"><p>“except to the extent prohibited by applicable law, `, `class="translation" lang="fr"`, "github.com/openterms"} {
				if !strings.Contains(html, needed) {
					t.Errorf("%s %s lacks %q", l, s.name, needed)
				}
			}
		}
	}
}

func TestEveryCodeThatAPageShowsHasItsWords(t *testing.T) {
	var keys []string
	for _, right := range law.Rights {
		keys = append(keys, "request."+string(right))
	}
	for _, status := range law.Statuses {
		keys = append(keys, "request.where."+string(status))
	}
	for _, channel := range []law.Channel{law.Email, law.WebForm, law.InApp, law.PlainLetter, law.RegisteredLetter, law.ElectronicRegisteredLetter, law.InPerson} {
		keys = append(keys, "field.sent.channel."+string(channel))
	}
	for _, page := range interview.Pages {
		keys = append(keys, "views.group."+page.Group)
	}
	for _, preset := range interview.Presets() {
		keys = append(keys, "offer.status."+preset.Status)
		for _, point := range preset.Points {
			keys = append(keys, "offer.strength."+point.Strength)
		}
		for _, moment := range preset.Timeline {
			keys = append(keys, "offer.sure."+string(moment.Sure))
		}
	}
	for _, key := range keys {
		for _, l := range lang.Langs {
			if !lang.Has(l, key) {
				t.Errorf("%s: %s has no words", l, key)
			}
		}
	}
}
