package handlers

import (
	"cmp"
	"errors"
	"slices"

	"contreoffre/evidence"
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

const exhibitPath = "/cases/:case/evidence/:exhibit"

func (a *App) evidenceRoutes() {
	a.on(get, "/cases/:case/evidence", a.showEvidence)
	a.on(post, "/cases/:case/evidence", a.addEvidence)
	a.on(get, exhibitPath, a.showExhibit)
	a.on(post, exhibitPath, a.saveExhibit)
	a.on(get, exhibitPath+"/original", a.sendOriginal)
	a.on(get, exhibitPath+"/copy", a.sendCopy)
	a.on(get, exhibitPath+"/mask", a.showMask)
	a.on(post, exhibitPath+"/mask", a.saveMask)
	a.on(get, exhibitPath+"/delete", a.showExhibitDelete)
	a.on(post, exhibitPath+"/delete", a.deleteExhibit)
}

// EvidenceTools is what package evidence is handed at wiring.
var EvidenceTools = evidence.Tools{
	Inspect: func(content []byte) (evidence.PDFInfo, error) {
		info, err := pdf.Inspect(content)
		return evidence.PDFInfo(info), err
	},
	Lettering: pdf.Lettering,
}

func evidencePage(c models.Case, form views.Form) views.Evidence {
	page := views.Evidence{Form: form, MaxFile: evidence.MaxFile >> 20, MaxForm: uploadBytes >> 20, MaxFiles: evidence.Quota.Files}
	for i, e := range c.Evidence {
		page.Exhibits = append(page.Exhibits, views.ExhibitRow{Evidence: e, Number: i + 1})
	}
	return page
}

func (a *App) showEvidence(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, evidencePage(c, views.Form{}))
}

// addEvidence keeps the files that can be kept, and says of each other why it
// was not. Adding needs no once-key and no version: the same file sent again
// is there already, and nothing else is changed.
func (a *App) addEvidence(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	answers, errs := interview.ReadFields(views.UploadFields, v.form, v.today)
	switch { // in the order of the page
	case len(v.files) == 0:
		errs = append([]interview.FieldError{fileProblem("none")}, errs...)
	case len(v.files) > uploadFiles:
		errs = append([]interview.FieldError{fileProblem("too_many", "max", uploadFiles)}, errs...)
	}
	var added, same int
	if len(errs) == 0 {
		added, same, errs = a.keepFiles(v, c, cmp.Or(answers.Texts["kind"], anyKind))
	}
	if len(errs) == 0 {
		what := "evidence_added"
		if added == 0 && same > 0 {
			what = "evidence_same"
		}
		return v.redirect(done(views.EvidencePath(v.lang, c.ID), what))
	}
	if c, err = a.load(v); err != nil {
		return err
	}
	page := evidencePage(c, views.Form{Values: v.form, Errors: errs})
	page.Added = added
	return v.reject(v.frameOf(c), page)
}

// anyKind is what a file is of which nobody said it yet.
const anyKind = "other"

func fileProblem(what string, args ...any) interview.FieldError {
	return interview.FieldError{Field: fileField, Key: "evidence.error." + what, Args: args}
}

// keepFiles keeps the files of the form one after the other. It counts those
// added and those that were there, and returns an error for each other.
func (a *App) keepFiles(v *visit, c models.Case, kind string) (added, same int, errs []interview.FieldError) {
	for _, file := range v.files {
		_, err := a.Evidence.Add(v.ctx, v.account(), c.ID, evidence.Upload{
			Name: file.Name, Content: file.Content, Kind: kind, Caption: captionOf(v.lang, file.Name, kind),
		})
		var refusal *evidence.Refusal
		switch {
		case err == nil:
			added++
		case errors.As(err, &refusal) && refusal.Key == "evidence.error.same":
			same++
		default:
			errs = append(errs, a.named(v, file.Name, err))
		}
	}
	return added, same, errs
}

// named says which file was not kept and why. What went wrong on our side is
// written to the log; the person may try again.
func (a *App) named(v *visit, name string, err error) interview.FieldError {
	why := "evidence.error.busy"
	var args []any
	var refusal *evidence.Refusal
	if errors.As(err, &refusal) {
		why, args = refusal.Key, refusal.Args
	} else {
		a.record(v.Ctx, statusOf(err), newReference(), err)
	}
	return fileProblem("named", "file", lang.Quoted(v.lang, shortName(name)), "why", lang.T(v.lang, why, args...))
}

// shortName is a name as a sentence can bear it.
func shortName(name string) string {
	const enough = 60
	if runes := []rune(name); len(runes) > enough {
		return string(runes[:enough]) + "…"
	}
	return name
}

// captionOf is what an exhibit is called until its owner gives it a title: its
// name, or its kind where it came without one.
func captionOf(l lang.Lang, name, kind string) string {
	if name != "" {
		return ""
	}
	return lang.T(l, "field.exhibit.kind."+kind)
}

// exhibit returns the exhibit that an address names, with its number.
func (a *App) exhibit(v *visit) (models.Case, models.Evidence, int, error) {
	c, err := a.load(v)
	if err != nil {
		return c, models.Evidence{}, 0, err
	}
	i := slices.IndexFunc(c.Evidence, func(e models.Evidence) bool { return e.ID == v.Params("exhibit") })
	if i < 0 {
		return c, models.Evidence{}, 0, missing
	}
	return c, c.Evidence[i], i + 1, nil
}

func (v *visit) exhibitPage(c models.Case, e models.Evidence, number int, form views.Form) views.Exhibit {
	page := views.Exhibit{Form: form, Evidence: e, Number: number, Picture: e.Kept != nil && evidence.IsPicture(e.MediaType)}
	for _, r := range c.Requests {
		for _, event := range r.Events {
			if slices.Contains(event.Evidence, e.ID) {
				page.Events = append(page.Events, lang.Event(v.lang, event.Kind)+" – "+lang.Date(v.lang, event.On))
			}
		}
	}
	return page
}

func (a *App) showExhibit(v *visit) error {
	c, e, number, err := a.exhibit(v)
	if err != nil {
		return err
	}
	form := views.Form{Values: interview.Form{"caption": {e.Caption}, "kind": {e.Kind}, "proves": {e.Proves}}}
	fillDay(form.Values, "captured_on", e.CapturedOn)
	return v.showCase(c, v.exhibitPage(c, e, number, form))
}

func (a *App) saveExhibit(v *visit) error {
	c, e, number, err := a.exhibit(v)
	if err != nil {
		return err
	}
	answers, errs := interview.ReadFields(views.ExhibitFields, v.form, v.today)
	if len(errs) > 0 {
		return v.reject(v.frameOf(c), v.exhibitPage(c, e, number, views.Form{Values: v.form, Errors: errs}))
	}
	next, err := a.change(v, func(c *models.Case) (string, error) {
		now := c.Exhibit(e.ID)
		if now == nil {
			return "", missing
		}
		now.Caption, now.Kind, now.Proves = answers.Texts["caption"], answers.Texts["kind"], answers.Texts["proves"]
		now.CapturedOn = answers.Days["captured_on"]
		return done(views.ExhibitPath(v.lang, c.ID, e.ID), "evidence_saved"), nil
	})
	return v.follow(c, next, err, views.ExhibitPath(v.lang, c.ID, e.ID))
}

// follow leads on, or says that the case changed elsewhere and leads back.
func (v *visit) follow(c models.Case, next string, err error, back string) error {
	if errors.Is(err, models.ErrStale) {
		return v.stale(c, views.Stale{Back: back})
	}
	if err != nil {
		return err
	}
	return v.redirect(next)
}

func (a *App) showExhibitDelete(v *visit) error {
	c, e, number, err := a.exhibit(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.ExhibitDelete{ExhibitID: e.ID, Number: number, Caption: e.Caption})
}

func (a *App) deleteExhibit(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	exhibit := v.Params("exhibit")
	next, err := a.change(v, func(c *models.Case) (string, error) {
		return done(views.EvidencePath(v.lang, c.ID), "evidence_deleted"), c.RemoveExhibit(exhibit)
	})
	return v.follow(c, next, err, views.EvidencePath(v.lang, c.ID))
}
