package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"contreoffre/models"
	"contreoffre/views"
)

// sharedField is ticked by somebody who is not alone on this device.
const sharedField = "shared"

// limits say how long the session that a form opens lasts.
func (v *visit) limits() models.Limits {
	if v.form.Get(sharedField) != "" {
		return models.SharedDevice
	}
	return models.OwnDevice
}

// sessionsAtOnce is how many sessions one account keeps; the oldest ends when
// one more begins.
const sessionsAtOnce = 10

const (
	sessionCookie = "session"
	codeCookie    = "code"
)

// session is an open account, as one browser holds it.
type session struct {
	models.Session
	token string // of the cookie; the database has only its hash
}

// recognise finds the session of a visit. A cookie that opens nothing (ended,
// timed out, made up) makes the visitor a stranger.
func (a *App) recognise(v *visit) error {
	token := v.Cookies(a.cookieName(sessionCookie))
	if token == "" {
		return nil
	}
	find := a.Store.Session
	if v.Query(views.ItselfQuery) != "" {
		find = a.Store.SessionUnseen
	}
	s, err := find(v.ctx, token)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.session = &session{s, token}
	return nil
}

// begin gives the browser a new session of an account and ends the oldest ones
// above the cap. A session the browser had before is worth nothing any more.
func (a *App) begin(v *visit, account string, start func(context.Context, string, models.Limits) (models.Session, string, error)) error {
	if v.signedIn() {
		if err := a.end(v); err != nil {
			return err
		}
	}
	_, token, err := start(v.ctx, account, v.limits())
	if err != nil {
		return err
	}
	a.setCookie(v, sessionCookie, token)
	return a.endOldest(v, account)
}

func (a *App) endOldest(v *visit, account string) error {
	sessions, err := a.Store.Sessions(v.ctx, account)
	if err != nil {
		return err
	}
	for _, old := range sessions[min(sessionsAtOnce, len(sessions)):] {
		if err := a.Store.EndSession(v.ctx, account, old.ID); err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
	}
	return nil
}

// end ends the session of the visit on the server; the cookie then opens
// nothing, wherever it was copied to.
func (a *App) end(v *visit) error {
	err := a.Store.EndSession(v.ctx, v.session.Account, v.session.ID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	return err
}

// askToResume sends somebody without a session to where one is opened. A form
// that comes too late says that nothing was saved, and how to get the words
// back.
func (v *visit) askToResume(r rule) error {
	if r.Path == leavePath { // whoever wants to be gone is, also after the session has ended
		v.app.forget(v)
		return v.redirect(views.PublicPath(v.lang, "today"))
	}
	path := views.PublicPath(v.lang, "resume")
	if r.Writes {
		path = done(path, "too_late")
	}
	return v.redirect(path)
}

// forget makes the browser drop all it holds of us.
func (a *App) forget(v *visit) {
	a.dropCookie(v, sessionCookie)
	a.dropCookie(v, codeCookie)
	a.dropCookie(v, feedCookie)
	v.Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
}

// cookieName carries __Host- wherever the browser would accept it: it then
// takes the cookie from this host alone, over https alone.
func (a *App) cookieName(name string) string {
	if a.https {
		return "__Host-" + name
	}
	return name
}

// setCookie gives the browser a cookie until it is closed.
func (a *App) setCookie(v *visit, name, value string) {
	v.Cookie(a.cookie(name, value, time.Time{}))
}

// dropCookie takes a cookie back.
func (a *App) dropCookie(v *visit, name string) {
	v.Cookie(a.cookie(name, "", time.Unix(1, 0)))
}

func (a *App) cookie(name, value string, expires time.Time) *fiber.Cookie {
	return &fiber.Cookie{
		Name: a.cookieName(name), Value: value, Path: "/", Expires: expires,
		Secure: a.https, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	}
}
