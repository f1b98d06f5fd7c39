package handlers

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/mail"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) codeRoutes() {
	a.on(get, "/account/code", a.showCode)
	a.on(post, "/account/code", a.renewCode)
	a.on(post, "/account/code/kept", a.hideCode)
}

// codeField is the recovery code in a form.
const codeField = "code"

// codeProblem tells what is wrong with the recovery code that a form carries to
// prove that it is the person who asks, and not somebody who found the session
// open (ASVS 7.5.1). A code of another account is as wrong as one of nobody.
func (a *App) codeProblem(ctx context.Context, v *visit) (key string, err error) {
	account, err := a.Store.AccountByCode(ctx, v.form.Get(codeField))
	switch {
	case errors.Is(err, models.ErrBadCode):
		return "error.code.malformed", nil
	case errors.Is(err, models.ErrNotFound), err == nil && account.ID != v.account():
		return "error.code.unknown", nil
	}
	return "", err
}

// cameByLink reports somebody who has just opened this session by a link sent
// to the confirmed address: as good a proof as the code, for as long as such a
// link works.
func (v *visit) cameByLink() bool {
	return v.session.ByLink && v.now.Sub(v.session.CreatedAt) < models.SignInLinkLife
}

// showCode shows a code that was just made. It travels in a cookie from the
// answer that made it to this page, for no longer than the browser stays
// open, and is stored nowhere; later on only a new one can be made.
func (a *App) showCode(v *visit) error {
	code := v.Cookies(a.cookieName(codeCookie))
	if code == "" {
		page, err := a.newCodePage(v)
		if err != nil {
			return err
		}
		return v.show(page)
	}
	f := v.frame()
	cases, err := a.Store.Cases(v.ctx, v.account())
	if err != nil {
		return err
	}
	if len(cases) == 1 {
		f.CaseID = cases[0].ID
	}
	purgeOn, err := a.firstPurgeOn(v, cases)
	if err != nil {
		return err
	}
	return v.render(fiber.StatusOK, f, views.Code{
		Code: code, Site: a.Base.String(), PurgeOn: purgeOn,
	})
}

// newCodePage is the page on which a new code is asked for, and what somebody
// can do who has lost the old one.
func (a *App) newCodePage(v *visit) (views.Code, error) {
	mailbox, err := a.Store.Mailbox(v.ctx, v.account())
	return views.Code{Proven: v.cameByLink(), ByLink: mailbox.Address != "" && a.Mail != nil}, err
}

// renewCode replaces the recovery code: the old one opens nothing any more,
// and what it opened elsewhere ends (ASVS 7.4.3). A code is a key for good, so
// that a session found open is not enough to make one; whoever reads the
// confirmed address is told.
func (a *App) renewCode(v *visit) error {
	told := ""
	code, err := once(v, func(ctx context.Context) (string, error) {
		if !v.cameByLink() {
			problem, err := a.codeProblem(ctx, v)
			if err != nil {
				return "", err
			}
			if problem != "" {
				return "", wrong{{Field: codeField, Key: problem}}
			}
		}
		mailbox, err := a.Store.Mailbox(ctx, v.account())
		if err != nil {
			return "", err
		}
		told = mailbox.Address
		code, err := a.Store.NewRecoveryCode(ctx, v.account())
		if err != nil {
			return "", err
		}
		return code, a.Store.EndOtherSessions(ctx, v.account(), v.session.ID)
	})
	var problems wrong
	if errors.As(err, &problems) {
		return a.refuseCode(v, problems)
	}
	if err != nil {
		return err
	}
	if told != "" && a.Mail != nil {
		a.post(mail.NewCodeMessage(v.lang, models.NewID(), told, a.Base.String(), v.now))
	}
	a.setCookie(v, codeCookie, code)
	return v.redirect(views.AccountPath(v.lang, "code"))
}

func (a *App) refuseCode(v *visit, problems []interview.FieldError) error {
	page, err := a.newCodePage(v)
	if err != nil {
		return err
	}
	page.Form = views.Form{Values: v.form, Errors: problems}
	return v.reject(v.frame(), page)
}

// hideCode ends the showing of the code and goes on where the person was.
func (a *App) hideCode(v *visit) error {
	a.dropCookie(v, codeCookie)
	cases, err := a.Store.Cases(v.ctx, v.account())
	if err != nil {
		return err
	}
	if len(cases) != 1 {
		return v.redirect(views.CasesPath(v.lang))
	}
	return v.redirect(v.pathOn(cases[0]))
}
