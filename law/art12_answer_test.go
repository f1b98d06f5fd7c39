package law

import (
	"errors"
	"strings"
	"testing"
)

// The vectors of Regulation 1182/71 and GDPR 12(3); the first four are the
// authorities' own examples.
func TestOneMonthFromReceipt(t *testing.T) {
	for _, c := range []struct{ name, received, raw, ireland, france, gb string }{
		{"EDPB: 5 March", "2024-03-05", "2024-04-05", "2024-04-05", "2024-04-05", "2024-04-05"},
		{"EDPB: 31 August", "2024-08-31", "2024-09-30", "2024-09-30", "2024-09-30", "2024-09-30"},
		{"ICO: 3 September", "2024-09-03", "2024-10-03", "2024-10-03", "2024-10-03", "2024-10-03"},
		{"31 January", "2025-01-31", "2025-02-28", "2025-02-28", "2025-02-28", "2025-02-28"},
		{"31 January of a leap year", "2024-01-31", "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"},
		{"Labour Day in France alone", "2024-04-01", "2024-05-01", "2024-05-01", "2024-05-02", "2024-05-01"},
		{"Good Friday in England alone", "2025-03-18", "2025-04-18", "2025-04-18", "2025-04-18", "2025-04-22"},
		{"Christmas and the day after", "2025-11-25", "2025-12-25", "2025-12-29", "2025-12-26", "2025-12-29"},
		{"St Brigid", "2026-01-02", "2026-02-02", "2026-02-03", "2026-02-02", "2026-02-02"},
		{"St Patrick", "2026-02-17", "2026-03-17", "2026-03-18", "2026-03-17", "2026-03-17"},
		{"a Saturday", "2026-02-28", "2026-03-28", "2026-03-30", "2026-03-30", "2026-03-30"},
		{"Easter Monday", "2026-03-06", "2026-04-06", "2026-04-07", "2026-04-07", "2026-04-07"},
		{"1 May, a Friday", "2026-04-01", "2026-05-01", "2026-05-01", "2026-05-04", "2026-05-01"},
		{"Ascension", "2026-04-14", "2026-05-14", "2026-05-14", "2026-05-15", "2026-05-14"},
		{"Irish October holiday", "2026-09-26", "2026-10-26", "2026-10-27", "2026-10-26", "2026-10-26"},
		{"Toussaint on a Sunday", "2026-10-01", "2026-11-01", "2026-11-02", "2026-11-02", "2026-11-02"},
		{"Boxing Day on a Saturday", "2026-11-26", "2026-12-26", "2026-12-28", "2026-12-28", "2026-12-29"},
		{"New Year on a Friday", "2026-12-01", "2027-01-01", "2027-01-04", "2027-01-04", "2027-01-04"},
		{"29 January, no 29 February", "2027-01-29", "2027-02-28", "2027-03-01", "2027-03-01", "2027-03-01"},
		{"30 January, the same last day", "2027-01-30", "2027-02-28", "2027-03-01", "2027-03-01", "2027-03-01"},
	} {
		for country, want := range map[string]string{"IE": c.ireland, "FR": c.france, "GB": c.gb} {
			got := mustAnswer(t, Count{Received: MustDate(c.received), Controller: mustCalendar(t, country), Person: france})
			if got.RawOn.String() != c.raw || got.DueOn.String() != want {
				t.Errorf("%s, %s: got raw %s, due %s, want raw %s, due %s", c.name, country, got.RawOn, got.DueOn, c.raw, want)
			}
		}
	}
}

func mustAnswer(t testing.TB, c Count) Answer {
	t.Helper()
	a, err := CountAnswer(c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// a flat is an Answer with its days as text, "-" for none.
type flat struct{ raw, due, latest, extended, complain string }

func flatten(a Answer) flat {
	text := func(d Date) string {
		if d.IsZero() {
			return "-"
		}
		return d.String()
	}
	return flat{text(a.RawOn), text(a.DueOn), text(a.LatestOn), text(a.ExtendedOn), text(a.ComplainFromOn)}
}

func TestExtensionSuspensionAndBoth(t *testing.T) {
	for _, c := range []struct {
		name                               string
		received, asked, given, extendedOn string
		want                               flat
		warnings                           string
	}{
		{"nothing happens", "2026-03-06", "", "", "", flat{"2026-04-06", "2026-04-07", "-", "-", "2026-04-08"}, ""},
		{"cautious: 1 May in France, weekend, then 4 May in Ireland", "2026-04-01", "", "", "", flat{"2026-05-01", "2026-05-01", "-", "-", "2026-05-06"}, ""},
		{"cautious: Christmas", "2025-11-25", "", "", "", flat{"2025-12-25", "2025-12-29", "-", "-", "2025-12-30"}, ""},
		{"cautious: St Patrick", "2026-02-17", "", "", "", flat{"2026-03-17", "2026-03-18", "-", "-", "2026-03-19"}, ""},

		{"extended, ends on a Saturday", "2024-08-31", "", "", "2024-09-30", flat{"2024-09-30", "2024-09-30", "-", "2024-12-02", "2024-12-03"}, ""},
		{"extended, ends before St Brigid", "2025-11-01", "", "", "2025-11-20", flat{"2025-12-01", "2025-12-01", "-", "2026-02-03", "2026-02-04"}, ""},
		{"extended, ends on New Year", "2026-10-01", "", "", "2026-10-02", flat{"2026-11-01", "2026-11-02", "-", "2027-01-04", "2027-01-05"}, ""},
		{"extended, three months clamped", "2026-11-30", "", "", "2026-12-01", flat{"2026-12-30", "2026-12-30", "-", "2027-03-01", "2027-03-02"}, ""},
		{"extended from 31 January, not chained from 28 February", "2025-01-31", "", "", "2025-02-28", flat{"2025-02-28", "2025-02-28", "-", "2025-04-30", "2025-05-01"}, ""},
		{"extended on the rolled day counts", "2026-03-06", "", "", "2026-04-07", flat{"2026-04-06", "2026-04-07", "-", "2026-06-08", "2026-06-09"}, ""},
		{"extended the day after does not", "2026-03-06", "", "", "2026-04-08", flat{"2026-04-06", "2026-04-07", "-", "-", "2026-04-08"}, "extension_late"},
		{"extended on the day of receipt", "2026-03-06", "", "", "2026-03-06", flat{"2026-04-06", "2026-04-07", "-", "2026-06-08", "2026-06-09"}, ""},

		{"identity, seven days", "2026-03-02", "2026-03-09", "2026-03-16", "", flat{"2026-04-02", "2026-04-09", "2026-04-16", "-", "2026-04-17"}, ""},
		{"identity, three days into Christmas", "2026-11-26", "2026-12-01", "2026-12-04", "", flat{"2026-12-26", "2026-12-29", "2027-01-04", "-", "2027-01-05"}, ""},
		{"identity, two days onto a Saturday", "2026-01-12", "2026-01-20", "2026-01-22", "", flat{"2026-02-12", "2026-02-16", "2026-02-23", "-", "2026-02-24"}, ""},
		{"identity given the same day waits nothing, restarts", "2026-03-06", "2026-03-20", "2026-03-20", "", flat{"2026-04-06", "2026-04-07", "2026-04-20", "-", "2026-04-21"}, ""},
		{"identity on the day of receipt: both readings agree", "2026-03-09", "2026-03-09", "2026-03-09", "", flat{"2026-04-09", "2026-04-09", "-", "-", "2026-04-10"}, ""},
		{"identity asked on the rolled first deadline", "2026-03-06", "2026-04-07", "2026-04-10", "", flat{"2026-04-06", "2026-04-09", "2026-05-11", "-", "2026-05-12"}, ""},
		{"identity asked the day after suspends nothing", "2026-03-06", "2026-04-08", "2026-04-10", "", flat{"2026-04-06", "2026-04-07", "-", "-", "2026-04-08"}, "asked_late"},
		{"identity asked late and never given suspends nothing", "2026-03-06", "2026-04-08", "", "", flat{"2026-04-06", "2026-04-07", "-", "-", "2026-04-08"}, "asked_late"},
		{"identity not given", "2026-03-02", "2026-03-09", "", "", flat{"2026-04-02", "-", "-", "-", "-"}, ""},
		{"identity given a year later", "2026-03-02", "2026-03-09", "2027-03-09", "", flat{"2026-04-02", "2027-04-02", "2027-04-09", "-", "2027-04-10"}, ""},

		{"extension, then identity: the days are added to three months", "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-05", flat{"2026-04-02", "2026-04-09", "2026-04-16", "2026-06-09", "2026-06-10"}, ""},
		{"extension between the first deadline and the resumed one counts", "2026-03-02", "2026-03-09", "2026-03-16", "2026-04-09", flat{"2026-04-02", "2026-04-09", "2026-04-16", "2026-06-09", "2026-06-10"}, ""},
		{"extension after the resumed deadline does not", "2026-03-02", "2026-03-09", "2026-03-16", "2026-04-10", flat{"2026-04-02", "2026-04-09", "2026-04-16", "-", "2026-04-17"}, "extension_late"},
		{"identity asked within the extension only suspends nothing", "2026-03-06", "2026-04-20", "2026-04-27", "2026-03-20", flat{"2026-04-06", "2026-04-07", "-", "2026-06-08", "2026-06-09"}, "asked_late"},
		{"a long wait moves the extension too", "2026-03-02", "2026-04-01", "2026-08-03", "2026-03-05", flat{"2026-04-02", "2026-08-04", "2026-09-03", "2026-10-05", "2026-10-06"}, ""},
		{"extension while identity is awaited: no date yet", "2026-03-02", "2026-03-09", "", "2026-03-20", flat{"2026-04-02", "-", "-", "-", "-"}, ""},
	} {
		count := Count{Received: MustDate(c.received), Controller: ireland, Person: france, Extension: Extension{Announced: dateOrNone(c.extendedOn)}}
		if c.asked != "" {
			count.Waits = []Wait{{ForIdentity, MustDate(c.asked), dateOrNone(c.given)}}
		}
		got := mustAnswer(t, count)
		if flatten(got) != c.want {
			t.Errorf("%s: got\n%v, want\n%v", c.name, flatten(got), c.want)
		}
		if codes := warningCodes(got.Warnings); codes != c.warnings {
			t.Errorf("%s: got warnings %q, want %q", c.name, codes, c.warnings)
		}
		if last := got.Steps[len(got.Steps)-1]; (last.Rule == RuleSuspended) != (c.want.due == "-") {
			t.Errorf("%s: the last step is %s", c.name, last.Rule)
		}
	}
}

func dateOrNone(s string) Date {
	if s == "" {
		return Date{}
	}
	return MustDate(s)
}

func warningCodes(all []Warning) string {
	var codes []string
	for _, w := range all {
		codes = append(codes, string(w.Code))
	}
	return strings.Join(codes, " ")
}

func TestSeveralWaits(t *testing.T) {
	wait := func(k WaitKind, asked, given string) Wait { return Wait{k, MustDate(asked), dateOrNone(given)} }
	for _, c := range []struct {
		name  string
		waits []Wait
		days  int
		want  flat
	}{
		{"one after the other", []Wait{wait(ForIdentity, "2026-03-09", "2026-03-16"), wait(ForClarification, "2026-03-20", "2026-03-23")}, 10,
			flat{"2026-04-02", "2026-04-13", "2026-04-23", "-", "2026-04-24"}},
		{"overlapping days count once", []Wait{wait(ForIdentity, "2026-03-09", "2026-03-16"), wait(ForClarification, "2026-03-12", "2026-03-19")}, 10,
			flat{"2026-04-02", "2026-04-13", "2026-04-20", "-", "2026-04-21"}},
		{"one inside the other counts once", []Wait{wait(ForIdentity, "2026-03-09", "2026-03-19"), wait(ForClarification, "2026-03-12", "2026-03-13")}, 10,
			flat{"2026-04-02", "2026-04-13", "2026-04-20", "-", "2026-04-21"}},
		{"one still lasts", []Wait{wait(ForIdentity, "2026-03-09", "2026-03-16"), wait(ForClarification, "2026-03-20", "")}, 7,
			flat{"2026-04-02", "-", "-", "-", "-"}},
		{"the second was asked too late", []Wait{wait(ForIdentity, "2026-03-09", "2026-03-16"), wait(ForIdentity, "2026-04-07", "")}, 7,
			flat{"2026-04-02", "2026-04-09", "2026-04-16", "-", "2026-04-17"}},
	} {
		got := mustAnswer(t, Count{Received: MustDate("2026-03-02"), Controller: ireland, Person: france, Waits: c.waits})
		if flatten(got) != c.want || got.DaysWaited != c.days {
			t.Errorf("%s: got %v after %d days, want %v after %d", c.name, flatten(got), got.DaysWaited, c.want, c.days)
		}
	}
}

func TestAnExtensionWithoutReasonsMovesNothing(t *testing.T) {
	got := mustAnswer(t, Count{Received: MustDate("2026-03-06"), Controller: ireland, Person: france,
		Extension: Extension{Announced: MustDate("2026-03-20"), Unreasoned: true}})
	if want := (flat{"2026-04-06", "2026-04-07", "-", "-", "2026-04-08"}); flatten(got) != want {
		t.Errorf("got %v, want %v", flatten(got), want)
	}
	if got := warningCodes(got.Warnings); got != "extension_unreasoned" {
		t.Errorf("got warnings %q", got)
	}
}

func TestTheCautiousDateKnowsAlsaceMoselle(t *testing.T) {
	// 3 April 2026 is Good Friday; 6 April is Easter Monday in both countries.
	c := Count{Received: MustDate("2026-03-03"), Controller: ireland}
	for _, person := range []struct {
		calendar *Calendar
		want     string
	}{{france, "2026-04-04"}, {alsaceMoselle, "2026-04-08"}} {
		c.Person = person.calendar
		if got := mustAnswer(t, c).ComplainFromOn.String(); got != person.want {
			t.Errorf("%s: got %s, want %s", person.calendar.ID, got, person.want)
		}
	}
}

func TestCountsThatCannotBe(t *testing.T) {
	received := MustDate("2026-03-06")
	for _, c := range []struct {
		name  string
		count Count
		want  error
	}{
		{"no receipt", Count{}, ErrNoSuchDay},
		{"given without asked", Count{Received: received, Waits: []Wait{{Given: received}}}, ErrGivenWithoutAsked},
		{"given before asked", Count{Received: received, Waits: []Wait{{Asked: received.AddDays(2), Given: received.AddDays(1)}}}, ErrGivenBeforeAsked},
		{"asked before receipt", Count{Received: received, Waits: []Wait{{Asked: received.AddDays(-1)}}}, ErrBeforeReceipt},
		{"extended before receipt", Count{Received: received, Extension: Extension{Announced: received.AddDays(-1)}}, ErrBeforeReceipt},
		{"the end of time", Count{Received: MustDate("9999-12-01")}, ErrTooFar},
		{"the end of time, extended", Count{Received: MustDate("9999-10-20"), Extension: Extension{Announced: MustDate("9999-10-20")}}, ErrTooFar},
	} {
		c.count.Controller, c.count.Person = ireland, france
		if _, err := CountAnswer(c.count); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestWhatTheDateRestsOn(t *testing.T) {
	got := mustAnswer(t, Count{Received: MustDate("2026-03-06"), Controller: ireland, Person: france})
	want := []Step{
		{On: MustDate("2026-03-06"), Rule: RuleReceipt, Article: Article{EDPBAccess, "§§52-56"}},
		{On: MustDate("2026-04-06"), Rule: RuleOneMonth, Article: Article{GDPR, "12(3)"}},
		{On: MustDate("2026-04-06"), Rule: RuleSkippedHoliday, Article: Article{Reg1182, "3(4)"}, Holiday: Holiday{On: MustDate("2026-04-06"), ID: "easter_monday"}, Country: "IE"},
		{On: MustDate("2026-04-07"), Rule: RuleDue, Article: Article{GDPR, "12(3)"}},
		{On: MustDate("2026-04-07"), Rule: RuleCautious},
		{On: MustDate("2026-04-08"), Rule: RuleComplainFrom, Article: Article{GDPR, "77"}},
	}
	if len(got.Steps) != len(want) {
		t.Fatalf("got %v, want %v", got.Steps, want)
	}
	for i := range want {
		if got.Steps[i] != want[i] {
			t.Errorf("step %d: got %v, want %v", i+1, got.Steps[i], want[i])
		}
	}
}

func TestTheUnitedKingdomHasItsOwnArticles(t *testing.T) {
	for _, c := range []struct{ name, received, asked, want string }{
		{"before article 12A", "2026-01-20", "2026-02-04", "UK GDPR 12(6)"},
		{"since article 12A", "2026-01-20", "2026-02-05", "UK GDPR 12A"},
	} {
		a := mustAnswer(t, Count{Received: MustDate(c.received), Controller: englandAndWales, Person: englandAndWales, Regime: UK,
			Waits: []Wait{{For: ForIdentity, Asked: MustDate(c.asked)}}})
		if got := a.Steps[len(a.Steps)-1].Article.String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		for _, s := range a.Steps {
			if s.Article.Source == GDPR || s.Article.Source == Reg1182 {
				t.Errorf("%s: a UK date rests on %s", c.name, s.Article)
			}
		}
	}
}

// Data Protection Act 2018, section 164A.
func TestInTheUnitedKingdomTheCompanyComesFirst(t *testing.T) {
	for _, c := range []struct {
		regime Regime
		want   string
	}{{UK, "company_first"}, {EU, ""}} {
		a := mustAnswer(t, Count{Received: MustDate("2026-07-01"), Regime: c.regime, Controller: mustCalendar(t, "IE"), Person: mustCalendar(t, "GB")})
		if got := warningCodes(a.Warnings); got != c.want {
			t.Errorf("%s: got %q, want %q", c.regime, got, c.want)
		}
	}
}

func TestWarningsOnCalendarsAndAge(t *testing.T) {
	for _, c := range []struct {
		name, received, controller, person, want string
	}{
		{"both are ours", "2026-03-06", "IE", "FR", ""},
		{"one is not verified", "2026-03-06", "DE", "FR", "calendar_to_check"},
		{"the same one twice is said once", "2026-03-06", "MT", "MT", "weekends_only"},
		{"two kinds of doubt", "2026-03-06", "DE", "MT", "calendar_to_check weekends_only"},
		{"before the GDPR", "2018-05-24", "IE", "FR", "before_gdpr"},
		{"its first day", "2018-05-25", "IE", "FR", ""},
	} {
		a := mustAnswer(t, Count{Received: MustDate(c.received), Controller: mustCalendar(t, c.controller), Person: mustCalendar(t, c.person)})
		if got := warningCodes(a.Warnings); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
