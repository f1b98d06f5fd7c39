package handlers

import (
	"errors"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) closingRoutes() {
	a.on(get, "/cases/:case/close", a.showClose)
	a.on(post, "/cases/:case/close", a.closeCase)
	a.on(post, "/cases/:case/reopen", a.reopenCase)
}

func (a *App) showClose(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	values := interview.Form{}
	fillDay(values, "on", v.today)
	return v.showCase(c, views.Close{Form: views.Form{Values: values}, Running: running(c, v.today)})
}

// running counts the requests that still await an answer.
func running(c models.Case, today law.Date) int {
	effective, n := interview.Effective(c), 0
	for _, r := range effective.Requests {
		if state := letters.StateOf(effective, r, today); state.Running() || state.Status == law.StatusOverdue {
			n++
		}
	}
	return n
}

// closeCase notes that the person ended the dossier. Nothing is erased, and
// nothing is recalled any more.
func (a *App) closeCase(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	answers, errs := interview.ReadFields(views.CloseFields, v.form, v.today)
	if len(errs) > 0 {
		return v.reject(v.frameOf(c), views.Close{Form: views.Form{Values: v.form, Errors: errs}, Running: running(c, v.today)})
	}
	return a.setClosed(v, c, &models.Closed{On: answers.Days["on"], As: answers.Texts["as"]}, "closed")
}

func (a *App) reopenCase(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return a.setClosed(v, c, nil, "reopened")
}

func (a *App) setClosed(v *visit, c models.Case, closed *models.Closed, said string) error {
	next, err := a.change(v, func(c *models.Case) (string, error) {
		c.Closed = closed
		return done(views.CasePath(v.lang, c.ID), said), nil
	})
	if errors.Is(err, models.ErrStale) {
		return v.stale(c, views.Stale{Back: views.CasePath(v.lang, c.ID)})
	}
	if err != nil {
		return err
	}
	return v.redirect(next)
}
