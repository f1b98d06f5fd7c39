package handlers

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

// What happens to a complaint once it was written.

func (a *App) complaintEventRoutes() {
	a.on(get, complaintPath+"/event/:kind", a.showComplaintEvent)
	a.on(post, complaintPath+"/event/:kind", a.saveComplaintEvent)
	a.on(get, complaintPath+"/events/:event", a.showComplaintCorrection)
	a.on(post, complaintPath+"/events/:event", a.saveComplaintCorrection)
}

func (a *App) showComplaintEvent(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	kind := law.EventKind(v.Params("kind"))
	if !slices.Contains(letters.ComplaintStateOf(interview.Effective(c), v.today).Next, kind) {
		return missing
	}
	return v.showCase(c, views.ComplaintEvent{Kind: kind, Form: views.Form{Values: interview.Form{}}})
}

// saveComplaintEvent records what happened to the complaint, when the rules
// allow it.
func (a *App) saveComplaintEvent(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	kind := law.EventKind(v.Params("kind"))
	if !slices.Contains(law.ComplaintEventKinds, kind) {
		return missing
	}
	event, errs := v.readComplaintEvent(kind)
	return a.keepComplaintEvent(v, c, views.ComplaintEvent{Kind: kind}, event, errs)
}

// showComplaintCorrection shows what was recorded, to be corrected or taken
// back.
func (a *App) showComplaintCorrection(v *visit) error {
	c, event, err := a.recordedOfComplaint(v)
	if err != nil {
		return err
	}
	history := letters.ComplaintStateOf(interview.Effective(c), v.today).History
	if !slices.ContainsFunc(history, func(e law.Entry) bool { return e.ID == event.ID && !e.Cancelled && !e.Undo }) {
		return missing
	}
	form := interview.Form{"reference": {event.Reference}, "note": {event.Note}}
	fillDay(form, "on", event.On)
	return v.showCase(c, views.ComplaintEvent{Kind: law.EventKind(event.Kind), EventID: event.ID, Kept: filingKept(c, event), Form: views.Form{Values: form}})
}

// filingKept reports whether an event is the filing of a complaint whose text was
// kept, with it or with the one that it corrects.
func filingKept(c models.Case, event models.ComplaintEvent) bool {
	for range c.Complaint.Events { // no more steps than events: a file may hold a circle
		if event.Kind != string(law.Filed) || event.Letter != nil {
			break
		}
		i := slices.IndexFunc(c.Complaint.Events, func(e models.ComplaintEvent) bool { return e.ID == event.Cancels })
		if i < 0 {
			break
		}
		event = c.Complaint.Events[i]
	}
	return event.Kind == string(law.Filed) && event.Letter != nil
}

// saveComplaintCorrection adds an event that replaces or undoes the one that an
// address names; both stay in the history. What changes nothing for the rules,
// the reference and the note, is changed in place.
func (a *App) saveComplaintCorrection(v *visit) error {
	c, recorded, err := a.recordedOfComplaint(v)
	if err != nil {
		return err
	}
	page := views.ComplaintEvent{Kind: law.EventKind(recorded.Kind), EventID: recorded.ID, Kept: filingKept(c, recorded)}
	if v.form.Get(interview.DoName) == views.DoUndo {
		undo := recorded
		undo.ID, undo.Cancels, undo.RecordedAt = models.NewID(), recorded.ID, v.now.UTC()
		return a.keepComplaintEvent(v, c, page, undo, nil)
	}
	event, errs := v.readComplaintEvent(page.Kind)
	if len(errs) == 0 && law.Repeats(event.Bare(), recorded.Bare()) {
		return a.changeComplaint(v, c, func(c *models.Case) error {
			k := c.Complaint
			i := slices.IndexFunc(k.Events, func(e models.ComplaintEvent) bool { return e.ID == recorded.ID })
			k.Events[i].Reference, k.Events[i].Note = event.Reference, event.Note
			return nil
		}, "noted")
	}
	event.Cancels = recorded.ID
	return a.keepComplaintEvent(v, c, page, event, errs)
}

// recordedOfComplaint returns the event of the complaint that an address names.
func (a *App) recordedOfComplaint(v *visit) (models.Case, models.ComplaintEvent, error) {
	c, err := a.load(v)
	if err != nil {
		return c, models.ComplaintEvent{}, err
	}
	if c.Complaint != nil {
		for _, e := range c.Complaint.Events {
			if e.ID == v.Params("event") {
				return c, e, nil
			}
		}
	}
	return c, models.ComplaintEvent{}, missing
}

// readComplaintEvent reads the form of an event of the complaint.
func (v *visit) readComplaintEvent(kind law.EventKind) (models.ComplaintEvent, []interview.FieldError) {
	answers, errs := interview.ReadFields(views.ComplaintEventFields, v.form, v.today)
	return models.ComplaintEvent{
		ID: models.NewID(), Kind: string(kind), On: answers.Days["on"],
		Reference: answers.Texts["reference"], Note: answers.Texts["note"], RecordedAt: v.now.UTC(),
	}, errs
}

// keepComplaintEvent records an event, or shows its page again with what is
// wrong. A complaint that was filed is kept with it.
func (a *App) keepComplaintEvent(v *visit, c models.Case, page views.ComplaintEvent, event models.ComplaintEvent, errs []interview.FieldError) error {
	var err error = wrong(errs)
	if len(errs) == 0 {
		err = a.noteComplaint(v, c, event)
	}
	var refused wrong
	switch {
	case errors.As(err, &refused):
		page.Form = views.Form{Values: v.form, Errors: refused}
		return v.reject(v.frameOf(c), page)
	case errors.Is(err, models.ErrStale):
		return v.stale(c, views.Stale{Back: views.ComplaintPath(v.lang, c.ID)})
	case err != nil:
		return err
	}
	return v.redirect(done(views.ComplaintPath(v.lang, c.ID), "noted"))
}

// noteComplaint writes an event down once, at the version that the form was drawn
// from. The rules are asked once per form: pressed twice, it would find its own
// event there.
func (a *App) noteComplaint(v *visit, c models.Case, event models.ComplaintEvent) error {
	version, err := v.version()
	if err != nil {
		return err
	}
	letter, err := asFiled(c, event)
	if err != nil {
		return err
	}
	_, err = once(v, func(ctx context.Context) (struct{}, error) {
		changed, err := a.Store.Change(ctx, v.account(), v.Params("case"), version, func(c *models.Case) error {
			beginComplaint(c)
			return v.complaintRefusal(*c, event)
		})
		if err != nil {
			return struct{}{}, err
		}
		_, err = a.Store.AddComplaintEvent(ctx, v.account(), changed.ID, changed.Version, event, letter)
		return struct{}{}, err
	})
	return err
}

// asFiled draws the complaint of a case as it stood on the day on which it was
// filed; nil for any other event, for one that corrects a filing, which filed the
// same, and for words without end, of which the portable file could not tell.
func asFiled(c models.Case, event models.ComplaintEvent) (*models.SentLetter, error) {
	if event.Kind != string(law.Filed) || event.Cancels != "" {
		return nil, nil
	}
	effective := interview.Effective(c)
	complaint, err := letters.ToFile(effective, event.On)
	if err != nil {
		return nil, err
	}
	letter := models.SentLetter{Text: complaint.Text(), Filing: letters.FilingOf(effective, complaint)}
	longest := utf8.RuneCountInString(letter.Text)
	for _, field := range letter.Filing.Sheet {
		longest = max(longest, utf8.RuneCountInString(field.Value))
	}
	if longest > models.MostFiled {
		return nil, nil
	}
	var drawn bytes.Buffer
	if err := pdf.Write(&drawn, complaint.Document); err != nil {
		return nil, err
	}
	letter.PDF = drawn.Bytes()
	return &letter, nil
}

// complaintRefusal says why an event of the complaint is refused: by the rules,
// or because there are too many; nil when it is not.
func (v *visit) complaintRefusal(c models.Case, event models.ComplaintEvent) error {
	if c.Complaint != nil && len(c.Complaint.Events) >= models.MaxEvents {
		return wrong{{Field: "on.day", Key: "error.complaint.too_many_events", Args: []any{"max", models.MaxEvents}}}
	}
	effective := interview.Effective(c)
	err := law.CheckComplaint(letters.ComplaintMatterOf(effective), letters.ComplaintEventsOf(effective), event.Bare(), v.today)
	var refusal *law.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	return wrong{{
		Field: "on.day", Key: "refusal." + string(refusal.Reason),
		Args: []any{"event", lang.ComplaintEvent(v.lang, refusal.Event.Kind), "date", refusal.Event.On},
	}}
}
