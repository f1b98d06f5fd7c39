package law

import (
	"errors"
	"fmt"
	"time"
)

// Date is a civil day: no hour, no zone. Every legal date is one (design,
// decision 1). The zero Date means "no day" and is left out of files.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ErrNoSuchDay is returned for a text that is not a day written YYYY-MM-DD,
// or for a day that the calendar does not have (29 February 2025).
var ErrNoSuchDay = errors.New("law: no such day")

// On returns the day y-m-d as given; Valid tells whether it exists.
func On(y int, m time.Month, d int) Date { return Date{y, m, d} }

// DateOf returns the civil day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads a day written YYYY-MM-DD, years 0001 to 9999. It returns
// ErrNoSuchDay for any other text and for days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%w: %q", ErrNoSuchDay, s)
	}
	return DateOf(t), nil
}

// MustDate is ParseDate for days written in code; it panics when there is no
// such day.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether d is "no day".
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether the day exists in the Gregorian calendar, in the
// years 1 to 9999.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && DateOf(d.midnight()) == d
}

// String writes YYYY-MM-DD, or nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Compare orders days: -1 when d is before o, 0 when equal, +1 when after.
func (d Date) Compare(o Date) int {
	switch {
	case d.Year != o.Year:
		return sign(d.Year - o.Year)
	case d.Month != o.Month:
		return sign(int(d.Month - o.Month))
	default:
		return sign(d.Day - o.Day)
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// Before and After compare by day, so that a day is neither before nor after
// itself: a deadline is late on the day after it, not one second after it.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d comes later than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Later returns the later of two days; a zero Date never wins.
func Later(a, b Date) Date {
	if b.After(a) {
		return b
	}
	return a
}

// AddDays returns the day n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return DateOf(d.midnight().AddDate(0, 0, n)) }

// DaysUntil counts the nights from d to o; negative when o is earlier.
func (d Date) DaysUntil(o Date) int {
	return int(o.midnight().Sub(d.midnight()) / (24 * time.Hour))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// MarshalText writes YYYY-MM-DD; the zero Date is written as empty text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes; it returns ErrNoSuchDay for
// anything else.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	read, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = read
	return nil
}
