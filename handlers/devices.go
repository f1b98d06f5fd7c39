package handlers

import (
	"errors"
	"slices"

	"contreoffre/models"
	"contreoffre/views"
)

// leavePath is where the quick exit of every page is posted.
const leavePath = "/account/leave"

// sessionField names, in a form, the session to end.
const sessionField = "session"

// leave ends the session, empties the browser and shows a page that names
// nobody. That page is our own: the policy that keeps forms from being sent
// elsewhere also keeps one from being led to another site.
func (a *App) leave(v *visit) error {
	if err := a.end(v); err != nil {
		return err
	}
	a.forget(v)
	return v.redirect(views.PublicPath(v.lang, "today"))
}

func showToday(v *visit) error { return v.show(views.Today{On: v.today}) }

// showSessions lists where the account is open: since when and when last
// visited. Nothing else is known of a device.
func (a *App) showSessions(v *visit) error {
	sessions, err := a.Store.Sessions(v.ctx, v.account())
	if err != nil {
		return err
	}
	page := views.Sessions{}
	for _, s := range sessions {
		page.Open = append(page.Open, views.SessionRow{
			ID: s.ID, Here: s.ID == v.session.ID, Shared: s.Shared(),
			SinceAt: s.CreatedAt.In(v.now.Location()), SeenAt: s.SeenAt.In(v.now.Location()),
		})
	}
	here := slices.IndexFunc(page.Open, func(s views.SessionRow) bool { return s.Here })
	if here > 0 { // what one looks for first
		page.Open = slices.Concat(page.Open[here:here+1], page.Open[:here], page.Open[here+1:])
	}
	return v.show(page)
}

// endOne ends one session of the account. One that is not there any more, or
// never was, is answered alike: it is not open.
func (a *App) endOne(v *visit) error {
	id := v.form.Get(sessionField)
	if id == v.session.ID {
		return a.endVisit(v)
	}
	if err := a.Store.EndSession(v.ctx, v.account(), id); err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return v.redirect(done(views.AccountPath(v.lang, "sessions"), "session_ended"))
}

func (a *App) endOthers(v *visit) error {
	if err := a.Store.EndOtherSessions(v.ctx, v.account(), v.session.ID); err != nil {
		return err
	}
	return v.redirect(done(views.AccountPath(v.lang, "sessions"), "others_ended"))
}
