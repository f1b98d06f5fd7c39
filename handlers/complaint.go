package handlers

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

const complaintPath = "/cases/:case/complaint"

func (a *App) complaintRoutes() {
	a.on(get, complaintPath, a.showComplaint)
	a.on(get, complaintPath+"/choices", a.whileOpen(a.showComplaintChoices))
	a.on(post, complaintPath+"/choices", a.saveComplaintChoices)
	a.on(get, complaintPath+"/sections/:section", a.whileOpen(a.showComplaintSection))
	a.on(post, complaintPath+"/sections/:section", a.saveComplaintSection)
	a.on(get, complaintPath+"/sheet", a.showComplaintSheet)
	for _, ending := range []string{"pdf", "txt"} {
		a.on(get, complaintPath+"/complaint."+ending, a.sendComplaint(ending))
		a.on(get, complaintPath+"/news."+ending, a.sendNews(ending))
	}
	a.on(get, complaintPath+"/consumer", a.showConsumer)
	a.on(get, complaintPath+"/invitees", a.showInvitees)
	for _, ending := range []string{"pdf", "txt"} {
		a.on(get, complaintPath+"/events/:event/complaint."+ending, a.sendEarlier(ending))
	}
	a.complaintEventRoutes()
	a.jobRoutes()
}

// complaintOf is the complaint of a case on a day: as it was filed, once it was,
// else as it would be. One that may not be filed is a draft, and says so.
func complaintOf(c models.Case, on law.Date) (letters.Complaint, models.Case, error) {
	effective := interview.Effective(c)
	complaint, filed, err := letters.ComposeFiled(effective, on)
	if !filed && err == nil {
		complaint, err = letters.ToFile(effective, on)
	}
	return complaint, effective, err
}

func (v *visit) complaintOf(c models.Case) (letters.Complaint, models.Case, error) {
	return complaintOf(c, v.today)
}

func (a *App) showComplaint(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	complaint, effective, err := v.complaintOf(c)
	if err != nil {
		return err
	}
	jobs, err := v.jobs(c.ID)
	if err != nil {
		return err
	}
	earlier, err := a.earlier(v, c)
	if err != nil {
		return err
	}
	drawn := true
	if complaint.Kept() {
		drawn = earlier[complaint.Filed.Event]
		delete(earlier, complaint.Filed.Event) // it is this one
	}
	_, last := effective.Filed()
	overKept := last != nil
	state := letters.ComplaintStateOf(effective, v.today)
	return v.showCase(c, views.Complaint{
		AsFiled: complaint.Filed, Drawn: drawn, Since: complaint.Since(effective), Earlier: earlier,
		OverKept: overKept, Today: v.today,
		Jobs:      jobs,
		Authority: complaint.Authority, Language: complaint.Document.Lang, Readiness: complaint.Readiness, State: state,
		Document: complaint.Document, Exhibits: complaint.Exhibits, Requests: effective.Requests, Offers: state.Next, Notes: notesOf(c), Unpaid: letters.UnpaidReward(effective),
		Invited: letters.Invited(effective),
	})
}

// notesOf are the authority's references and the person's notes, by event.
func notesOf(c models.Case) map[string]string {
	notes := map[string]string{}
	if c.Complaint != nil {
		for _, e := range c.Complaint.Events {
			notes[e.ID] = strings.TrimSpace(e.Reference + "\n" + e.Note)
		}
	}
	return notes
}

// earlier are the filings that a complaint was kept with, and whether its PDF is
// there.
func (a *App) earlier(v *visit, c models.Case) (map[string]bool, error) {
	all := map[string]bool{}
	if c.Complaint == nil {
		return all, nil
	}
	drawn, err := a.Store.FiledPDFs(v.ctx, c.Account, c.ID)
	for _, e := range c.Complaint.Events {
		if e.Letter != nil {
			all[e.ID] = slices.Contains(drawn, e.ID)
		}
	}
	return all, err
}

// pdfAsFiled returns the PDF of a complaint as it was filed; nil where none was
// kept.
func (a *App) pdfAsFiled(ctx context.Context, c models.Case, k letters.Complaint) ([]byte, error) {
	if !k.Kept() {
		return nil, nil
	}
	_, drawn, err := a.Store.LetterAsSent(ctx, c.Account, c.ID, "", k.Filed.Event)
	return drawn, err
}

// sendEarlier hands out a complaint that was kept with a filing, whatever became
// of that: it stays in the history.
func (a *App) sendEarlier(ending string) handler {
	return func(v *visit) error {
		letter, drawn, err := a.Store.LetterAsSent(v.ctx, v.account(), v.Params("case"), "", v.Params("event"))
		if err != nil {
			return err
		}
		content := drawn
		if ending == "txt" {
			content = []byte(letter.Text)
		}
		if len(content) == 0 {
			return missing
		}
		return v.download(lang.T(v.lang, "file.complaint"), ending, content)
	}
}

// isKept reports whether a complaint is told as it was filed: it stays as it was.
func isKept(c models.Case, today law.Date) bool {
	_, kept := c.Filed()
	return kept != nil && letters.IsFiled(interview.Effective(c), today)
}

// whileOpen shows what changes a complaint, while it can be changed; once it was
// filed and kept, the complaint itself, which says so.
func (a *App) whileOpen(show func(*visit, models.Case) error) handler {
	return func(v *visit) error {
		c, err := a.load(v)
		if err != nil {
			return err
		}
		if isKept(c, v.today) {
			return a.showComplaint(v)
		}
		return show(v, c)
	}
}

func (a *App) showComplaintChoices(v *visit, c models.Case) error {
	return v.showCase(c, views.ComplaintChoices{Form: views.Form{Values: v.complaintForm(c)}})
}

// complaintForm is what was chosen; where no ground ever was, those that the
// facts support are ticked.
func (v *visit) complaintForm(c models.Case) interview.Form {
	effective := interview.Effective(c)
	form := interview.Form{
		views.ComplaintGrounds.Name:   textsOf(letters.Readiness(effective, v.today).Grounds()),
		views.ComplaintRequested.Name: textsOf(letters.RequestedOf(effective)),
	}
	if c.Complaint == nil {
		return form
	}
	if c.Complaint.Grounds != nil {
		form[views.ComplaintGrounds.Name] = c.Complaint.Grounds
	}
	if may := c.Complaint.IdentityMayBeDisclosed; may != nil {
		form["disclosure"] = []string{map[bool]string{true: views.MayDisclose, false: views.MayNotDisclose}[*may]}
	}
	form["asks"], form["proceedings"] = []string{c.Complaint.Asks}, []string{c.Complaint.OtherProceedings}
	return form
}

func textsOf[W ~string](words []W) []string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return texts
}

// saveComplaintChoices keeps the choices. A ground that is not ripe yet may be
// kept: the complaint's page says from when.
func (a *App) saveComplaintChoices(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	answers, errs := interview.ReadFields(views.ComplaintFields, v.form, v.today)
	grounds, errs := ticked(v.form, views.ComplaintGrounds, errs)
	requested, errs := ticked(v.form, views.ComplaintRequested, errs)
	if len(errs) > 0 {
		return v.reject(v.frameOf(c), views.ComplaintChoices{Form: views.Form{Values: v.form, Errors: errs}})
	}
	return a.editComplaint(v, c, func(k *models.Complaint) {
		k.Grounds, k.Requested = grounds, requested
		k.Asks, k.OtherProceedings = answers.Texts["asks"], answers.Texts["proceedings"]
		k.IdentityMayBeDisclosed = nil
		if may := answers.Texts["disclosure"]; may != "" {
			yes := may == views.MayDisclose
			k.IdentityMayBeDisclosed = &yes
		}
	})
}

// ticked reads the boxes of a field: never nil, for ticking none is an answer.
func ticked(form interview.Form, f interview.Field, errs []interview.FieldError) ([]string, []interview.FieldError) {
	chosen := []string{}
	for _, value := range form[f.Name] {
		if !slices.Contains(f.Options, value) {
			return nil, append(errs, interview.FieldError{Field: f.Name, Key: "error.choices.unknown_option"})
		}
		if !slices.Contains(chosen, value) {
			chosen = append(chosen, value)
		}
	}
	if len(chosen) == 0 && !f.Optional {
		errs = append(errs, interview.FieldError{Field: f.Name, Key: "complaint.error.no_ground"})
	}
	return chosen, errs
}

// changeComplaint alters the complaint of a case, beginning one where there is
// none, and goes back to its page.
func (a *App) changeComplaint(v *visit, c models.Case, edit func(*models.Case) error, said string) error {
	back := views.ComplaintPath(v.lang, c.ID)
	next, err := a.change(v, func(c *models.Case) (string, error) {
		beginComplaint(c)
		return done(back, said), edit(c)
	})
	if errors.Is(err, models.ErrStale) {
		return v.stale(c, views.Stale{Back: back})
	}
	if err != nil {
		return err
	}
	return v.redirect(next)
}

// editComplaint alters what a complaint says, unless it was filed and kept: then
// nothing is altered, and its page says so.
func (a *App) editComplaint(v *visit, c models.Case, edit func(*models.Complaint)) error {
	errFiled := errors.New("handlers: the complaint was filed")
	err := a.changeComplaint(v, c, func(c *models.Case) error {
		if isKept(*c, v.today) {
			return errFiled
		}
		edit(c.Complaint)
		return nil
	}, "complaint_kept")
	if errors.Is(err, errFiled) {
		return v.redirect(done(views.ComplaintPath(v.lang, c.ID), "complaint_filed"))
	}
	return err
}

// beginComplaint begins a complaint where there is none. From then on its
// authority does not follow the country that is told.
func beginComplaint(c *models.Case) {
	authority := string(letters.AuthorityOf(interview.Effective(*c)).ID)
	if c.Complaint == nil {
		c.Complaint = &models.Complaint{}
	}
	if c.Complaint.Authority == "" {
		c.Complaint.Authority = authority
	}
}

// section returns the section that an address names, as it would stand.
func (v *visit) section(c models.Case) (views.ComplaintSection, error) {
	name := letters.Section(v.Params("section"))
	if !slices.Contains(letters.Sections(), name) {
		return views.ComplaintSection{}, missing
	}
	complaint, _, err := v.complaintOf(c)
	page := views.ComplaintSection{Section: name, Language: complaint.Document.Lang, Text: letters.SectionTexts(complaint.Document)[name]}
	if c.Complaint != nil {
		_, page.Rewritten = c.Complaint.Sections[string(name)]
	}
	return page, err
}

func (a *App) showComplaintSection(v *visit, c models.Case) error {
	page, err := v.section(c)
	if err != nil {
		return err
	}
	return v.showCase(c, page)
}

// saveComplaintSection keeps the person's own words for a section, or goes back
// to ours.
func (a *App) saveComplaintSection(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	page, err := v.section(c)
	if err != nil {
		return err
	}
	field := interview.Field{Name: "text", Kind: interview.LongText, Optional: true, MaxLength: 10000}
	answers, errs := interview.ReadFields([]interview.Field{field}, v.form, v.today)
	if len(errs) > 0 {
		page.Form, page.Text = views.Form{Values: v.form, Errors: errs}, v.form.Get("text")
		return v.reject(v.frameOf(c), page)
	}
	return a.editComplaint(v, c, func(k *models.Complaint) {
		if v.form.Get(interview.DoName) == "restore" {
			delete(k.Sections, string(page.Section))
			return
		}
		if k.Sections == nil {
			k.Sections = map[string]string{}
		}
		k.Sections[string(page.Section)] = answers.Texts["text"]
	})
}

func (a *App) showComplaintSheet(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	complaint, effective, err := v.complaintOf(c)
	if err != nil {
		return err
	}
	state := letters.ComplaintStateOf(effective, v.today)
	return v.showCase(c, views.ComplaintSheet{
		Authority: complaint.Authority, Language: complaint.Document.Lang, Fields: complaint.Sheet, Summary: complaint.Summary,
		Filed:   state.Status != law.ComplaintDraft && !slices.Contains(state.Next, law.Filed),
		AsFiled: complaint.Filed,
	})
}

// sendComplaint hands the complaint out as a file.
func (a *App) sendComplaint(ending string) handler {
	return func(v *visit) error {
		c, err := a.load(v)
		if err != nil {
			return err
		}
		complaint, _, err := v.complaintOf(c)
		if err != nil {
			return err
		}
		if complaint.Kept() {
			return a.sendFiled(v, ending, c, complaint)
		}
		return v.downloadDocument("complaint", ending, complaint.Document)
	}
}

// sendFiled hands out the complaint as it was filed. What was not kept, its PDF or
// its text, is not there.
func (a *App) sendFiled(v *visit, ending string, c models.Case, k letters.Complaint) error {
	stem := lang.T(v.lang, "file.complaint") + " " + string(k.Document.Lang)
	content := []byte(k.Text())
	if ending == "pdf" {
		var err error
		if content, err = a.pdfAsFiled(v.ctx, c, k); err != nil {
			return err
		}
	}
	if len(content) == 0 {
		return missing
	}
	return v.download(stem, ending, content)
}

// sendNews hands out the letter that asks the authority for news; without a
// complaint that was filed, the complaint's page says what is missing.
func (a *App) sendNews(ending string) handler {
	return func(v *visit) error {
		c, err := a.load(v)
		if err != nil {
			return err
		}
		effective := interview.Effective(c)
		document, err := letters.ComposeNews(effective, letters.ComplaintLang(effective), v.today)
		if errors.Is(err, letters.ErrNotFiled) {
			return v.redirect(views.ComplaintPath(v.lang, c.ID))
		}
		if err != nil {
			return err
		}
		return v.downloadDocument("news", ending, document)
	}
}

// downloadDocument hands a document out as a PDF or as text.
func (v *visit) downloadDocument(what, ending string, d letters.Document) error {
	stem := lang.T(v.lang, "file."+what) + " " + string(d.Lang)
	if ending == "txt" {
		return v.download(stem, ending, []byte(letters.Text(d)))
	}
	var drawn bytes.Buffer
	if err := pdf.Write(&drawn, d); err != nil {
		return err
	}
	return v.download(stem, ending, drawn.Bytes())
}

// showConsumer shows the text for a consumer body about an unpaid reward.
func (a *App) showConsumer(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	effective := interview.Effective(c)
	page := views.Consumer{}
	page.Text, page.Unpaid = letters.ConsumerText(effective, v.lang, v.today)
	if effective.Participation != nil {
		page.Country = effective.Participation.Country
	}
	return v.showCase(c, page)
}
