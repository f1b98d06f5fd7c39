package law

import (
	"errors"
	"fmt"
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
	ToBeChecked  Standing = "to_be_checked" // from an outside library, not verified
	WeekendsOnly Standing = "weekends_only" // no public holiday is known
)

// Calendar tells working days from others in one place. Saturdays and Sundays
// are never working days.
type Calendar struct {
	ID       string // "FR", "FR-AM" (Alsace-Moselle), "IE", "GB" (England and Wales)...
	Country  string
	Standing Standing
	holidays func(year int) []Holiday
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
	if list, ok := outsideHolidays[p.Country]; ok {
		return &Calendar{ID: p.Country, Country: p.Country, Standing: ToBeChecked, holidays: outside(list)}, nil
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
	return &Calendar{ID: country, Country: country, Standing: WeekendsOnly, holidays: func(int) []Holiday { return nil }}
}

// Holidays returns the public holidays of a year, in no given order.
func (c *Calendar) Holidays(year int) []Holiday { return c.holidays(year) }

// Holiday returns the public holiday that falls on d, if any.
func (c *Calendar) Holiday(d Date) (h Holiday, ok bool) {
	for _, h := range c.holidays(d.Year) {
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
