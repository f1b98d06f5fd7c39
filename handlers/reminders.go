package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/mail"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) reminderRoutes() {
	a.on(get, "/account/reminders", a.showReminders)
	a.on(post, "/account/reminders/feed", a.openFeed)
	a.on(post, "/account/reminders/feed/revoke", a.revokeFeed)
	a.on(post, "/account/reminders/email", a.addEmail)
	a.on(post, "/account/reminders/email/start", a.startReminders)
	a.on(post, "/account/reminders/email/stop", a.stopReminders)
	a.on(post, "/account/reminders/email/forget", a.forgetEmail)
	a.on(get, "/confirm/:token", showConfirm)
	a.on(post, "/confirm/:token", a.confirmEmail)
	a.web.Get("/unsubscribe/:token", a.showUnsubscribe)
	a.web.Post("/unsubscribe/:token", a.unsubscribe)
}

// Reminders lists all that a case has to remind of, past or to come: what the
// store plans the messages from. Like NextDue it takes no today.
func Reminders(c models.Case) []models.Reminder {
	if c.Closed != nil {
		return nil
	}
	effective := interview.Effective(c)
	var list []models.Reminder
	for _, r := range effective.Requests {
		state := letters.StateOf(effective, r, lastDay)
		if state.Status == law.StatusDraft {
			list = append(list, mail.DraftReminder(r.ID, law.DateOf(c.UpdatedAt.UTC())))
			continue
		}
		list = append(list, mail.DeadlineReminders(r.ID, state.Deadlines)...)
	}
	list = append(list, mail.DeadlineReminders("", letters.ComplaintStateOf(effective, lastDay).Deadlines)...)
	return mail.InOrder(list)
}

func (a *App) showReminders(v *visit) error {
	page, err := a.remindersPage(v)
	if err != nil {
		return err
	}
	if page.Feed != "" {
		a.dropCookie(v, feedCookie) // shown once
	}
	return v.show(page)
}

func (a *App) remindersPage(v *visit) (views.Reminders, error) {
	page := views.Reminders{MailOff: a.Mail == nil}
	if token := v.Cookies(a.cookieName(feedCookie)); token != "" {
		page.Feed = a.feedAddress(token)
	}
	cases, err := a.Store.Cases(v.ctx, v.account())
	if err != nil {
		return page, err
	}
	for _, c := range cases {
		for _, d := range datesOf(c, v.today) {
			row := views.DateRow{On: d.On, Kind: d.Kind, Offer: offerTitle(v.lang, c), CaseID: c.ID, RequestID: d.request, Mark: shortMark(a.entryID(d))}
			if d.Kind.Binding() {
				row.Badge = views.DueBadge(d.On, v.today)
			}
			page.Dates = append(page.Dates, row)
		}
	}
	page.Sort()
	if page.Mailbox, err = a.Store.Mailbox(v.ctx, v.account()); err != nil {
		return page, err
	}
	_, err = a.Store.Feed(v.ctx, v.account())
	page.HasFeed = err == nil
	if errors.Is(err, models.ErrNotFound) {
		err = nil
	}
	return page, err
}

// How often a confirmation may be sent. An address gets one a day whoever asks
// for it, so that nobody can be flooded through us (security promise P30).
const (
	confirmationsPerAccount = 5
	confirmationsPerDay     = 2000 // of all accounts together; above it somebody is playing with us
	confirmationWithin      = 20 * time.Second
)

// The answers to a form that asks for a confirmation.
const (
	wrongAddress = "reminders.error.address"
	askedTooMuch = "reminders.error.many"
)

// addEmail sends the link that proves that an address is the person's own. The
// answer is the same, and as quick, when that address had its message of the
// day already: nobody learns here whether somebody uses it (security promise
// P24).
func (a *App) addEmail(v *visit) error {
	if a.Mail == nil {
		return missing
	}
	address, err := mail.ReadAddress(v.form.Get("email"))
	if err != nil {
		return a.refuseEmail(v, wrongAddress)
	}
	if problem, err := a.codeProblem(v.ctx, v); err != nil {
		return err
	} else if problem != "" {
		return a.refuseEmailFor(v, codeField, problem)
	}
	within, err := a.countConfirmation(v)
	if err != nil {
		return err
	}
	if !within {
		return a.refuseEmail(v, askedTooMuch)
	}
	mailbox, err := a.Store.Mailbox(v.ctx, v.account())
	if err != nil {
		return err
	}
	first, _, err := a.Store.Rate(v.ctx, "confirmations to "+mail.FoldAddress(address), 1, models.ConfirmationLife)
	if err != nil {
		return err
	}
	next := done(views.AccountPath(v.lang, "reminders"), "email_asked")
	if !first && mailbox.Pending == address { // the link that was sent stays good
		return v.redirect(next)
	}
	token, err := once(v, func(ctx context.Context) (string, error) {
		return a.Store.ProposeEmail(ctx, v.account(), address, string(v.lang))
	})
	if err != nil {
		return err
	}
	if first {
		link := a.Base.String() + views.PublicPath(v.lang, "confirm") + "/" + token
		a.post(mail.ConfirmationMessage(v.lang, models.NewID(), address, link, v.now))
	}
	return v.redirect(next)
}

// countConfirmation counts under the caps that are no secret, and reports
// whether it is within them.
func (a *App) countConfirmation(v *visit) (within bool, err error) {
	own, _, err := a.Store.Rate(v.ctx, "confirmations of account "+v.account(), confirmationsPerAccount, models.ConfirmationLife)
	if err != nil || !own {
		return false, err
	}
	all, _, err := a.Store.Rate(v.ctx, "confirmations", confirmationsPerDay, models.ConfirmationLife)
	if err == nil && !all {
		a.Log.Error("more confirmations were asked for than a day may have")
	}
	return all, err
}

// post sends a message after the answer. Shutdown waits for it.
func (a *App) post(m mail.Message) {
	a.posting.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), confirmationWithin)
		defer cancel()
		if err := a.Mail.Send(ctx, m); err != nil {
			a.Log.Error("message not sent", "cause", err)
		}
	})
}

func (a *App) refuseEmail(v *visit, key string) error { return a.refuseEmailFor(v, "email", key) }

func (a *App) refuseEmailFor(v *visit, field, key string) error {
	page, err := a.remindersPage(v)
	if err != nil {
		return err
	}
	page.Form = views.Form{Values: v.form, Errors: []interview.FieldError{{Field: field, Key: key}}}
	return v.reject(v.frame(), page)
}

func (a *App) startReminders(v *visit) error {
	if err := a.Store.StartReminders(v.ctx, v.account(), string(v.lang)); err != nil {
		return err
	}
	return v.redirect(done(views.AccountPath(v.lang, "reminders"), "email_started"))
}

func (a *App) stopReminders(v *visit) error {
	if err := a.Store.StopReminders(v.ctx, v.account()); err != nil {
		return err
	}
	return v.redirect(done(views.AccountPath(v.lang, "reminders"), "email_stopped"))
}

// forgetEmail forgets the address at once, and then tells it so, in case it was
// not the person: after that nothing leads back to it, here either.
func (a *App) forgetEmail(v *visit) error {
	forgotten, err := a.Store.ForgetEmail(v.ctx, v.account())
	if err != nil {
		return err
	}
	if forgotten != "" && a.Mail != nil {
		a.post(mail.ForgottenMessage(v.lang, models.NewID(), forgotten, a.Base.String(), v.now))
	}
	return v.redirect(done(views.AccountPath(v.lang, "reminders"), "email_forgotten"))
}

// showConfirm shows a button and uses nothing up: programs that look at links
// before people do must not confirm anything.
func showConfirm(v *visit) error {
	v.Set(fiber.HeaderReferrerPolicy, tokenReferrer)
	return v.show(views.Confirm{Token: v.Params("token")})
}

// confirmEmail makes the address the account's own. It needs no session: the
// mailbox may be on another device, and the token opens nothing else. Whoever
// reads the address that it replaces is told, in case it was not the person.
func (a *App) confirmEmail(v *visit) error {
	_, previous, err := a.Store.ConfirmEmail(v.ctx, v.Params("token"))
	if errors.Is(err, models.ErrNotFound) {
		return v.render(fiber.StatusNotFound, v.frame(), views.Confirm{Gone: true})
	}
	if err != nil {
		return err
	}
	if previous != "" && a.Mail != nil {
		a.post(mail.ChangedMessage(v.lang, models.NewID(), previous, a.Base.String(), v.now))
	}
	return v.show(views.Confirm{Done: true})
}

// showUnsubscribe shows the button to somebody who followed the link by hand.
func (a *App) showUnsubscribe(c *fiber.Ctx) error {
	token := c.Params("token")
	if _, ok := mail.ReadUnsubscribe(a.Store, token); !ok {
		return missing
	}
	return a.unsubscriber(c).show(views.Unsubscribe{Token: token})
}

// unsubscriber is the visit of somebody who followed the link of a message: its
// address stands under no language, so that it names the one of the message.
func (a *App) unsubscriber(c *fiber.Ctx) *visit {
	v := a.visitOf(c)
	if l, ok := lang.Parse(c.Query(mail.LanguageQuery)); ok {
		v.lang = l
	}
	return v
}

// unsubscribe stops the reminders at one press, of that button or of the one
// that mail programs show (RFC 8058). The token in the address is all it takes
// and all it can do, so the form needs no token of its own. A message of an
// account that is no more is answered alike: there is nothing left to stop.
func (a *App) unsubscribe(c *fiber.Ctx) error {
	id, ok := mail.ReadUnsubscribe(a.Store, c.Params("token"))
	if !ok {
		return missing
	}
	ctx, cancel := context.WithTimeout(context.Background(), workWithin)
	defer cancel()
	account, err := a.Store.AccountOfReminder(ctx, id)
	if err == nil {
		err = a.Store.StopReminders(ctx, account)
	}
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return a.unsubscriber(c).show(views.Unsubscribe{Token: c.Params("token"), Done: true})
}
