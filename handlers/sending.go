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

// What becomes of a draft: the way it will travel, or none.

func (a *App) sendingRoutes() {
	a.on(get, requestPath+"/send", a.showSend)
	a.on(post, requestPath+"/channel", a.saveChannel)
	a.on(get, requestPath+"/discard", a.showDiscard)
	a.on(post, requestPath+"/discard", a.discard)
}

func (a *App) showSend(v *visit) error {
	c, r, err := a.draft(v)
	if err != nil {
		return err
	}
	return v.showCase(c, v.sendPage(c, r))
}

func (v *visit) sendPage(c models.Case, r models.Request) views.Send {
	effective := interview.Effective(c)
	page := views.Send{
		Letter: views.Letter{RequestID: r.ID}, Language: v.languageOfLetter(c, r), Channel: r.Channel,
		Controller: controllerOf(effective, r), Mandate: letters.Mandated(effective),
	}
	if letter, err := write(c, r, page.Language, v.today); err == nil { // else the letter's own page says what it lacks
		page.Blanks = letters.Blanks(letter.documents...)
	}
	if preset, ok := interview.PresetOf(effective); ok && r.Controller == nil {
		page.CheckedOn = preset.CheckedOn
	}
	return page
}

// saveChannel keeps the way that the letter will travel, which it mentions from
// then on, and the language that the person was reading it in.
func (a *App) saveChannel(v *visit) error {
	c, r, err := a.request(v)
	if err != nil {
		return err
	}
	page := v.sendPage(c, r)
	answers, errs := interview.ReadFields([]interview.Field{page.Question()}, v.form, v.today)
	if len(errs) > 0 {
		page.Form = views.Form{Values: v.form, Errors: errs}
		return v.reject(v.frameOf(c), page)
	}
	next, err := a.change(v, func(c *models.Case) (string, error) {
		draft := c.Request(r.ID)
		if draft == nil || isSent(*c, *draft, v.today) {
			return "", missing
		}
		draft.Channel, draft.Language = law.Channel(answers.Texts["channel"]), page.Language
		return done(views.RequestPath(v.lang, c.ID, draft.ID, "send"), "channel_kept"), nil
	})
	if errors.Is(err, models.ErrStale) {
		return v.staleNews(c, views.RequestPath(v.lang, c.ID, r.ID, "send"), "sent.", []interview.Field{page.Question()})
	}
	if err != nil {
		return err
	}
	return v.redirect(next)
}

// mayDiscard reports whether a request can be thrown away: nothing happened to
// it yet.
func mayDiscard(r models.Request) bool { return len(r.Events) == 0 }

func (a *App) showDiscard(v *visit) error {
	c, r, err := a.draft(v)
	if err != nil {
		return err
	}
	if !mayDiscard(r) {
		return missing
	}
	return v.showCase(c, views.Discard{Letter: views.Letter{RequestID: r.ID}, Rights: r.Rights})
}

// discard throws a draft away. What was told for its letter goes back to the
// answers. A second press finds the draft gone, so the request is looked for
// only once the form is known to be new.
func (a *App) discard(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	version, err := v.version()
	if err != nil {
		return err
	}
	next, err := once(v, func(ctx context.Context) (string, error) {
		return done(views.CasePath(v.lang, c.ID), "discarded"), a.deleteDraft(ctx, c, version, v.Params("request"))
	})
	switch {
	case errors.Is(err, models.ErrStale):
		return v.stale(c, views.Stale{Back: views.CasePath(v.lang, c.ID)})
	case errors.Is(err, models.ErrNotDraft):
		return missing
	case err != nil:
		return err
	}
	return v.redirect(next)
}

// deleteDraft deletes a draft of a case as it was read.
func (a *App) deleteDraft(ctx context.Context, c models.Case, version int, request string) error {
	left, err := a.Store.DeleteDraft(ctx, c.Account, c.ID, version, request)
	if err != nil {
		return err
	}
	thrown := c.Request(request)
	if thrown == nil {
		return missing // deleted since the case was read
	}
	_, err = a.Store.Change(ctx, c.Account, c.ID, left.Version, func(c *models.Case) error {
		interview.GiveBackDetails(c, *thrown)
		return nil
	})
	return err
}
