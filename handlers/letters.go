package handlers

import (
	"bytes"
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/mail"
	"contreoffre/models"
	"contreoffre/views"
)

const requestPath = "/cases/:case/requests/:request"

func (a *App) letterRoutes() {
	a.on(get, requestPath+"/letter", a.showLetter)
	for _, ending := range []string{"pdf", "txt", "eml"} {
		a.on(get, requestPath+"/letter."+ending, a.sendLetter(ending))
	}
	a.on(get, requestPath+"/letter/:block", a.showParagraph)
	a.on(post, requestPath+"/letter/:block", a.saveParagraph)
	a.on(get, requestPath+"/copy", a.showCopy)
}

// request returns the case and the request that an address names.
func (a *App) request(v *visit) (models.Case, models.Request, error) {
	c, err := a.load(v)
	if err != nil {
		return c, models.Request{}, err
	}
	r := c.Request(v.Params("request"))
	if r == nil {
		return c, models.Request{}, missing
	}
	return c, *r, nil
}

// draft is request for what only a letter not yet sent can have.
func (a *App) draft(v *visit) (models.Case, models.Request, error) {
	c, r, err := a.request(v)
	if err == nil && isSent(c, r, v.today) {
		err = missing
	}
	return c, r, err
}

func isSent(c models.Case, r models.Request, today law.Date) bool {
	return letters.StateOf(c, r, today).Status != law.StatusDraft
}

// explain sends the person to the question without whose answer no letter can
// be written; any other error stays one.
func (v *visit) explain(c models.Case, err error) error {
	switch {
	case errors.Is(err, letters.ErrNoName):
		return v.redirect(done(views.QuestionPath(v.lang, c.ID, "identity"), "name_needed"))
	case errors.Is(err, letters.ErrNoController):
		return v.redirect(done(views.QuestionPath(v.lang, c.ID, companyPage(c)), "company_needed"))
	}
	return err
}

// companyPage is the page that asks who the company is: by its name, when the
// offer is described by hand, else by choosing the offer.
func companyPage(c models.Case) string {
	if page, ok := interview.PageByID("controller"); ok && page.Applies(c) {
		return page.ID
	}
	return "offer"
}

// showLetter shows a draft as it will be drawn, or a sent letter as it left.
func (a *App) showLetter(v *visit) error {
	c, r, err := a.request(v)
	if err != nil {
		return err
	}
	page := views.Preview{RequestID: r.ID, Rights: r.Rights}
	if isSent(c, r, v.today) {
		letter, _, err := a.Store.LetterAsSent(v.ctx, v.account(), c.ID, r.ID, "")
		if err != nil {
			return err
		}
		page.Language, page.Sent, page.Frozen = r.Language, true, letter.Text
		return v.showCase(c, page)
	}
	w, err := write(c, r, v.languageOfLetter(c, r), v.today)
	if err != nil {
		return v.explain(c, err)
	}
	page.Language, page.Documents, page.Warnings = w.language, w.documents, w.warnings
	page.Missing = w.undrawable()
	return v.showCase(c, page)
}

// sendLetter downloads a letter: a draft as written today, a sent one as the
// bytes that were frozen.
func (a *App) sendLetter(ending string) handler {
	return func(v *visit) error {
		c, r, err := a.request(v)
		if err != nil {
			return err
		}
		if ending == "eml" && isSent(c, r, v.today) {
			return missing // a draft of what has left already
		}
		copied, err := a.copyOf(v, c, r)
		if err != nil {
			return v.explain(c, err)
		}
		stem := strings.TrimSpace("letter " + joinRights(r.Rights, " ") + " " + copied.language)
		switch ending {
		case "txt":
			return v.download(stem, ending, []byte(copied.text))
		case "eml":
			content, err := emailDraft(c, r, copied, plainName(stem)+".pdf")
			if err != nil {
				return err
			}
			return v.download(stem, ending, content)
		}
		return v.download(stem, ending, copied.pdf)
	}
}

// letterCopy is a letter ready to leave.
type letterCopy struct {
	language, subject, text string
	pdf                     []byte
	on                      law.Date
}

// copyOf returns the letter of a request: frozen once it was sent, else as
// composed today. It returns models.ErrNotFound for a letter that was sent
// before the dossier began, of which we have no copy.
func (a *App) copyOf(v *visit, c models.Case, r models.Request) (letterCopy, error) {
	if isSent(c, r, v.today) {
		letter, drawn, err := a.Store.LetterAsSent(v.ctx, v.account(), c.ID, r.ID, "")
		if err == nil && drawn == nil {
			err = models.ErrNotFound
		}
		return letterCopy{language: r.Language, text: letter.Text, pdf: drawn, on: letter.FrozenOn}, err
	}
	return drawCopy(c, r, v.languageOfLetter(c, r), v.today)
}

func drawCopy(c models.Case, r models.Request, language string, on law.Date) (letterCopy, error) {
	w, err := write(c, r, language, on)
	if err != nil {
		return letterCopy{}, err
	}
	drawn, err := w.draw()
	var subjects []string
	for _, d := range w.documents {
		subjects = append(subjects, d.Subject)
	}
	return letterCopy{language, strings.Join(subjects, " / "), w.text(), drawn, on}, err
}

// emailDraft is a letter as a message that the person's own mail program
// opens, to be read again and sent by them.
func emailDraft(c models.Case, r models.Request, l letterCopy, pdfName string) ([]byte, error) {
	effective := interview.Effective(c)
	d := mail.Draft{
		To: controllerOf(effective, r).Email, Subject: l.subject,
		Text: l.text, PDF: l.pdf, PDFName: pdfName, On: l.on,
	}
	if effective.Person != nil {
		d.From = effective.Person.Email
	}
	var b bytes.Buffer
	err := d.Write(&b)
	return b.Bytes(), err
}

func (a *App) showCopy(v *visit) error {
	c, r, err := a.draft(v)
	if err != nil {
		return err
	}
	w, err := write(c, r, v.languageOfLetter(c, r), v.today)
	if err != nil {
		return v.explain(c, err)
	}
	page := views.Copy{RequestID: r.ID, Language: w.language, Text: w.text()}
	controller := controllerOf(interview.Effective(c), r)
	for _, form := range []string{controller.WebForm, controller.DPOForm} {
		if form != "" {
			page.Forms = append(page.Forms, form)
		}
	}
	return v.showCase(c, page)
}

// paragraphLimit is how long an edited paragraph may be, in characters: a
// text of the portable dossier.
const paragraphLimit = 10_000

func (a *App) showParagraph(v *visit) error {
	c, r, err := a.draft(v)
	if err != nil {
		return err
	}
	page, err := v.paragraph(c, r)
	if err != nil {
		return v.explain(c, err)
	}
	return v.showCase(c, page)
}

// paragraph is the page on which one block is edited. The block is looked for
// in the letter as we wrote it, so that one edited to nothing is found too.
func (v *visit) paragraph(c models.Case, r models.Request) (views.Paragraph, error) {
	id := v.Params("block")
	language, _, _ := strings.Cut(id, ".")
	if language != "fr" && language != "en" {
		return views.Paragraph{}, missing
	}
	original := r
	original.Letter = nil
	w, err := write(c, original, language, v.today)
	if err != nil {
		return views.Paragraph{}, err
	}
	body := w.documents[0].Body
	at := slices.IndexFunc(body, func(b letters.Block) bool { return b.ID == id })
	if at < 0 {
		return views.Paragraph{}, missing
	}
	block := body[at]
	if r.Letter != nil {
		if edit, ok := r.Letter.Edits[id]; ok {
			block.Text, block.Edited = edit, true
		}
	}
	return views.Paragraph{RequestID: r.ID, Block: block, Language: v.languageOfLetter(c, r)}, nil
}

// saveParagraph keeps the person's own wording of a block, or takes ours
// back.
func (a *App) saveParagraph(v *visit) error {
	c, r, err := a.draft(v)
	if err != nil {
		return err
	}
	page, err := v.paragraph(c, r)
	if err != nil {
		return v.explain(c, err)
	}
	restore := v.form.Get(interview.DoName) == views.DoRestore
	text, _ := interview.CleanText(v.form.Get("text"))
	if errs := checkParagraph(text); !restore && len(errs) > 0 {
		page.Form = views.Form{Values: v.form, Errors: errs}
		return v.reject(v.frameOf(c), page)
	}
	next, err := a.change(v, func(c *models.Case) (string, error) {
		edited := c.Request(r.ID)
		if edited == nil || isSent(*c, *edited, v.today) {
			return "", missing
		}
		editBlock(edited, page.Block.ID, text, restore)
		return views.RequestPath(v.lang, c.ID, r.ID, "letter") + "?lang=" + url.QueryEscape(page.Language), nil
	})
	if errors.Is(err, models.ErrStale) {
		return a.showStaleParagraph(v, page.Block.ID, text)
	}
	if err != nil {
		return err
	}
	return v.redirect(next)
}

func checkParagraph(text string) []interview.FieldError {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return []interview.FieldError{{Field: "text", Key: "error.long_text.required"}}
	case n > paragraphLimit:
		return []interview.FieldError{{Field: "text", Key: "error.long_text.too_long", Args: []any{"max", paragraphLimit, "n", n}}}
	}
	return nil
}

// editBlock keeps an edit, or drops it. The edits are a new map: the one read
// is shared with what the store compares against.
func editBlock(r *models.Request, id, text string, restore bool) {
	letter := models.Letter{}
	if r.Letter != nil {
		letter = *r.Letter
	}
	edits := map[string]string{}
	for key, edit := range letter.Edits {
		edits[key] = edit
	}
	if delete(edits, id); !restore {
		edits[id] = text
	}
	letter.Edits = edits
	r.Letter = &letter
}

func (a *App) showStaleParagraph(v *visit, id, typed string) error {
	c, r, err := a.draft(v)
	if err != nil {
		return err
	}
	page, err := v.paragraph(c, r)
	if err != nil {
		return v.explain(c, err)
	}
	return v.stale(c, views.Stale{
		Back:  views.ParagraphPath(v.lang, c.ID, r.ID, id),
		Texts: []views.StaleText{{Label: page.Title(v.lang), Typed: typed, Saved: page.Block.Text}},
	})
}

func joinRights(rights []law.Right, separator string) string {
	words := make([]string, len(rights))
	for i, right := range rights {
		words[i] = string(right)
	}
	return strings.Join(words, separator)
}
