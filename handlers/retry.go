package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"contreoffre/views"
)

// retriable are the answers after which the same form may succeed as it is.
var retriable = []int{
	fiber.StatusTooManyRequests, fiber.StatusInternalServerError, fiber.StatusServiceUnavailable, fiber.StatusInsufficientStorage,
}

// retry gives a form that could not be taken now back to who filled it in, to
// be sent again as it was: with its own once-key and version it is saved once
// and overwrites nothing. It is nil where nothing is to be sent again, where a
// file came along, which no page can give back, and for a form that may be
// another site's, which must not come back with our token in it.
func (v *visit) retry(status int) *views.Retry {
	if !v.ours || len(v.files) > 0 || !slices.Contains(retriable, status) {
		return nil
	}
	action := v.Path()
	if query := string(v.Request().URI().QueryString()); query != "" {
		action += "?" + query
	}
	return &views.Retry{Action: action, Values: v.form}
}

// keepUnrecognised reads a form whose sender could not be looked up, the
// database being away, so that what was typed can be given back. Its token is
// worked out from the cookie, which needs no database.
func (a *App) keepUnrecognised(v *visit, r rule) {
	if !r.Writes || v.readForm(max(r.Body, formBytes)) != nil {
		return
	}
	secret := v.Cookies(a.cookieName(sessionCookie))
	v.ours = a.fromOurPages(v) && equal(v.form.Get(tokenField), sessionToken(secret))
}
