package interview

import (
	"strconv"
	"time"

	"contreoffre/law"
)

// earliest is the first year a day of these dossiers can fall in: birth dates
// are asked too.
const earliest = 1900

// day reads a Day in the past or today; the zero Date when there is none.
func (r *reader) day(name string) law.Date {
	f := r.field(name, Day)
	day, _ := r.date(f, false)
	return day
}

// dayOrMonth reads a day, or a month when no day was typed: then the first of
// the month stands for it.
func (r *reader) dayOrMonth(name string) (on law.Date, monthOnly bool) {
	return r.date(r.field(name, DayOrMonth), true)
}

func (r *reader) date(f Field, monthWillDo bool) (on law.Date, monthOnly bool) {
	d, m, y := r.raw(f.Name+".day"), r.raw(f.Name+".month"), r.raw(f.Name+".year")
	if d == "" && m == "" && y == "" {
		if !f.Optional {
			r.fail(f.Name+".day", "error.date.required")
		}
		return law.Date{}, false
	}
	monthOnly = monthWillDo && d == ""
	if monthOnly {
		d = "1"
	}
	day, okDay := readPart(d, 2)
	month, okMonth := readMonth(m)
	year, okYear := readPart(y, 4)
	switch {
	case !okDay:
		r.fail(f.Name+".day", "error.date.day")
		return law.Date{}, false
	case !okMonth:
		r.fail(f.Name+".month", "error.date.month")
		return law.Date{}, false
	case !okYear || len(y) != 4:
		r.fail(f.Name+".year", "error.date.year")
		return law.Date{}, false
	}
	on = law.On(year, time.Month(month), day)
	switch {
	case !on.Valid():
		r.fail(f.Name+".day", "error.date.no_such_day", "day", day, "month", month, "year", year)
	case on.After(r.today):
		r.fail(f.Name+".day", "error.date.future")
	case year < earliest:
		r.fail(f.Name+".year", "error.date.too_old", "min", earliest)
	}
	return on, monthOnly
}

// readPart reads one to max digits.
func readPart(s string, max int) (int, bool) {
	if s == "" || len(s) > max {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
