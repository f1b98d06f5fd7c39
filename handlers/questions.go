package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) interviewRoutes() {
	a.on(get, "/start", a.showStart)
	a.on(post, "/start", a.saveStart)
	a.on(get, "/cases/:case/questions/:page", a.showQuestion)
	a.on(post, "/cases/:case/questions/:page", a.saveQuestion)
}

// firstPage is asked before there is a case; its answer opens one.
func firstPage() interview.Page { return interview.Pages[0] }

// showStart asks the first question. An offer may be chosen already by the
// link that led here.
func (a *App) showStart(v *visit) error {
	values := interview.Form{}
	if preset, ok := interview.PresetBySlug(v.Query("offer")); ok {
		values["offer"] = []string{preset.Slug}
	}
	return v.show(v.firstQuestion(views.Form{Values: values}))
}

func (v *visit) firstQuestion(form views.Form) views.Question {
	at, of := interview.Position(models.Case{}, firstPage().ID)
	return views.Question{
		Form: form, Page: firstPage(), At: at, Of: of,
		Action: views.StartPath(v.lang, ""), Back: views.HomePath(v.lang),
	}
}

func (a *App) saveStart(v *visit) error {
	c := models.Case{Facts: models.Facts{Language: string(v.lang)}}
	if errs := firstPage().Read(v.form, &c, v.today); len(errs) > 0 {
		return v.reject(v.frame(), v.firstQuestion(views.Form{Values: v.form, Errors: errs}))
	}
	o, err := a.open(v, func(ctx context.Context, account string) (models.Case, error) {
		return a.Store.CreateCase(ctx, account, c.Facts)
	})
	if err != nil {
		return err
	}
	c.ID = o.Case
	return a.welcome(v, o, v.pathAfter(c, firstPage().ID), "")
}

func (a *App) showQuestion(v *visit) error {
	c, page, err := a.question(v)
	if err != nil {
		return err
	}
	return v.showCase(c, v.ask(c, page, views.Form{Values: page.Fill(c)}, 0))
}

// saveQuestion is every page of the interview: what was typed is read into
// the case, or shown again with what is wrong beside it.
func (a *App) saveQuestion(v *visit) error {
	c, page, err := a.question(v)
	if err != nil {
		return err
	}
	typed := views.Form{Values: v.form}
	if v.form.Get(interview.DoName) == views.DoAddRow {
		return v.showCase(c, v.ask(c, page, typed, rowsTyped(page, v.form)+1))
	}
	next, err := a.change(v, func(c *models.Case) (string, error) {
		if errs := page.Read(v.form, c, v.today); len(errs) > 0 {
			return "", wrong(errs)
		}
		return v.pathAfter(*c, page.ID), nil
	})
	var errs wrong
	switch {
	case errors.As(err, &errs):
		typed.Errors = errs
		return v.reject(v.frameOf(c), v.ask(c, page, typed, 0))
	case errors.Is(err, models.ErrStale):
		return a.showStale(v, page)
	case err != nil:
		return err
	}
	return v.redirect(next)
}

// question returns the case and the page that an address names. A page that is
// not asked in this case is no page.
func (a *App) question(v *visit) (models.Case, interview.Page, error) {
	c, err := a.load(v)
	if err != nil {
		return c, interview.Page{}, err
	}
	page, ok := interview.PageByID(v.Params("page"))
	if !ok || !page.Applies(c) {
		return c, page, missing
	}
	return c, page, nil
}

// ask is the page of a question.
func (v *visit) ask(c models.Case, page interview.Page, form views.Form, rows int) views.Question {
	q := views.Question{
		Form: form, Page: page, Rows: rows,
		Action:   views.QuestionPath(v.lang, c.ID, page.ID),
		Back:     views.CasePath(v.lang, c.ID),
		Warnings: slices.Concat(interview.Notes(c, page.ID), interview.Warnings(c, page.ID)),
		Suggests: page.Suggests(c),
	}
	q.At, q.Of = interview.Position(c, page.ID)
	if edited := v.edited(); edited != "" {
		q.Action = views.EditPath(v.lang, c.ID, page.ID, edited)
		q.Back, q.Editing = views.CasePath(v.lang, c.ID, interview.CheckID), true
		return q
	}
	if previous, ok := interview.Previous(c, page.ID); ok {
		q.Back = views.QuestionPath(v.lang, c.ID, previous.ID)
	}
	return q
}

// edited is the id of the page whose answer the person came back to change;
// empty for somebody who is still telling their story.
func (v *visit) edited() string {
	page, _ := interview.PageByID(v.Query(views.EditQuery))
	return page.ID
}

// pathAfter is where a saved answer leads: to the next page without an answer,
// or to reading all of them once more. Who came from there to change one goes
// back there, past the questions that were passed over.
func (v *visit) pathAfter(c models.Case, id string) string {
	if edited := v.edited(); edited != "" {
		if page, ok := interview.NextEdited(c, edited, id); ok {
			return views.EditPath(v.lang, c.ID, page.ID, edited)
		}
		return views.CasePath(v.lang, c.ID, interview.CheckID)
	}
	for page, ok := interview.Next(c, id); ok; page, ok = interview.Next(c, page.ID) {
		if !page.Answered(c) {
			return views.QuestionPath(v.lang, c.ID, page.ID)
		}
	}
	return views.CasePath(v.lang, c.ID, interview.CheckID)
}

// rowsTyped counts the rows of the page's list that came with the form.
func rowsTyped(page interview.Page, form interview.Form) int {
	for _, field := range page.Fields {
		if field.Kind == interview.List {
			return len(interview.RowNumbers(form, field.Name))
		}
	}
	return 0
}

// version is the version of the case that the form was drawn from.
func (v *visit) version() (int, error) {
	n, err := strconv.Atoi(v.form.Get(versionField))
	if err != nil {
		return 0, problem{status: fiber.StatusBadRequest, cause: err}
	}
	return n, nil
}
