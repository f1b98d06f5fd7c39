package handlers

import (
	"context"
	"errors"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) requestRoutes() {
	a.on(get, requestPath, a.showRequest)
	a.on(get, requestPath+"/sent", a.showSent)
	a.on(post, requestPath+"/sent", a.saveSent)
}

// showRequest shows where a request stands and why its day is that day. A
// draft is its letter.
func (a *App) showRequest(v *visit) error {
	c, r, err := a.request(v)
	if err != nil {
		return err
	}
	effective := interview.Effective(c)
	state := letters.StateOf(effective, r, v.today)
	if state.Status == law.StatusDraft {
		return v.redirect(views.RequestPath(v.lang, c.ID, r.ID, "letter"))
	}
	page := v.requestPage(c, r, state)
	page.Kept = keptWith(r)
	if v.Query("note") != "" {
		return v.chooseEvent(c, r, state, page)
	}
	return v.showCase(c, page)
}

func (a *App) showSent(v *visit) error {
	c, r, err := a.draft(v)
	if err != nil {
		return err
	}
	page := sentPage(r, interview.Form{
		"language": {v.languageOfLetter(c, r)}, "channel": {string(r.Channel)}, "tracking_number": {r.TrackingNumber},
	})
	return v.showCase(c, page)
}

func sentPage(r models.Request, values interview.Form) views.Sent {
	return views.Sent{Form: views.Form{Values: values}, Letter: views.Letter{RequestID: r.ID}, Rights: r.Rights, Channel: r.Channel}
}

// saveSent freezes the letter as it left, text and PDF, and starts the clock.
// The letter is composed as of the day it was sent, which is the day it bears.
func (a *App) saveSent(v *visit) error {
	c, r, err := a.request(v)
	if err != nil {
		return err
	}
	page := sentPage(r, v.form)
	answers, errs := interview.ReadFields(views.SentFields, v.form, v.today)
	if len(errs) == 0 {
		err = a.markSent(v, r.ID, dispatchOf(answers))
	}
	var refused wrong
	switch {
	case len(errs) > 0:
		page.Errors = errs
		return v.reject(v.frameOf(c), page)
	case errors.As(err, &refused):
		page.Errors = refused
		return v.reject(v.frameOf(c), page)
	case errors.Is(err, models.ErrStale):
		return v.staleNews(c, views.RequestPath(v.lang, c.ID, r.ID, "sent"), "sent.", page.Questions())
	case err != nil:
		return v.explain(c, err)
	}
	return v.redirect(done(views.RequestPath(v.lang, c.ID, r.ID), "sent"))
}

// dispatch is what the person says about sending a letter.
type dispatch struct {
	On       law.Date
	Channel  law.Channel
	Language string
	Tracking string
}

func dispatchOf(answers interview.Answers) dispatch {
	return dispatch{
		On:       answers.Days["sent_on"],
		Channel:  law.Channel(answers.Texts["channel"]),
		Language: answers.Texts["language"],
		Tracking: answers.Texts["tracking_number"],
	}
}

// markSent writes the details of the dispatch, the event and the frozen letter
// in one transaction. It returns wrong when the rules refuse the event.
func (a *App) markSent(v *visit, requestID string, d dispatch) error {
	version, err := v.version()
	if err != nil {
		return err
	}
	_, err = once(v, func(ctx context.Context) (struct{}, error) {
		event := law.Event{ID: models.NewID(), Kind: law.Sent, On: d.On}
		var letter letterCopy
		c, err := a.Store.Change(ctx, v.account(), v.Params("case"), version, func(c *models.Case) (err error) {
			letter, err = dispatchLetter(c, requestID, d, event, v.today)
			return err
		})
		if err != nil {
			return struct{}{}, err
		}
		_, err = a.Store.AddEvent(ctx, v.account(), c.ID, c.Version, requestID, models.Event{Event: event},
			&models.SentLetter{Text: letter.text, PDF: letter.pdf})
		return struct{}{}, err
	})
	return err
}

// dispatchLetter draws the letter as the draft stood, which is what the person
// had in hand, then notes how it went. A letter that mentions another way than
// it took is kept with its mention; days are counted by the way it took.
func dispatchLetter(c *models.Case, requestID string, d dispatch, event law.Event, today law.Date) (letterCopy, error) {
	r := c.Request(requestID)
	if r == nil {
		return letterCopy{}, missing
	}
	letter, err := drawCopy(*c, *r, d.Language, d.On)
	if err != nil {
		return letterCopy{}, err
	}
	r.Channel, r.Language, r.TrackingNumber = d.Channel, d.Language, d.Tracking
	var refusal *law.Refusal
	err = law.Check(letters.MatterOf(interview.Effective(*c), *r), letters.EventsOf(*r), event, today)
	if errors.As(err, &refusal) {
		return letterCopy{}, wrong{{Field: "sent_on.day", Key: "refusal." + string(refusal.Reason)}}
	}
	return letter, err
}
