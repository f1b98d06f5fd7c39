package handlers

import (
	"bytes"
	"errors"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
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
	page := views.Preview{Letter: views.Letter{RequestID: r.ID}, Rights: r.Rights}
	if isSent(c, r, v.today) {
		letter, _, err := a.Store.LetterAsSent(v.ctx, v.account(), c.ID, r.ID, "")
		if err != nil {
			return err
		}
		page.Language, page.Sent, page.Frozen = r.Language, true, letter.Text
		return v.showCase(c, page)
	}
	return v.showOpen(openLetter{c: c, r: r})
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
		return v.downloadLetter(c, r, "letter", ending, copied)
	}
}

// downloadLetter answers with a letter as a file. Its name says what it is, in
// the language of the page: the word file.<what>, then those of the rights.
func (v *visit) downloadLetter(c models.Case, r models.Request, what, ending string, copied letterCopy) error {
	names := []string{lang.T(v.lang, "file."+what)}
	for _, right := range r.Rights {
		names = append(names, lang.T(v.lang, "file."+string(right)))
	}
	stem := strings.TrimSpace(strings.Join(names, " ") + " " + copied.language)
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
	return w.copied(on)
}

// copied is the letter as it leaves on a day.
func (w written) copied(on law.Date) (letterCopy, error) {
	drawn, err := w.draw()
	var subjects []string
	for _, d := range w.documents {
		subjects = append(subjects, d.Subject)
	}
	return letterCopy{w.language, strings.Join(subjects, " / "), w.text(), drawn, on}, err
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

func joinRights(rights []law.Right, separator string) string {
	words := make([]string, len(rights))
	for i, right := range rights {
		words[i] = string(right)
	}
	return strings.Join(words, separator)
}
