package law

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/ie"
)

func mustCalendar(t testing.TB, country string) *Calendar {
	t.Helper()
	c, err := CalendarOf(Place{Country: country})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestHolidaysOfTheYears(t *testing.T) {
	for _, c := range []struct {
		calendar *Calendar
		year     int
		want     string
	}{
		{france, 2024, "01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25"},
		{france, 2025, "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25"},
		{france, 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"},
		{france, 2027, "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25"},
		{alsaceMoselle, 2024, "01-01 03-29 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25 12-26"},
		{alsaceMoselle, 2027, "01-01 03-26 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25 12-26"},
		{ireland, 2022, "01-01 03-17 03-18 04-18 05-02 06-06 08-01 10-31 12-25 12-26"},
		{ireland, 2024, "01-01 02-05 03-17 04-01 05-06 06-03 08-05 10-28 12-25 12-26"},
		{ireland, 2025, "01-01 02-03 03-17 04-21 05-05 06-02 08-04 10-27 12-25 12-26"},
		{ireland, 2026, "01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25 12-26"},
		{ireland, 2027, "01-01 02-01 03-17 03-29 05-03 06-07 08-02 10-25 12-25 12-26"},
		{ireland, 2030, "01-01 02-01 03-17 04-22 05-06 06-03 08-05 10-28 12-25 12-26"},
		{englandAndWales, 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"},
		{englandAndWales, 2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"},
		{englandAndWales, 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
		{englandAndWales, 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"},
		{englandAndWales, 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"},
		{englandAndWales, 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"},
		{englandAndWales, 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"},
	} {
		if got := strings.Join(daysOff(c.calendar, c.year), " "); got != c.want {
			t.Errorf("%s %d: got\n%s, want\n%s", c.calendar.ID, c.year, got, c.want)
		}
	}
}

func daysOff(c *Calendar, year int) []string {
	var days []string
	for _, h := range c.Holidays(year) {
		days = append(days, h.On.String()[5:])
	}
	slices.Sort(days)
	return days
}

// beyondTheOracle are the days that rickar/cal does not know, or gives where a
// proclamation moved them.
var beyondTheOracle = map[string]string{
	"GB 2002-05-27": "moved to 4 June", "GB 2002-06-03": "Golden Jubilee", "GB 2002-06-04": "spring holiday, moved",
	"GB 2011-04-29": "royal wedding",
	"GB 2012-05-28": "moved to 4 June", "GB 2012-06-04": "spring holiday, moved", "GB 2012-06-05": "Diamond Jubilee",
	"GB 2022-09-19": "state funeral",
}

func TestTheOracleAgreesOnEveryWorkingDayOfACentury(t *testing.T) {
	for _, c := range []struct {
		calendar *Calendar
		oracle   []*cal.Holiday
	}{
		{france, fr.Holidays},
		{ireland, ie.Holidays},
		{englandAndWales, gb.Holidays},
	} {
		oracle := newCalendar("oracle", "", ToBeChecked, outside(c.oracle))
		for d := On(2000, time.January, 1); d.Year <= 2100; d = d.AddDays(1) {
			got, want := c.calendar.IsWorkingDay(d), oracle.IsWorkingDay(d)
			_, known := beyondTheOracle[c.calendar.ID+" "+d.String()]
			if (got != want) != known {
				t.Errorf("%s %s: working day: got %t, the oracle says %t", c.calendar.ID, d, got, want)
			}
		}
	}
}

func TestAlsaceMoselleAddsTwoDaysToFrance(t *testing.T) {
	for year := 2000; year <= 2100; year++ {
		want := append(daysOff(france, year), monthDay(easter(year).AddDays(-2)), "12-26")
		slices.Sort(want)
		if got := daysOff(alsaceMoselle, year); !slices.Equal(got, want) {
			t.Errorf("%d: got %v, want %v", year, got, want)
		}
	}
}

func monthDay(d Date) string { return d.String()[5:] }

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		name     string
		place    Place
		id       string
		standing Standing
	}{
		{"France", Place{Country: "FR"}, "FR", Computed},
		{"Alsace-Moselle is in France", Place{"FR", true}, "FR-AM", Computed},
		{"and nowhere else", Place{"IE", true}, "IE", Computed},
		{"Great Britain", Place{Country: "GB"}, "GB", Computed},
		{"a French overseas department", Place{Country: "RE"}, "RE", ToBeChecked},
		{"known to a library", Place{Country: "DE"}, "DE", ToBeChecked},
		{"only regional holidays are known", Place{Country: "AU"}, "AU", WeekendsOnly},
		{"known to nobody", Place{Country: "MT"}, "MT", WeekendsOnly},
	} {
		got, err := CalendarOf(c.place)
		if err != nil || got.ID != c.id || got.Standing != c.standing {
			t.Errorf("%s: got %v, %v, want %s %s", c.name, got, err, c.id, c.standing)
		}
	}
	for _, code := range []string{"", "UK", "EL", "XX", "fr", "FRA", "ZZ", "EU"} {
		if _, err := CalendarOf(Place{Country: code}); !errors.Is(err, ErrUnknownCountry) {
			t.Errorf("%q: got %v, want ErrUnknownCountry", code, err)
		}
	}
}

func TestCountryCodesAreThoseOfTheStandard(t *testing.T) {
	codes := CountryCodes()
	if len(codes) != 249 || !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != 249 {
		t.Errorf("got %d codes, want 249, sorted, each once", len(codes))
	}
	for country := range outsideHolidays {
		if !IsCountry(country) {
			t.Errorf("%s has a calendar but is no country", country)
		}
	}
}

func TestCalendarsFromOutside(t *testing.T) {
	for _, c := range []struct {
		name, country, on string
		off               bool
	}{
		{"Germany, day of unity", "DE", "2025-10-03", true},
		{"Belgium, national day", "BE", "2025-07-21", true},
		{"an ordinary Tuesday", "DE", "2025-10-07", false},
		{"a substitute day that crosses the new year", "US", "2021-12-31", true},
	} {
		if got := !mustCalendar(t, c.country).IsWorkingDay(MustDate(c.on)); got != c.off {
			t.Errorf("%s: got day off %t, want %t", c.name, got, c.off)
		}
	}
}

// The library counts in the machine's zone; some zones have no midnight on the
// day the clocks change.
func TestCalendarsFromOutsideDoNotDependOnTheMachinesZone(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	var want []string
	for _, zone := range []string{"UTC", "Europe/Paris", "America/Sao_Paulo", "Pacific/Apia", "Africa/Cairo", "America/Havana"} {
		var err error
		if time.Local, err = time.LoadLocation(zone); err != nil {
			t.Skipf("no zone files: %v", err)
		}
		var got []string
		for _, country := range []string{"BR", "DE", "GR", "US"} {
			fresh := newCalendar(country, country, ToBeChecked, outside(outsideHolidays[country]))
			for year := 2000; year < 2030; year++ {
				got = append(got, fmt.Sprint(country, year, daysOff(fresh, year)))
			}
		}
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the holidays differ from those in UTC", zone)
		}
	}
}

func TestNeverDueOnADayOffNorBeforeReceiptNorOutOfOrder(t *testing.T) {
	calendars := []*Calendar{alsaceMoselle, weekendsOnly("MT")}
	for _, country := range CountryCodes() {
		if c := mustCalendar(t, country); c.Standing != WeekendsOnly {
			calendars = append(calendars, c)
		}
	}
	for _, c := range calendars {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			checkCentury(t, c)
		})
	}
}

func checkCentury(t *testing.T, c *Calendar) {
	const longestRun = 12 // days off in a row, more than any real calendar has
	working := workingDays(c, 2000, 2101)
	var before Date
	for received := On(2000, time.January, 1); received.Year < 2100; received = received.AddDays(1) {
		raw := addMonths(received, 1)
		due := c.Roll(raw)
		switch {
		case !working[due]:
			t.Fatalf("received %s: due %s, a day off", received, due)
		case !raw.After(received) || due.Before(raw):
			t.Fatalf("received %s: raw %s, due %s", received, raw, due)
		case raw.DaysUntil(due) > longestRun:
			t.Fatalf("received %s: due %s, %d days after the month", received, due, raw.DaysUntil(due))
		case due.Before(before):
			t.Fatalf("received %s: due %s, before an earlier request's %s", received, due, before)
		}
		for d := raw; d.Before(due); d = d.AddDays(1) {
			if working[d] {
				t.Fatalf("received %s: due %s though %s was a working day", received, due, d)
			}
		}
		before = due
	}
}

// workingDays lists them year by year, not day by day as IsWorkingDay does.
func workingDays(c *Calendar, from, to int) map[Date]bool {
	working := map[Date]bool{}
	for d := On(from, time.January, 1); d.Year < to; d = d.AddDays(1) {
		working[d] = d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
	}
	for year := from; year < to; year++ {
		for _, h := range c.Holidays(year) {
			working[h.On] = false
		}
	}
	return working
}
