package law

import (
	"errors"
	"time"
)

// Regulation (EEC, Euratom) No 1182/71, on periods, dates and time limits.
//
// Article 3(1): the day of the event is not counted. Article 3(2)(c): a period
// of months ends with the last hour of the day that bears the same number as
// the day of the event; when the last month has no such day, with its last
// day. Article 3(4): when the last day is a public holiday, a Sunday or a
// Saturday, the period ends with the last hour of the following working day.
// Article 2(1): the holidays are those of the State where the act is due, here
// the controller's. EDPB Guidelines 01/2022, §§160-161, read GDPR 12(3) so.
//
// Not modelled: article 3(5) (at least two working days in a period of two
// days or more), which never decides a period of a month.

// ErrTooFar is returned when a period would end after the year 9999.
var ErrTooFar = errors.New("law: the period ends after the year 9999")

// addMonths returns the day that bears the same number n months after d, or
// the last day of that month when there is none. It is arithmetic, not a
// rule: each rule says for itself whether it rolls, and on which calendar.
func addMonths(d Date, n int) Date {
	months := int(d.Month) - 1 + n
	year, month := d.Year+months/12, time.Month(months%12+1)
	return Date{year, month, min(d.Day, daysIn(year, month))}
}

// daysIn counts the days of a month.
func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Roll returns d when it is a working day, else the next working day.
func (c *Calendar) Roll(d Date) Date {
	for !c.IsWorkingDay(d) {
		d = d.AddDays(1)
	}
	return d
}

// rollBoth returns the first day from d on that is a working day in both
// calendars.
func rollBoth(a, b *Calendar, d Date) Date {
	for !a.IsWorkingDay(d) || !b.IsWorkingDay(d) {
		d = d.AddDays(1)
	}
	return d
}
