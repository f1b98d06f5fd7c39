package letters

import (
	"contreoffre/law"
	"contreoffre/models"
)

// StateOf says where a request of an effective case stands on a day.
func StateOf(c models.Case, r models.Request, today law.Date) law.State {
	m := MatterOf(c, r)
	m.ComplainedOn = complainedOn(c, today)
	return law.StateOf(m, EventsOf(r), today)
}

// complainedOn is the day on which the complaint of an effective case was
// filed; zero when it was not, and when one has to be filed again.
func complainedOn(c models.Case, today law.Date) law.Date {
	if c.Complaint == nil || len(c.Complaint.Events) == 0 {
		return law.Date{}
	}
	s := ComplaintStateOf(c, today)
	if s.Outcome == law.ComplaintWithdrawn || s.Outcome == law.ComplaintInadmissible {
		return law.Date{}
	}
	return s.FiledOn
}

// IsFiled reports whether the complaint of an effective case was filed and does
// not have to be filed again: it was neither withdrawn nor found inadmissible.
func IsFiled(c models.Case, today law.Date) bool { return !complainedOn(c, today).IsZero() }

// MatterOf is what the rules need to know of a request of an effective case,
// beside its events.
func MatterOf(c models.Case, r models.Request) law.Matter {
	m := law.Matter{Rights: r.Rights, Channel: r.Channel, Country: countryOf(c)}
	if to := controllerOf(c, r); to != nil && to.Address != nil {
		m.Controller = law.Place{Country: to.Address.Country, AlsaceMoselle: to.AlsaceMoselle}
	}
	m.Person.Country = m.Country
	if c.Person != nil && c.Person.Address != nil {
		m.Person = law.Place{Country: c.Person.Address.Country, AlsaceMoselle: c.Person.AlsaceMoselle}
	}
	return m
}

// countryOf is where the person took part; empty when not told.
func countryOf(c models.Case) string {
	if c.Participation == nil {
		return ""
	}
	return c.Participation.Country
}

// EventsOf is what the rules read of a request's events, in the order of their
// entry.
func EventsOf(r models.Request) []law.Event {
	events := make([]law.Event, len(r.Events))
	for i, e := range r.Events {
		events[i] = e.Event
	}
	return events
}
