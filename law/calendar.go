package law

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// Place is where somebody lives or is established: what a calendar of working
// days depends on.
type Place struct {
	Country       string // ISO 3166-1 alpha-2
	AlsaceMoselle bool   // only in FR: two more public holidays
}

// ErrUnknownCountry is returned for a code that ISO 3166-1 does not assign.
var ErrUnknownCountry = errors.New("law: unknown country")

// HolidayID names a public holiday of the calendars we compute ourselves; its
// words are "holiday.<id>".
type HolidayID string

// Holiday is one day off. Holidays of the calendars that are not ours have a
// Name, in their own language, instead of an ID.
type Holiday struct {
	On         Date
	ID         HolidayID
	Name       string
	Substitute bool // the weekday given for a holiday that fell on a weekend
}

// Standing says how far a calendar can be relied on.
type Standing string

// The standings of a calendar.
const (
	Computed     Standing = "computed"      // from rules we keep and test
	ToBeChecked  Standing = "to_be_checked" // not verified, or not complete
	WeekendsOnly Standing = "weekends_only" // no public holiday is known
)

// Calendar tells working days from others in one place. Saturdays and Sundays
// are never working days.
type Calendar struct {
	ID       string // "FR", "FR-AM" (Alsace-Moselle), "IE", "GB" (England and Wales)...
	Country  string
	Standing Standing
	almanac  almanac
}

// almanac works out the holidays of a year and keeps those of the years that
// dossiers live in, so that a list of a thousand requests does not work them
// out a thousand times.
type almanac struct {
	compute func(year int) []Holiday
	kept    [keptYears]atomic.Pointer[[]Holiday]
}

const (
	firstKeptYear = 1990
	keptYears     = 128
)

// year returns the holidays of a year; the caller must not change them.
func (a *almanac) year(year int) []Holiday {
	i := year - firstKeptYear
	if i < 0 || i >= keptYears {
		return a.compute(year)
	}
	if kept := a.kept[i].Load(); kept != nil {
		return *kept
	}
	days := a.compute(year)
	a.kept[i].Store(&days)
	return days
}

func newCalendar(id, country string, standing Standing, compute func(year int) []Holiday) *Calendar {
	return &Calendar{ID: id, Country: country, Standing: standing, almanac: almanac{compute: compute}}
}

// CalendarOf returns the calendar of a place. A country without a calendar
// gets one that knows weekends only; its Standing says so. It returns
// ErrUnknownCountry for a code that ISO 3166-1 does not assign.
func CalendarOf(p Place) (*Calendar, error) {
	if !IsCountry(p.Country) {
		return nil, fmt.Errorf("%w: %q", ErrUnknownCountry, p.Country)
	}
	switch {
	case p.Country == "FR" && p.AlsaceMoselle:
		return alsaceMoselle, nil
	case p.Country == "FR":
		return france, nil
	case p.Country == "IE":
		return ireland, nil
	case p.Country == "GB":
		return englandAndWales, nil
	}
	if c, ok := overseas[p.Country]; ok {
		return c, nil
	}
	if c, ok := outsideCalendars[p.Country]; ok {
		return c, nil
	}
	return weekendsOnly(p.Country), nil
}

// calendarOrWeekends is CalendarOf for a dossier, where the country may not be
// known yet: it then counts weekends only.
func calendarOrWeekends(p Place) *Calendar {
	c, err := CalendarOf(p)
	if err != nil {
		return weekendsOnly(p.Country)
	}
	return c
}

func weekendsOnly(country string) *Calendar {
	return newCalendar(country, country, WeekendsOnly, func(int) []Holiday { return nil })
}

// Holidays returns the public holidays of a year, in no given order.
func (c *Calendar) Holidays(year int) []Holiday { return slices.Clone(c.almanac.year(year)) }

// Holiday returns the public holiday that falls on d, if any.
func (c *Calendar) Holiday(d Date) (h Holiday, ok bool) {
	for _, h := range c.almanac.year(d.Year) {
		if h.On == d {
			return h, true
		}
	}
	return Holiday{}, false
}

// IsWorkingDay reports whether d is neither a Saturday, a Sunday nor a public
// holiday.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if isWeekend(d) {
		return false
	}
	_, off := c.Holiday(d)
	return !off
}

func isWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
