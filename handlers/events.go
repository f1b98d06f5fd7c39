package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) eventRoutes() {
	a.on(get, requestPath+"/event/:kind", a.showEvent)
	a.on(post, requestPath+"/event/:kind", a.saveEvent)
	a.on(get, requestPath+"/events/:event", a.showCorrection)
	a.on(post, requestPath+"/events/:event", a.saveCorrection)
}

// followedRequest is request for one that was sent: only then can something
// happen to it.
func (a *App) followedRequest(v *visit) (models.Case, models.Request, law.State, error) {
	c, r, err := a.request(v)
	if err != nil {
		return c, r, law.State{}, err
	}
	state := letters.StateOf(interview.Effective(c), r, v.today)
	if state.Status == law.StatusDraft {
		err = missing
	}
	return c, r, state, err
}

// recordable are the kinds that a person records on the request's page. A
// letter is sent on its own page, and an answer is gone through with the
// checker, which tells a whole one from a part.
func recordable(state law.State) []law.EventKind {
	return slices.DeleteFunc(slices.Clone(state.Next), func(k law.EventKind) bool {
		return k == law.Sent || k == law.Answered || k == law.PartialReply
	})
}

// chooseEvent leads from the request's page to the page of what was chosen
// there. Nothing chosen, or what may not happen now, is answered beside the
// choice.
func (v *visit) chooseEvent(c models.Case, r models.Request, state law.State, page views.Request) error {
	kind := law.EventKind(v.Query("kind"))
	switch {
	case kind == views.ReplyCame:
		return v.redirect(views.RequestPath(v.lang, c.ID, r.ID, "answer"))
	case slices.Contains(recordable(state), kind):
		return v.redirect(views.NewEventPath(v.lang, c.ID, r.ID, kind))
	}
	key := "error.choice.required"
	if kind != "" {
		key = "error.event.not_now"
	}
	page.Form = views.Form{Values: interview.Form{"kind": {string(kind)}}, Errors: []interview.FieldError{{Field: "kind", Key: key}}}
	return v.reject(v.frameOf(c), page)
}

// showEvent asks when it happened.
func (a *App) showEvent(v *visit) error {
	c, r, state, err := a.followedRequest(v)
	if err != nil {
		return err
	}
	kind := law.EventKind(v.Params("kind"))
	if !slices.Contains(recordable(state), kind) {
		return missing
	}
	return v.showCase(c, views.Event{RequestID: r.ID, Rights: r.Rights, Kind: kind, Form: views.Form{Values: interview.Form{}}})
}

// saveEvent records what happened. Whether it may be is for the rules to say, not
// for what the page offered: a form pressed twice finds its own event there.
func (a *App) saveEvent(v *visit) error {
	c, r, err := a.request(v)
	if err != nil {
		return err
	}
	kind := law.EventKind(v.Params("kind"))
	if !slices.Contains(law.EventKinds, kind) || kind == law.Sent {
		return missing
	}
	page := views.Event{RequestID: r.ID, Rights: r.Rights, Kind: kind, Form: views.Form{Values: v.form}}
	event, errs := readEvent(v.form, kind, v.today)
	return a.keepEvent(v, c, r, page, event, errs)
}

// showCorrection shows what was recorded, to be corrected or taken back.
func (a *App) showCorrection(v *visit) error {
	c, r, event, err := a.recorded(v)
	if err != nil {
		return err
	}
	state := letters.StateOf(interview.Effective(c), r, v.today)
	if !slices.ContainsFunc(state.History, func(e law.Entry) bool { return e.ID == event.ID && !e.Cancelled && !e.Undo }) {
		return missing
	}
	return v.showCase(c, views.Event{
		RequestID: r.ID, Rights: r.Rights, Kind: event.Kind, EventID: event.ID,
		Form: views.Form{Values: formOf(event)},
	})
}

// saveCorrection adds an event that replaces or undoes the one that an address
// names; both stay in the history. The note changes nothing for the rules: it is
// changed in place.
func (a *App) saveCorrection(v *visit) error {
	c, r, event, err := a.recorded(v)
	if err != nil {
		return err
	}
	page := views.Event{RequestID: r.ID, Rights: r.Rights, Kind: event.Kind, EventID: event.ID, Form: views.Form{Values: v.form}}
	if v.form.Get(interview.DoName) == views.DoUndo {
		return a.keepEvent(v, c, r, page, models.Event{Event: law.Undo(event.Event, models.NewID())}, nil)
	}
	corrected, errs := readEvent(v.form, event.Kind, v.today)
	if len(errs) == 0 && law.Repeats(corrected.Event, event.Event) {
		return a.keepNote(v, c, r, event, corrected.Note)
	}
	corrected.Cancels, corrected.Evidence = event.ID, event.Evidence
	return a.keepEvent(v, c, r, page, corrected, errs)
}

// keepNote changes the note of an event that stays as it is.
func (a *App) keepNote(v *visit, c models.Case, r models.Request, event models.Event, note string) error {
	back := views.RequestPath(v.lang, c.ID, r.ID)
	next, err := a.change(v, func(c *models.Case) (string, error) {
		noted := c.Request(r.ID)
		if noted == nil {
			return "", missing
		}
		i := slices.IndexFunc(noted.Events, func(e models.Event) bool { return e.ID == event.ID })
		noted.Events[i].Note = note
		return done(back, "noted"), nil
	})
	if errors.Is(err, models.ErrStale) {
		return v.staleNews(c, back, "event.", views.EventFields(event.Kind))
	}
	if err != nil {
		return err
	}
	return v.redirect(next)
}

// recorded returns the event that an address names.
func (a *App) recorded(v *visit) (models.Case, models.Request, models.Event, error) {
	c, r, err := a.request(v)
	if err != nil {
		return c, r, models.Event{}, err
	}
	i := slices.IndexFunc(r.Events, func(e models.Event) bool { return e.ID == v.Params("event") })
	if i < 0 {
		return c, r, models.Event{}, missing
	}
	return c, r, r.Events[i], nil
}

// keepEvent records an event, or shows its page again with what is wrong.
func (a *App) keepEvent(v *visit, c models.Case, r models.Request, page views.Event, event models.Event, errs []interview.FieldError) error {
	var err error = wrong(errs)
	if len(errs) == 0 {
		err = a.note(v, notice{request: r.ID, event: event})
	}
	var refused wrong
	switch {
	case errors.As(err, &refused):
		page.Errors = refused
		return v.reject(v.frameOf(c), page)
	case errors.Is(err, models.ErrStale):
		return v.staleNews(c, views.RequestPath(v.lang, c.ID, r.ID), "event.", views.EventFields(page.Kind))
	case err != nil:
		return err
	}
	return v.redirect(done(views.RequestPath(v.lang, c.ID, r.ID), "noted"))
}

// notice is something that happened to a request, as it is written down.
type notice struct {
	request string
	event   models.Event
	letter  *models.SentLetter // kept with the event
	missing *[]string          // what the answer left out; nil leaves it as it was
}

// note writes a notice down once, at the version that the form was drawn from,
// in one transaction with the check of the rules. It returns wrong when they
// refuse the event.
func (a *App) note(v *visit, n notice) error {
	version, err := v.version()
	if err != nil {
		return err
	}
	_, err = once(v, func(ctx context.Context) (struct{}, error) {
		c, err := a.Store.Change(ctx, v.account(), v.Params("case"), version, func(c *models.Case) error {
			r := c.Request(n.request)
			if r == nil {
				return missing
			}
			if len(r.Events) >= models.MaxEvents {
				return wrong{{Field: "on.day", Key: "error.event.too_many", Args: []any{"max", models.MaxEvents}}}
			}
			if n.missing != nil {
				r.Missing = *n.missing
			}
			return v.refusalOf(*c, *r, n.event.Event)
		})
		if err != nil {
			return struct{}{}, err
		}
		_, err = a.Store.AddEvent(ctx, v.account(), c.ID, c.Version, n.request, n.event, n.letter)
		return struct{}{}, err
	})
	return err
}

// refusalOf says why the rules refuse an event, at the field to correct; nil
// when they do not.
func (v *visit) refusalOf(c models.Case, r models.Request, event law.Event) error {
	err := law.Check(letters.MatterOf(interview.Effective(c), r), letters.EventsOf(r), event, v.today)
	var refusal *law.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	field := "on.day"
	if refusal.Reason == law.UntilTooEarly {
		field = "until.day"
	}
	return wrong{{
		Field: field, Key: "refusal." + string(refusal.Reason),
		Args: []any{"event", lang.Event(v.lang, refusal.Event.Kind), "date", refusal.Event.On},
	}}
}

// readEvent reads the form of an event. The day announced by an extension lies
// in the future; every other day does not.
func readEvent(form interview.Form, kind law.EventKind, today law.Date) (models.Event, []interview.FieldError) {
	var past, any []interview.Field
	for _, f := range views.EventFields(kind) {
		if f.Name == "until" {
			any = append(any, f)
		} else {
			past = append(past, f)
		}
	}
	answers, errs := interview.ReadFields(past, form, today)
	announced, more := interview.ReadFields(any, form, lastDay)
	event := models.Event{
		Event: law.Event{ID: models.NewID(), Kind: kind, On: answers.Days["on"], Until: announced.Days["until"]},
		Note:  answers.Texts["note"],
	}
	if reasons := answers.Texts["reasons"]; reasons != "" {
		given := reasons == views.ReasonsGiven
		event.ReasonsGiven = &given
	}
	return event, append(errs, more...)
}

// formOf is readEvent the other way round.
func formOf(e models.Event) interview.Form {
	form := interview.Form{"note": {e.Note}}
	fillDay(form, "on", e.On)
	fillDay(form, "until", e.Until)
	if e.ReasonsGiven != nil {
		form["reasons"] = []string{map[bool]string{true: views.ReasonsGiven, false: views.ReasonsNotGiven}[*e.ReasonsGiven]}
	}
	return form
}

func fillDay(form interview.Form, name string, d law.Date) {
	if d.IsZero() {
		return
	}
	form[name+".day"] = []string{strconv.Itoa(d.Day)}
	form[name+".month"] = []string{strconv.Itoa(int(d.Month))}
	form[name+".year"] = []string{strconv.Itoa(d.Year)}
}
