package handlers

import (
	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

// NextDue is the earliest day of a case that can be missed and that no event
// closed, of its requests and of its complaint: what the store keeps in
// next_due_on. A case that the person closed
// awaits nothing. It takes no today, because a deadline does not move with the
// day one looks.
func NextDue(c models.Case) law.Date {
	if c.Closed != nil {
		return law.Date{}
	}
	effective := interview.Effective(c)
	all := [][]law.Deadline{letters.ComplaintStateOf(effective, lastDay).Deadlines}
	for _, r := range effective.Requests {
		all = append(all, letters.StateOf(effective, r, lastDay).Deadlines)
	}
	all = append(all, letters.ComplaintStateOf(effective, lastDay).Deadlines)
	return law.NextDue(all...)
}

// lastDay comes after every event that may be recorded.
var lastDay = law.On(9999, 12, 31)

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
