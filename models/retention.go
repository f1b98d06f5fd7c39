package models

import (
	"slices"
	"time"

	"contreoffre/law"
)

// holding is what an account holds beside a case, as far as it decides how
// long the case is kept.
type holding struct {
	until law.Date // when the last other case with a letter or an exhibit goes; zero: there is none
	email bool     // the person can be warned
}

// The classes of the manifest.
const (
	classBare     = "bare"
	classPrepared = "prepared"
	classSent     = "sent"
	classClosed   = "closed"
)

// classOf returns the retention class of a case. Closing is the person's own
// word and wins.
func classOf(c Case) string {
	switch {
	case c.Closed != nil:
		return classClosed
	case slices.ContainsFunc(c.Requests, func(r Request) bool { return len(r.Events) > 0 }),
		c.Complaint != nil && len(c.Complaint.Events) > 0:
		return classSent
	case written(c):
		return classPrepared
	}
	return classBare
}

// written reports a letter, an exhibit or a complaint.
func written(c Case) bool { return len(c.Requests) > 0 || len(c.Evidence) > 0 || c.Complaint != nil }

func retentionOf(class string) Retention {
	all := ReadManifest().Retention
	return all[slices.IndexFunc(all, func(r Retention) bool { return r.Class == class })]
}

// purgeOn returns the day on which a case is erased when its person was last
// here on visited and does not come back. lastDue is the last day that the
// rules derive from the case. A letter beside it makes a bare case one that
// somebody works with, for as long as that letter is there itself (decision
// 0011).
func purgeOn(c Case, h holding, visited, lastDue law.Date) law.Date {
	on := keptUntil(classOf(c), c, h, visited, lastDue)
	if classOf(c) != classBare || h.until.IsZero() {
		return on
	}
	borrowed := keptUntil(classPrepared, c, h, visited, lastDue)
	if h.until.Before(borrowed) {
		borrowed = h.until
	}
	return law.Later(on, borrowed)
}

// keptUntil counts the time of a class.
func keptUntil(class string, c Case, h holding, visited, lastDue law.Date) law.Date {
	r := retentionOf(class)
	days := map[string]law.Date{"visit": visited, "event": lastEvent(c), "deadline": lastDue}
	if c.Closed != nil {
		days["closing"] = c.Closed.On
	}
	var from law.Date
	for _, name := range r.After {
		from = law.Later(from, days[name])
	}
	months := r.Months
	if !h.email {
		months += r.MonthsWithoutEmail
	}
	return monthsAfter(from, months).AddDays(r.Days)
}

// lastEvent returns the day of the latest event of a case, those taken back
// included; the zero Date when nothing happened.
func lastEvent(c Case) law.Date {
	var last law.Date
	for _, r := range c.Requests {
		for _, e := range r.Events {
			last = law.Later(last, e.On)
		}
	}
	if c.Complaint != nil {
		for _, e := range c.Complaint.Events {
			last = law.Later(last, e.On)
		}
	}
	return last
}

// monthsAfter counts the months that we keep things, not those of a law: a day
// that the last month lacks becomes the first of the next, so that nobody's
// dossier goes a day early.
func monthsAfter(d law.Date, months int) law.Date {
	return law.DateOf(time.Date(d.Year, d.Month+time.Month(months), d.Day, 0, 0, 0, 0, time.UTC))
}
