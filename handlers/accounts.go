package handlers

import (
	"context"
	"errors"
	"slices"

	"contreoffre/interview"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) accountRoutes() {
	a.on(get, "/resume", a.showResume)
	a.on(post, "/resume", a.resume)
	a.on(get, "/account/end", a.showEnd)
	a.on(post, "/account/end", a.endVisit)
	a.on(post, leavePath, a.leave)
	a.on(get, "/today", showToday)
	a.on(get, "/account/sessions", a.showSessions)
	a.on(post, "/account/sessions/end", a.endOne)
	a.on(post, "/account/sessions/others", a.endOthers)
	a.on(get, "/account/erase", a.showEraseAccount)
	a.on(post, "/account/erase", a.eraseAccount)
}

// opening is what a person who had no account gets with a first saved case.
// Token and Code are empty for somebody who was signed in.
type opening struct {
	Account string
	Case    string
	Token   string // of the session
	Code    string // for the way back
}

// open keeps a new case, in the account of the visitor or in a new one.
func (a *App) open(v *visit, keep func(ctx context.Context, account string) (models.Case, error)) (opening, error) {
	return once(v, func(ctx context.Context) (opening, error) {
		o := opening{Account: v.account()}
		if !v.signedIn() {
			opened, code, err := a.Store.OpenAccount(ctx)
			if err != nil {
				return o, err
			}
			o.Account, o.Code = opened.ID, code
			if _, o.Token, err = a.Store.StartSession(ctx, o.Account, v.limits()); err != nil {
				return o, err
			}
		}
		created, err := keep(ctx, o.Account)
		o.Case = created.ID
		return o, err
	})
}

// welcome sends a person to the next page after open, which says what just
// happened; nothing where said is empty. Somebody new sees the recovery code first,
// under the same sentence. The same form sent once more after that session was
// ended hands out neither the session nor the code: on a shared computer it may be
// somebody else's press.
func (a *App) welcome(v *visit, o opening, next, said string) error {
	to := func(path string) error {
		if said != "" {
			path = done(path, said)
		}
		return v.redirect(path)
	}
	if o.Token == "" {
		return to(next)
	}
	_, err := a.Store.Session(v.ctx, o.Token)
	if errors.Is(err, models.ErrNotFound) {
		return v.redirect(views.PublicPath(v.lang, "resume"))
	}
	if err != nil {
		return err
	}
	a.setCookie(v, sessionCookie, o.Token)
	a.setCookie(v, codeCookie, o.Code)
	return to(views.AccountPath(v.lang, "code"))
}

func (a *App) showResume(v *visit) error { return v.show(views.Resume{MailOff: a.Mail == nil}) }

// resume opens an account by its recovery code. A session the browser had
// before ends: signing in always starts a new one.
func (a *App) resume(v *visit) error {
	account, err := a.Store.AccountByCode(v.ctx, v.form.Get(codeField))
	switch {
	case errors.Is(err, models.ErrBadCode):
		return v.resumeFailed("error.code.malformed")
	case errors.Is(err, models.ErrNotFound):
		return v.resumeFailed("error.code.unknown")
	case err != nil:
		return err
	}
	if err := a.begin(v, account.ID, a.Store.StartSession); err != nil {
		return err
	}
	return v.redirect(views.CasesPath(v.lang))
}

func (v *visit) resumeFailed(key string) error {
	return v.reject(v.frame(), views.Resume{MailOff: v.app.Mail == nil, Form: views.Form{
		Values: v.form, Errors: []interview.FieldError{{Field: codeField, Key: key}},
	}})
}

// pathOn is where somebody who has just opened a dossier goes on: to the first
// page without an answer, or to the hub once letters were prepared.
func (v *visit) pathOn(c models.Case) string {
	if slices.ContainsFunc(c.Requests, func(r models.Request) bool { return !interview.OnlyDetails(r) }) {
		return views.CasePath(v.lang, c.ID)
	}
	return v.pathAfter(c, "")
}

func (a *App) showEnd(v *visit) error { return v.show(views.End{}) }

func (a *App) endVisit(v *visit) error {
	if err := a.end(v); err != nil {
		return err
	}
	a.forget(v)
	return v.redirect(done(views.HomePath(v.lang), "ended"))
}

func (a *App) showEraseAccount(v *visit) error {
	page, err := a.eraseAccountPage(v)
	if err != nil {
		return err
	}
	return v.show(page)
}

func (a *App) eraseAccountPage(v *visit) (views.Erase, error) {
	cases, err := a.Store.Cases(v.ctx, v.account())
	return views.Erase{Account: true, Cases: len(cases)}, err
}

// eraseAccount erases everything, at once and for good: the keys are
// destroyed, every row goes, every session ends.
func (a *App) eraseAccount(v *visit) error {
	if !sure(v.form) {
		page, err := a.eraseAccountPage(v)
		if err != nil {
			return err
		}
		page.Form = unsure(v.form)
		return v.reject(v.frame(), page)
	}
	err := a.erased(a.Store.EraseAccount(v.ctx, v.account()))
	if err != nil && !errors.Is(err, models.ErrNotFound) { // not found: pressed twice, the first press did it
		return err
	}
	a.forget(v)
	return v.redirect(done(views.HomePath(v.lang), "account_erased"))
}

// erased lets pass the one failure that leaves nothing to read: the rows and
// keys are gone, the log and the ledger follow at the next sweep.
func (a *App) erased(err error) error {
	if errors.Is(err, models.ErrNotScrubbed) {
		a.Log.Warn("erased", "cause", err)
		return nil
	}
	return err
}

const sureField = "sure"

func sure(form interview.Form) bool { return form.Get(sureField) != "" }

// unsure says beside the box that it has to be ticked.
func unsure(form interview.Form) views.Form {
	return views.Form{Values: form, Errors: []interview.FieldError{{Field: sureField, Key: "erase.error.sure"}}}
}
