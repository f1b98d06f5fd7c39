package law

import (
	"slices"
	"time"
)

// A holidayRule says when one public holiday falls, and in which years it
// exists. Law is added to, not edited: a change is a new dated line.
type holidayRule struct {
	id       HolidayID
	from, to int   // first and last year, 0 when open
	except   []int // years in which a one-off day replaced it
	day      func(year int) Date
	// observed moves a holiday that falls on a weekend; nil when the law of the
	// place does not.
	observed func(Date) Date
}

// computed makes a calendar of our own from its rules.
func computed(id, country string, standing Standing, rules []holidayRule) *Calendar {
	return newCalendar(id, country, standing, func(year int) []Holiday {
		days := make([]Holiday, 0, len(rules)+1)
		for _, r := range rules {
			if year < r.from || r.to > 0 && year > r.to || slices.Contains(r.except, year) {
				continue
			}
			days = append(days, r.in(year))
		}
		return days
	})
}

func (r holidayRule) in(year int) Holiday {
	on := r.day(year)
	if r.observed == nil {
		return Holiday{On: on, ID: r.id}
	}
	moved := r.observed(on)
	return Holiday{On: moved, ID: r.id, Substitute: moved != on}
}

// HolidayIDs returns every name of a holiday that our own calendars use, each
// once.
func HolidayIDs() []HolidayID {
	var ids []HolidayID
	for _, rules := range [][]holidayRule{alsaceMoselleRules, irelandRules, englandAndWalesRules} {
		for _, r := range rules {
			if !slices.Contains(ids, r.id) {
				ids = append(ids, r.id)
			}
		}
	}
	return ids
}

func fixed(month time.Month, day int) func(int) Date {
	return func(year int) Date { return Date{year, month, day} }
}

// proclaimed is a day off given once, by decision.
func proclaimed(id HolidayID, day string) holidayRule {
	on := MustDate(day)
	return holidayRule{id: id, from: on.Year, to: on.Year, day: func(int) Date { return on }}
}

// nth returns the n-th such weekday of the month.
func nth(n int, w time.Weekday, month time.Month) func(int) Date {
	return func(year int) Date {
		first := Date{year, month, 1}
		offset := (int(w) - int(first.Weekday()) + 7) % 7
		return first.AddDays(offset + 7*(n-1))
	}
}

// last returns the last such weekday of the month.
func last(w time.Weekday, month time.Month) func(int) Date {
	return func(year int) Date {
		end := Date{year, month, daysIn(year, month)}
		return end.AddDays(-((int(end.Weekday()) - int(w) + 7) % 7))
	}
}

func easterPlus(days int) func(int) Date {
	return func(year int) Date { return easter(year).AddDays(days) }
}

// easter returns Easter Sunday in the Gregorian calendar, by the anonymous
// ("Meeus/Jones/Butcher") computus.
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}
