package handlers

import (
	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/models"
)

// NextDue is the earliest day of a case that can be missed and that no event
// closed: what the store keeps in next_due_on. It takes no today, because a
// deadline does not move with the day one looks.
func NextDue(c models.Case) law.Date {
	effective := interview.Effective(c)
	var all [][]law.Deadline
	for _, r := range effective.Requests {
		all = append(all, stateOf(effective, r, lastDay).Deadlines)
	}
	return law.NextDue(all...)
}

// lastDay comes after every event that may be recorded.
var lastDay = law.On(9999, 12, 31)

// stateOf says where a request of an effective case stands.
func stateOf(effective models.Case, r models.Request, today law.Date) law.State {
	return law.StateOf(matterOf(effective, r), eventsOf(r), today)
}

// matterOf is what the rules need to know of a request beside its events.
func matterOf(effective models.Case, r models.Request) law.Matter {
	m := law.Matter{Rights: r.Rights, Channel: r.Channel}
	if c := controllerOf(effective, r); c.Address != nil {
		m.Controller = law.Place{Country: c.Address.Country, AlsaceMoselle: c.AlsaceMoselle}
	}
	if p := effective.Person; p != nil && p.Address != nil {
		m.Person = law.Place{Country: p.Address.Country, AlsaceMoselle: p.AlsaceMoselle}
	}
	if p := effective.Participation; p != nil {
		m.Country = p.Country
		if m.Person.Country == "" {
			m.Person.Country = p.Country
		}
	}
	return m
}

// controllerOf is whom a request goes to: its own controller, else the
// offer's; a zero one when neither is known.
func controllerOf(effective models.Case, r models.Request) models.Controller {
	switch {
	case r.Controller != nil:
		return *r.Controller
	case effective.Offer != nil && effective.Offer.Controller != nil:
		return *effective.Offer.Controller
	}
	return models.Controller{}
}

func eventsOf(r models.Request) []law.Event {
	events := make([]law.Event, len(r.Events))
	for i, e := range r.Events {
		events[i] = e.Event
	}
	return events
}
