package handlers

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

// openLetter is a letter that can still be read again and changed: the one that
// makes a request, or one that follows it.
type openLetter struct {
	c    models.Case
	r    models.Request
	kind letters.FollowUp // empty for the one that makes the request
}

// unsent returns the letter that an address names. A letter that the state of
// its request does not call for is none.
func (a *App) unsent(v *visit) (openLetter, error) {
	kind := letters.FollowUp(v.Params("kind"))
	if kind == "" {
		c, r, err := a.draft(v)
		return openLetter{c: c, r: r}, err
	}
	c, r, state, err := a.followedRequest(v)
	if err == nil && !slices.Contains(letters.FollowUpsFor(state), kind) {
		err = missing
	}
	return openLetter{c, r, kind}, err
}

// letter names it for its pages.
func (o openLetter) letter() views.Letter { return views.Letter{RequestID: o.r.ID, FollowUp: o.kind} }

// write composes the letter as of a day; r may lack the person's edits.
func (o openLetter) write(r models.Request, language string, on law.Date) (written, error) {
	if o.kind == "" {
		return write(o.c, r, language, on)
	}
	return writeFollowUp(o.kind, o.c, r, language, on)
}

// showOpen shows a letter as it will be drawn.
func (v *visit) showOpen(o openLetter) error {
	w, err := o.write(o.r, v.languageOfLetter(o.c, o.r), v.today)
	if err != nil {
		return v.explain(o.c, err)
	}
	leftOut, err := o.leftOut(w.language, v.today)
	if err != nil {
		return err
	}
	return v.showCase(o.c, views.Preview{
		Letter: o.letter(), Rights: o.r.Rights, Language: w.language,
		Documents: w.documents, Warnings: w.warnings, Missing: w.undrawable(), LeftOut: leftOut,
		Discard: o.kind == "" && mayDiscard(o.r),
	})
}

// leftOut lists the paragraphs that the person took out of the letter, as we
// had written them: each can be taken back.
func (o openLetter) leftOut(language string, on law.Date) ([]letters.Block, error) {
	if o.r.Letter == nil || !slices.Contains(slices.Collect(maps.Values(o.r.Letter.Edits)), "") {
		return nil, nil
	}
	w, err := o.write(unedited(o.r), language, on)
	if err != nil {
		return nil, err
	}
	var out []letters.Block
	for _, d := range w.documents {
		for _, b := range d.Body {
			if edit, ok := o.r.Letter.Edits[b.ID]; ok && edit == "" {
				out = append(out, b)
			}
		}
	}
	return out, nil
}

// unedited is a request whose letter reads as we write it.
func unedited(r models.Request) models.Request {
	r.Letter = nil
	return r
}

func (a *App) showCopy(v *visit) error {
	o, err := a.unsent(v)
	if err != nil {
		return err
	}
	w, err := o.write(o.r, v.languageOfLetter(o.c, o.r), v.today)
	if err != nil {
		return v.explain(o.c, err)
	}
	page := views.Copy{Letter: o.letter(), Language: w.language, Text: w.text()}
	controller := controllerOf(interview.Effective(o.c), o.r)
	for _, form := range []string{controller.WebForm, controller.DPOForm} {
		if form != "" {
			page.Forms = append(page.Forms, form)
		}
	}
	return v.showCase(o.c, page)
}

// paragraphLimit is how long an edited paragraph may be, in characters: a
// text of the portable dossier.
const paragraphLimit = 10_000

func (a *App) showParagraph(v *visit) error {
	o, err := a.unsent(v)
	if err != nil {
		return err
	}
	page, err := v.paragraph(o)
	if err != nil {
		return v.explain(o.c, err)
	}
	return v.showCase(o.c, page)
}

// paragraph is the page on which one block is edited. The block is looked for
// in the letter as we wrote it, so that one edited to nothing is found too.
func (v *visit) paragraph(o openLetter) (views.Paragraph, error) {
	id := v.Params("block")
	language, _, _ := strings.Cut(id, ".")
	if language != "fr" && language != "en" {
		return views.Paragraph{}, missing
	}
	w, err := o.write(unedited(o.r), language, v.today)
	if err != nil {
		return views.Paragraph{}, err
	}
	body := w.documents[0].Body
	at := slices.IndexFunc(body, func(b letters.Block) bool { return b.ID == id })
	if at < 0 {
		return views.Paragraph{}, missing
	}
	block := body[at]
	if o.r.Letter != nil {
		if edit, ok := o.r.Letter.Edits[id]; ok {
			block.Text, block.Edited = edit, true
		}
	}
	return views.Paragraph{Letter: o.letter(), Block: block, Language: v.languageOfLetter(o.c, o.r)}, nil
}

// saveParagraph keeps the person's own wording of a block, or takes ours
// back.
func (a *App) saveParagraph(v *visit) error {
	o, err := a.unsent(v)
	if err != nil {
		return err
	}
	page, err := v.paragraph(o)
	if err != nil {
		return v.explain(o.c, err)
	}
	restore := v.form.Get(interview.DoName) == views.DoRestore
	text, _ := interview.CleanText(v.form.Get("text"))
	if errs := checkParagraph(text); !restore && len(errs) > 0 {
		page.Form = views.Form{Values: v.form, Errors: errs}
		return v.reject(v.frameOf(o.c), page)
	}
	next, err := a.change(v, func(c *models.Case) (string, error) {
		edited := c.Request(o.r.ID)
		if edited == nil || o.kind == "" && isSent(*c, *edited, v.today) {
			return "", missing
		}
		editBlock(edited, page.Block.ID, text, restore)
		return views.LetterPath(v.lang, c.ID, o.letter(), "letter") + "?lang=" + url.QueryEscape(page.Language) + "#" + page.Block.ID, nil
	})
	if errors.Is(err, models.ErrStale) {
		return a.showStaleParagraph(v, page.Block.ID, text)
	}
	if err != nil {
		return err
	}
	return v.redirect(next)
}

// checkParagraph says what is wrong with a person's own wording. None at all is
// right: the letter goes without that paragraph.
func checkParagraph(text string) []interview.FieldError {
	if n := utf8.RuneCountInString(text); n > paragraphLimit {
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
	o, err := a.unsent(v)
	if err != nil {
		return err
	}
	page, err := v.paragraph(o)
	if err != nil {
		return v.explain(o.c, err)
	}
	return v.stale(o.c, views.Stale{
		Back:     views.ParagraphPath(v.lang, o.c.ID, o.letter(), id),
		Replaces: true,
		Texts:    []views.StaleText{{Label: page.Title(v.lang), Typed: typed, Saved: page.Block.Text}},
	})
}
