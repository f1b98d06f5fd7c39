package letters

import (
	"contreoffre/law"
	"contreoffre/models"
)

// MatterOf is what the rules need to know of a request of an effective case,
// beside its events.
func MatterOf(c models.Case, r models.Request) law.Matter {
	m := law.Matter{Rights: r.Rights, Channel: r.Channel}
	if to := controllerOf(c, r); to != nil && to.Address != nil {
		m.Controller = law.Place{Country: to.Address.Country, AlsaceMoselle: to.AlsaceMoselle}
	}
	if p := c.Person; p != nil && p.Address != nil {
		m.Person = law.Place{Country: p.Address.Country, AlsaceMoselle: p.AlsaceMoselle}
	}
	if p := c.Participation; p != nil {
		m.Country = p.Country
		if m.Person.Country == "" {
			m.Person.Country = p.Country
		}
	}
	return m
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

// StateOf says where a request of an effective case stands on a day.
func StateOf(c models.Case, r models.Request, today law.Date) law.State {
	return law.StateOf(MatterOf(c, r), EventsOf(r), today)
}
