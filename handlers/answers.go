package handlers

import (
	"errors"
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) answerRoutes() {
	a.on(get, requestPath+"/answer", a.showAnswer)
	a.on(post, requestPath+"/answer", a.saveAnswer)
}

// answerable is followedRequest for one that an answer may come to; to any
// other, the page of the request is what there is to see.
func (a *App) answerable(v *visit) (c models.Case, r models.Request, state law.State, err error) {
	c, r, state, err = a.followedRequest(v)
	if err == nil && !slices.Contains(state.Next, law.Answered) && state.Outcome != law.OutcomePartial {
		err = missing
	}
	return c, r, state, err
}

// showAnswer goes through what was asked for. After a partial answer, what was
// ticked then is shown again.
func (a *App) showAnswer(v *visit) error {
	c, r, state, err := a.answerable(v)
	if err != nil {
		return err
	}
	page := views.Answer{RequestID: r.ID, Rights: r.Rights, Asked: letters.Asked(r.Rights)}
	page.Values = ticksOf(r, state, page.Asked)
	return v.showCase(c, page)
}

// ticksOf fills the form with the last partial answer; it is empty when there
// was none.
func ticksOf(r models.Request, state law.State, asked []string) interview.Form {
	form := interview.Form{}
	if state.Outcome != law.OutcomePartial {
		return form
	}
	for _, code := range asked {
		form[code] = []string{views.Delivered}
		if slices.Contains(r.Missing, code) {
			form[code] = []string{views.Missing}
		}
	}
	fillDay(form, "on", partialOn(state))
	return form
}

// partialOn is the day of the last partial answer that stands; zero without
// one.
func partialOn(state law.State) law.Date {
	var on law.Date
	for _, e := range state.History {
		if e.Kind == law.PartialReply && e.Stands() {
			on = e.On
		}
	}
	return on
}

// saveAnswer turns the ticks into the event that they mean. A whole answer
// ends the request; a part leads to the letter that asks for the rest.
func (a *App) saveAnswer(v *visit) error {
	c, r, err := a.request(v)
	if err != nil {
		return err
	}
	state := letters.StateOf(interview.Effective(c), r, v.today)
	page := views.Answer{Form: views.Form{Values: v.form}, RequestID: r.ID, Rights: r.Rights, Asked: letters.Asked(r.Rights)}
	event, lacks, errs := readAnswer(v.lang, v.form, page.Asked, v.today)
	err = wrong(errs)
	switch {
	case len(errs) > 0:
	case event.Kind == law.PartialReply && event.On == partialOn(state):
		err = a.tickAgain(v, r.ID, lacks)
	default:
		err = a.note(v, notice{request: r.ID, event: event, missing: &lacks})
	}
	var refused wrong
	switch {
	case errors.As(err, &refused):
		page.Errors = refused
		return v.reject(v.frameOf(c), page)
	case errors.Is(err, models.ErrStale):
		return v.stale(c, views.Stale{Back: views.RequestPath(v.lang, c.ID, r.ID)})
	case err != nil:
		return err
	case event.Kind == law.Answered:
		return v.redirect(done(views.RequestPath(v.lang, c.ID, r.ID), "complete"))
	}
	return v.redirect(done(views.FollowUpPath(v.lang, c.ID, r.ID, letters.PartialFollowUp), "incomplete"))
}

// tickAgain corrects what the same answer left out: no second event.
func (a *App) tickAgain(v *visit, request string, lacks []string) error {
	_, err := a.change(v, func(c *models.Case) (string, error) {
		r := c.Request(request)
		if r == nil {
			return "", missing
		}
		r.Missing = lacks
		return "", nil
	})
	return err
}

// readAnswer reads the ticks: the event that they mean, and what is missing.
func readAnswer(l lang.Lang, form interview.Form, asked []string, today law.Date) (event models.Event, lacks []string, errs []interview.FieldError) {
	answers, errs := interview.ReadFields(views.AnswerFields(asked), form, today)
	for i, e := range errs {
		if slices.Contains(asked, e.Field) { // one error a point: each says which
			errs[i] = interview.FieldError{Field: e.Field, Key: "error.answer.point", Args: []any{"point", lang.Quoted(l, lang.T(l, "field.answer."+e.Field+".label"))}}
		}
	}
	if len(errs) > 0 {
		return event, nil, errs
	}
	came := 0
	for _, code := range asked {
		switch answers.Texts[code] {
		case views.Delivered:
			came++
		case views.Missing:
			lacks = append(lacks, code)
		}
	}
	if came+len(lacks) == 0 {
		return event, nil, []interview.FieldError{{Field: asked[0], Key: "error.answer.nothing"}}
	}
	event = models.Event{Event: law.Event{ID: models.NewID(), Kind: law.Answered, On: answers.Days["on"]}}
	if len(lacks) > 0 {
		event.Kind = law.PartialReply
	}
	return event, lacks, nil
}
