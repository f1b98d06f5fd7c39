package letters

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// shared is the prose file of what every first letter says.
const shared = "letter"

// letter is one letter being composed.
type letter struct {
	c          models.Case
	r          models.Request
	controller models.Controller
	lang       lang.Lang
	spoken     []lang.Lang // the languages that must keep the same blocks
	today      law.Date
	rights     []law.Right
	regime     regime
	following  bool // it follows a request that was sent
	facts      map[string]string

	blocks   []Block
	written  map[string]int // blocks written so far, by section
	items    int            // numbered items written so far
	warnings []Warning
	errs     []error
}

func newLetter(c models.Case, r models.Request, l lang.Lang, today law.Date, spoken []lang.Lang) (*letter, error) {
	if c.Person == nil || oneLine(c.Person.Name) == "" {
		return nil, ErrNoName
	}
	controller := controllerOf(c, r)
	if controller == nil || oneLine(controller.Name) == "" {
		return nil, ErrNoController
	}
	w := &letter{
		c: c, r: r, controller: *controller, lang: l, spoken: spoken, today: today,
		written: make(map[string]int),
	}
	w.regime = regimeOf(w.country())
	w.facts = w.factsOf()
	return w, nil
}

// controllerOf returns whom the request is sent to, or nil.
func controllerOf(c models.Case, r models.Request) *models.Controller {
	if r.Controller != nil {
		return r.Controller
	}
	if c.Offer != nil {
		return c.Offer.Controller
	}
	return nil
}

func (w *letter) has(right law.Right) bool { return slices.Contains(w.rights, right) }

// only reports whether the letter exercises no right but these.
func (w *letter) only(rights ...law.Right) bool {
	return !slices.ContainsFunc(w.rights, func(right law.Right) bool { return !slices.Contains(rights, right) })
}

// section adds every block of a section of a prose file. Its items are
// numbered through the letter, so that an answer can point at each.
func (w *letter) section(file, name string) {
	for _, block := range w.prose(file, name) {
		w.add(w.filled(file+"_"+name, block))
	}
}

// paragraph adds one block made of the first block of each named section, one
// after the other: sentences that stand or fall on their own.
func (w *letter) paragraph(id, file string, names ...string) {
	var sentences []string
	for _, name := range names {
		if blocks := w.prose(file, name); len(blocks) > 0 {
			sentences = append(sentences, w.filled("", blocks[0]).Text)
		}
	}
	w.add(Block{Section: file + "_" + id, Kind: Paragraph, Text: strings.Join(sentences, " ")})
}

func (w *letter) prose(file, name string) []lang.TextBlock {
	text, ok := lang.Letter(w.lang, file)
	if !ok {
		w.errs = append(w.errs, fmt.Errorf("letters: no text %s in %s", file, w.lang))
		return nil
	}
	section, ok := text.Section(name)
	if !ok {
		w.errs = append(w.errs, fmt.Errorf("letters: no section %s in %s/%s", name, w.lang, file))
	}
	return section.Blocks
}

var kinds = map[lang.TextBlockKind]BlockKind{
	lang.TextParagraph: Paragraph, lang.TextHeading: Heading, lang.TextItem: Item, lang.TextQuote: Quote,
}

func (w *letter) filled(section string, block lang.TextBlock) Block {
	text, err := block.Fill(func(name string) (string, bool) {
		value, ok := w.facts[name]
		return value, ok && value != ""
	})
	if err != nil {
		w.errs = append(w.errs, fmt.Errorf("letters: %s: %w", section, err))
	}
	b := Block{Section: section, Kind: kinds[block.Kind], Text: text}
	if b.Kind == Item {
		b.Number = w.items + 1
	}
	return b
}

// own adds words of the person's own, as paragraphs returned them.
func (w *letter) own(section, text string) {
	w.add(Block{Section: section, Kind: Paragraph, Text: text})
}

// blank adds a line to fill in by hand, labelled by letters.blank.<name>. It
// reports whether the line is left so: the person may have filled it in, or
// taken it out.
func (w *letter) blank(section, name string) bool {
	before := len(w.blocks)
	w.add(Block{Section: section, Kind: Blank, Text: lang.T(w.lang, "letters.blank."+name)})
	return len(w.blocks) > before && w.blocks[before].Kind == Blank
}

// add gives the block its ID, applies the person's edit, and appends it unless
// the person left it out. A blank that was edited has been filled in, so it
// becomes a paragraph; otherwise an edit never changes structure.
func (w *letter) add(b Block) {
	w.written[b.Section]++
	place := fmt.Sprintf("%s.%d", b.Section, w.written[b.Section])
	if w.leftOut(place) {
		return
	}
	b.ID = string(w.lang) + "." + place
	if text, ok := w.edit(w.lang, place); ok {
		b.Text, b.Edited = text, true
		if b.Kind == Blank {
			b.Kind = Paragraph
		}
	}
	if b.Number > 0 {
		w.items++
	}
	w.blocks = append(w.blocks, b)
}

func (w *letter) leftOut(place string) bool {
	return slices.ContainsFunc(w.spoken, func(l lang.Lang) bool {
		text, ok := w.edit(l, place)
		return ok && text == ""
	})
}

func (w *letter) edit(l lang.Lang, place string) (text string, ok bool) {
	if w.r.Letter == nil {
		return "", false
	}
	text, ok = w.r.Letter.Edits[string(l)+"."+place]
	return paragraphs(text), ok
}

func (w *letter) warn(key string, args ...any) {
	w.warnings = append(w.warnings, Warning{Key: key, Args: args})
}

// document frames the body as a letter under subject.
func (w *letter) document(subject string) (Document, []Warning, error) {
	d := Document{
		Lang: w.lang, Rights: w.rights,
		Sender: w.sender(), Recipient: w.recipient(),
		Place: w.place(), On: w.today, Dateline: w.dateline(), Delivery: w.delivery(),
		Subject: subject, Header: w.header(subject),
		Greeting: lang.T(w.lang, "letters.greeting"),
		Body:     w.blocks,
		Closing:  lang.T(w.lang, "letters.closing"), Signature: w.signature(),
		Notice: lang.T(w.lang, "letters.notice"),
		Title:  lang.T(w.lang, "document.title", "subject", subject, "controller", oneLine(w.controller.Name)),
	}
	if err := errors.Join(w.errs...); err != nil {
		return Document{}, nil, err
	}
	return d, w.warnings, nil
}
