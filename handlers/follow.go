package handlers

import (
	"errors"
	"slices"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

// Letters that follow a request, and the letters kept with its events.

const (
	followPath = requestPath + "/follow/:kind"
	keptPath   = requestPath + "/events/:event"
)

func (a *App) followRoutes() {
	a.on(get, followPath+"/letter", a.showFollowUp)
	a.on(get, followPath+"/letter/:block", a.showParagraph)
	a.on(post, followPath+"/letter/:block", a.saveParagraph)
	a.on(get, followPath+"/copy", a.showCopy)
	a.on(get, followPath+"/sent", a.showFollowUpSent)
	a.on(post, followPath+"/sent", a.saveFollowUpSent)
	a.on(get, keptPath+"/letter", a.showKept)
	for _, ending := range []string{"pdf", "txt", "eml"} {
		a.on(get, followPath+"/letter."+ending, a.sendFollowUp(ending))
	}
	for _, ending := range []string{"pdf", "txt"} {
		a.on(get, keptPath+"/letter."+ending, a.sendKept(ending))
	}
}

func (a *App) showFollowUp(v *visit) error {
	o, err := a.unsent(v)
	if err != nil {
		return err
	}
	return v.showOpen(o)
}

// sendFollowUp downloads a follow-up as written today.
func (a *App) sendFollowUp(ending string) handler {
	return func(v *visit) error {
		o, err := a.unsent(v)
		if err != nil {
			return err
		}
		copied, err := v.copyOfOpen(o, v.languageOfLetter(o.c, o.r), v.today)
		if err != nil {
			return v.explain(o.c, err)
		}
		return v.downloadLetter(o.c, o.r, string(o.kind), ending, copied)
	}
}

func (v *visit) copyOfOpen(o openLetter, language string, on law.Date) (letterCopy, error) {
	w, err := o.write(o.r, language, on)
	if err != nil {
		return letterCopy{}, err
	}
	return w.copied(on)
}

func (a *App) showFollowUpSent(v *visit) error {
	o, err := a.unsent(v)
	if err != nil {
		return err
	}
	values := interview.Form{"language": {v.languageOfLetter(o.c, o.r)}}
	return v.showCase(o.c, views.Sent{Form: views.Form{Values: values}, Letter: o.letter(), Rights: o.r.Rights})
}

// saveFollowUpSent notes that a follow-up left and keeps it as it left. The
// month of the request goes on: a follow-up is no new request.
func (a *App) saveFollowUpSent(v *visit) error {
	o, err := a.unsent(v)
	if err != nil {
		return err
	}
	page := views.Sent{Form: views.Form{Values: v.form}, Letter: o.letter(), Rights: o.r.Rights}
	answers, errs := interview.ReadFields(page.Questions(), v.form, v.today)
	err = wrong(errs)
	if len(errs) == 0 {
		err = a.noteFollowUp(v, o, dispatchOf(answers))
	}
	var refused wrong
	switch {
	case errors.As(err, &refused):
		page.Errors = refused
		return v.reject(v.frameOf(o.c), page)
	case errors.Is(err, models.ErrStale):
		return v.staleNews(o.c, views.RequestPath(v.lang, o.c.ID, o.r.ID), "sent.", page.Questions())
	case err != nil:
		return v.explain(o.c, err)
	}
	return v.redirect(done(views.RequestPath(v.lang, o.c.ID, o.r.ID), "follow_up_sent"))
}

// noteFollowUp draws the letter as of the day it was sent and records it. What
// the rules refuse is said at the day of the page.
func (a *App) noteFollowUp(v *visit, o openLetter, d dispatch) error {
	copied, err := v.copyOfOpen(o, d.Language, d.On)
	if errors.Is(err, letters.ErrNotSent) {
		return wrong{{Field: "sent_on.day", Key: "refusal." + string(law.NotSentYet)}}
	}
	if err != nil {
		return err
	}
	err = a.note(v, notice{
		request: o.r.ID,
		event:   models.Event{Event: law.Event{ID: models.NewID(), Kind: law.ReminderSent, On: d.On}},
		letter:  &models.SentLetter{Text: copied.text, PDF: copied.pdf},
	})
	var refused wrong
	if errors.As(err, &refused) {
		return atField(refused, "sent_on.day")
	}
	return err
}

// atField says the same errors at another field.
func atField(errs wrong, field string) wrong {
	moved := slices.Clone(errs)
	for i := range moved {
		moved[i].Field = field
	}
	return moved
}

// kept returns a letter that was kept with an event.
func (a *App) kept(v *visit) (models.Case, models.Request, letterCopy, error) {
	c, r, err := a.request(v)
	if err != nil {
		return c, r, letterCopy{}, err
	}
	event := v.Params("event")
	letter, drawn, err := a.Store.LetterAsSent(v.ctx, v.account(), c.ID, r.ID, event)
	return c, r, letterCopy{language: r.Language, text: letter.Text, pdf: drawn, on: letter.FrozenOn}, err
}

func (a *App) showKept(v *visit) error {
	c, r, copied, err := a.kept(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.Preview{
		Letter: views.Letter{RequestID: r.ID, EventID: v.Params("event")}, Rights: r.Rights,
		Language: copied.language, Sent: true, Frozen: copied.text,
	})
}

func (a *App) sendKept(ending string) handler {
	return func(v *visit) error {
		c, r, copied, err := a.kept(v)
		if err != nil {
			return err
		}
		return v.downloadLetter(c, r, "letter", ending, copied)
	}
}

// keptWith lists the events of a request that a follow-up was kept with.
func keptWith(r models.Request) []string {
	var ids []string
	for _, e := range r.Events {
		if e.Kind == law.ReminderSent && e.Letter != nil {
			ids = append(ids, e.ID)
		}
	}
	return ids
}
