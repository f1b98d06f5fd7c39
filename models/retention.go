package models

import (
	"slices"
	"time"

	"contreoffre/law"
)

// holding is what an account holds beside a case, as far as it decides how
// long the case is kept.
type holding struct {
	letters bool // another case has a letter or an exhibit
	email   bool // the person can be warned
}

// classOf returns the retention class of a case. Closing is the person's own
// word and wins; a letter anywhere in the account makes a bare case one that
// somebody works with.
func classOf(c Case, h holding) string {
	switch {
	case c.Closed != nil:
		return "closed"
	case slices.ContainsFunc(c.Requests, func(r Request) bool { return len(r.Events) > 0 }),
		c.Complaint != nil && len(c.Complaint.Events) > 0:
		return "sent"
	case h.letters || len(c.Requests) > 0 || len(c.Evidence) > 0 || c.Complaint != nil:
		return "prepared"
	}
	return "bare"
}

func retentionOf(class string) Retention {
	all := ReadManifest().Retention
	return all[slices.IndexFunc(all, func(r Retention) bool { return r.Class == class })]
}

// purgeOn returns the day on which a case is erased when its person was last
// here on visited and does not come back. lastDue is the last day that the
// rules derive from the case.
func purgeOn(c Case, h holding, visited, lastDue law.Date) law.Date {
	r := retentionOf(classOf(c, h))
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
