package handlers

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/mail"
	"contreoffre/models"
	"contreoffre/views"
)

// feedCookie carries the address of a new feed to the page that shows it once.
const feedCookie = "feed"

func (a *App) calendarRoutes() {
	a.on(get, requestPath+"/dates.ics", a.sendDates)
	a.on(get, complaintPath+"/dates.ics", a.sendComplaintDates)
	for _, add := range []func(string, ...fiber.Handler) fiber.Router{a.web.Get, a.web.Head} {
		add("/feeds/:file", a.sendFeed)
	}
}

// dated is an open deadline and what it belongs to.
type dated struct {
	law.Deadline
	of      models.Case
	request string // empty for the complaint
	company string
}

// datesOf lists what a case still has to remind of, the earliest first. A
// dossier that was closed has nothing.
func datesOf(c models.Case, today law.Date) []dated {
	if c.Closed != nil {
		return nil
	}
	return openDates(c, today)
}

// openDates lists the deadlines that no event has closed, the earliest first,
// as the pages show them.
func openDates(c models.Case, today law.Date) []dated {
	effective := interview.Effective(c)
	var list []dated
	add := func(request, company string, deadlines []law.Deadline) {
		for _, d := range deadlines {
			if d.Open() {
				list = append(list, dated{d, c, request, company})
			}
		}
	}
	for _, r := range effective.Requests {
		add(r.ID, controllerOf(effective, r).Name, letters.StateOf(effective, r, today).Deadlines)
	}
	add("", "", letters.ComplaintStateOf(effective, today).Deadlines)
	slices.SortStableFunc(list, func(a, b dated) int { return a.On.Compare(b.On) })
	return list
}

// entryID names a deadline in calendars: the same after its day moved, and
// nothing that leads back to the dossier.
func (a *App) entryID(d dated) string {
	return a.Store.Mark("calendar entry", d.of.ID+" "+d.request+" "+string(d.Kind))
}

// shortMark is the part of an entry's id by which a person finds it again.
func shortMark(id string) string {
	_, hash, _ := strings.Cut(id, ".")
	hash = strings.Map(func(r rune) rune {
		if r == '-' || r == '_' {
			return -1
		}
		return r
	}, strings.ToUpper(hash))
	return hash[:5]
}

// entry writes a deadline for a calendar. Its sequence is the version of the
// case: every change that may have moved a day makes it grow.
func (a *App) entry(l lang.Lang, d dated, detailed bool) mail.Entry {
	id := a.entryID(d)
	e := mail.Entry{ID: id, Sequence: d.of.Version, Stamp: d.of.UpdatedAt, On: d.On, Alarms: []int{7, 1},
		Summary: lang.T(l, "calendar.entry", "id", shortMark(id))}
	if !d.Kind.Binding() {
		e.Alarms = []int{0}
	}
	what := lang.T(l, "deadline."+string(d.Kind))
	switch {
	case detailed && d.company != "":
		e.Summary = lang.T(l, "calendar.entry.detailed", "what", what, "who", d.company, "id", shortMark(id))
	case detailed:
		e.Summary = lang.T(l, "calendar.entry.nobody", "what", what, "id", shortMark(id))
	}
	return e
}

func (a *App) calendar(l lang.Lang, dates []dated, detailed bool) ([]byte, error) {
	var entries []mail.Entry
	for _, d := range dates {
		entries = append(entries, a.entry(l, d, detailed))
	}
	var b bytes.Buffer
	err := mail.WriteCalendar(&b, a.Base.Hostname(), lang.T(l, "calendar.name"), entries)
	return b.Bytes(), err
}

// sendDates sends the open deadlines of a request, or the one that is asked
// for, as a file for a calendar.
func (a *App) sendDates(v *visit) error {
	c, r, err := a.request(v)
	if err != nil {
		return err
	}
	return a.sendDatesOf(v, c, r.ID)
}

// sendComplaintDates is sendDates for the complaint.
func (a *App) sendComplaintDates(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return a.sendDatesOf(v, c, "")
}

// sendDatesOf is what both do; the complaint is the request without an id.
func (a *App) sendDatesOf(v *visit, c models.Case, request string) error {
	dates := slices.DeleteFunc(openDates(c, v.today), func(d dated) bool {
		return d.request != request || v.Query("deadline") != "" && v.Query("deadline") != string(d.Kind)
	})
	if len(dates) == 0 {
		return missing
	}
	file, err := a.calendar(v.lang, dates, false)
	if err != nil {
		return err
	}
	return v.download("dates", "ics", file)
}

func (a *App) feedAddress(token string) string { return a.Base.String() + "/feeds/" + token + ".ics" }

// openFeed makes a new secret address; the one from before shows nothing any
// more.
func (a *App) openFeed(v *visit) error {
	token, err := once(v, func(ctx context.Context) (string, error) {
		return a.Store.OpenFeed(ctx, v.account(), models.Feed{Language: string(v.lang), Detailed: v.form.Get("detailed") != ""})
	})
	if err != nil {
		return err
	}
	a.setCookie(v, feedCookie, token)
	return v.redirect(views.AccountPath(v.lang, "reminders") + "#feed-shown") // it is shown once, and far down
}

func (a *App) revokeFeed(v *visit) error {
	if err := a.Store.CloseFeed(v.ctx, v.account()); err != nil {
		return err
	}
	a.dropCookie(v, feedCookie)
	return v.redirect(done(views.AccountPath(v.lang, "reminders"), "feed_revoked"))
}

// sendFeed sends all open deadlines of the account whose secret is in the
// address. An address that shows nothing is answered like any unknown one.
func (a *App) sendFeed(c *fiber.Ctx) error {
	token, ok := strings.CutSuffix(c.Params("file"), ".ics")
	if !ok {
		return missing
	}
	ctx, cancel := context.WithTimeout(context.Background(), workWithin)
	defer cancel()
	account, err := a.Store.AccountOfFeed(ctx, token)
	if err != nil {
		return err
	}
	v := &visit{Ctx: c, app: a, ctx: ctx}
	leave, err := a.desk.enter(ctx, account, looking)
	if err != nil {
		return v.later(err)
	}
	defer leave()
	feed, err := a.Store.Feed(ctx, account)
	if err != nil {
		return err
	}
	cases, err := a.Store.Cases(ctx, account)
	if err != nil {
		return err
	}
	var dates []dated
	for _, found := range cases {
		dates = append(dates, datesOf(found, law.DateOf(a.Now()))...)
	}
	l, _ := lang.Parse(feed.Language)
	file, err := a.calendar(l, dates, feed.Detailed)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaTypes["ics"])
	if err := c.Send(file); err != nil {
		return err
	}
	return a.layDown(v, account)
}
