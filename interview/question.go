package interview

import (
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

// The limits of the portable dossier, in characters; a test compares them
// with its schema.
const (
	lineLimit     = 200
	textLimit     = 10_000
	longTextLimit = 200_000
	emailLimit    = 254
	linkLimit     = 2_000
	rowLimit      = 50 // of a list on one page; a file may hold more
)

// question is a page as it is written down: how its answer is put into a
// form, taken out of one, and cleared. ask makes a Page of it.
type question struct {
	Page
	fill  func(models.Case, writer)
	read  func(*reader, *models.Case)
	clear func(*models.Case)
	// unsure notes "I don't know" where the facts have a word for it. Where
	// they have none, the page's id goes into Participation.Unknown.
	unsure func(*models.Case)
	// suggests reports that fill has suggestions for the case as long as nothing
	// was answered; unread, that one of them stands in the answer as it came.
	suggests func(models.Case) bool
	unread   func(before, answered models.Case) bool
}

// offersSuggestions reports that the form holds suggestions.
func (q question) offersSuggestions(c models.Case) bool {
	return q.suggests != nil && !isUnknown(c, q.ID) && !q.Answered(c) && q.suggests(c)
}

func ask(q question) Page {
	p := q.Page
	answered := p.Answered
	p.Answered = func(c models.Case) bool { return isUnknown(c, p.ID) || answered(c) }
	p.Suggests = q.offersSuggestions
	p.Fill = func(c models.Case) Form {
		form := Form{}
		q.fill(c, writer{form: form})
		return form
	}
	p.Read = func(form Form, c *models.Case, today law.Date) []FieldError {
		return q.answer(form, c, today)
	}
	p.Clear = func(c *models.Case) {
		q.clear(c)
		forgetUnknown(c, p.ID)
	}
	return p
}

// answer reads the form into a copy, so that a wrong answer changes nothing.
func (q question) answer(form Form, c *models.Case, today law.Date) []FieldError {
	next := copyCase(*c)
	if q.Unsure && form.Get(DoName) == DoUnsure {
		q.clear(&next)
		if q.unsure != nil {
			q.unsure(&next)
		} else {
			noteUnknown(&next, q.ID)
		}
		*c = next
		return nil
	}
	var errs []FieldError
	q.read(&reader{form: form, fields: q.Fields, today: today, errs: &errs}, &next)
	if len(errs) > 0 {
		return errs
	}
	if form.Get(ReadName) == "" && q.offersSuggestions(*c) && q.unread(*c, next) {
		return []FieldError{{Field: ReadName, Key: "error.suggestion.unread"}}
	}
	forgetUnknown(&next, q.ID)
	*c = next
	return nil
}

// isUnknown reports that the page was answered "I don't know".
func isUnknown(c models.Case, id string) bool {
	return c.Participation != nil && slices.Contains(c.Participation.Unknown, id)
}

func noteUnknown(c *models.Case, id string) {
	p := participation(c)
	if !slices.Contains(p.Unknown, id) {
		p.Unknown = append(p.Unknown, id)
	}
}

func forgetUnknown(c *models.Case, id string) {
	if isUnknown(*c, id) {
		p := c.Participation
		p.Unknown = slices.DeleteFunc(p.Unknown, func(other string) bool { return other == id })
		if len(p.Unknown) == 0 {
			p.Unknown = nil
		}
	}
}

// person, participation and offer give the part of the case to write to, and
// make it where there is none.
func person(c *models.Case) *models.Person {
	if c.Person == nil {
		c.Person = &models.Person{}
	}
	return c.Person
}

func participation(c *models.Case) *models.Participation {
	if c.Participation == nil {
		c.Participation = &models.Participation{}
	}
	return c.Participation
}

func offer(c *models.Case) *models.Offer {
	if c.Offer == nil {
		c.Offer = &models.Offer{}
	}
	return c.Offer
}

// personOf, participationOf and offerOf give the same parts to read from;
// where there is none, an empty one.
func personOf(c models.Case) models.Person { return *person(&c) }

func participationOf(c models.Case) models.Participation { return *participation(&c) }

func offerOf(c models.Case) models.Offer { return *offer(&c) }

func representativeOf(c models.Case) models.Representative {
	if r := personOf(c).RepresentedBy; r != nil {
		return *r
	}
	return models.Representative{}
}

func controllerOf(c models.Case) models.Controller {
	if o := offerOf(c).Controller; o != nil {
		return *o
	}
	return models.Controller{}
}
