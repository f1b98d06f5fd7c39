package views

import (
	"net/url"
	"strconv"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// Letters lets the person choose which letters to prepare: the form values
// "letter", and "override" when one is out of the safe order.
type Letters struct {
	Form
	Choices []LetterChoice
}

// LetterChoice is one letter that can be prepared.
type LetterChoice struct {
	Value      string // of the form, "access" or "access+restriction"
	Rights     []law.Right
	Chosen     bool
	Advised    bool
	Reason     Sentence   // why it is advised, else what it is for, in one sentence
	OutOfOrder []Sentence // what would better come first
	RequestID  string     // of the one already prepared or sent; it is linked
	Sent       bool
}

// Name implements Page.
func (Letters) Name() string { return "letters" }

// Title implements Page.
func (Letters) Title(l lang.Lang) string { return lang.T(l, "letters.title") }

// NeedsOverride reports whether a letter of the list is out of order, so that
// the box to do it all the same is offered.
func (p Letters) NeedsOverride() bool {
	for _, c := range p.Choices {
		if len(c.OutOfOrder) > 0 && c.RequestID == "" {
			return true
		}
	}
	return false
}

// ChoiceID is the id of a choice's box: the first that can be ticked has that
// of the field, so that an error leads to it.
func (p Letters) ChoiceID(i int) string {
	for first, c := range p.Choices {
		if c.RequestID == "" && first < i {
			return fieldID("letter." + strconv.Itoa(i))
		}
	}
	return fieldID("letter")
}

// Letter says which letter a page is about: the one that made a request or,
// with FollowUp, one that follows it, or, with EventID, one kept with an event.
type Letter struct {
	RequestID string
	FollowUp  letters.FollowUp
	EventID   string
}

// at is the path of the letter's pages after the request's: none, follow/<kind>
// or events/<id>.
func (l Letter) at(name ...string) []string {
	switch {
	case l.FollowUp != "":
		return append([]string{"follow", string(l.FollowUp)}, name...)
	case l.EventID != "":
		return append([]string{"events", l.EventID}, name...)
	}
	return name
}

// Follows reports whether the letter follows a request.
func (l Letter) Follows() bool { return l.FollowUp != "" }

// Preview shows a letter as it will be drawn: one document, or the two of a
// twin. A sent letter is shown as it was frozen and cannot be edited.
type Preview struct {
	Letter
	Rights    []law.Right
	Language  string // fr, en, fr+en: which is shown
	Documents []letters.Document
	Warnings  []letters.Warning
	// Missing are the characters that the letters' fonts lack.
	Missing []string
	// LeftOut are the paragraphs that the person took out, as we wrote them.
	LeftOut []letters.Block
	Sent    bool
	Frozen  string // the text as sent
	Discard bool   // it can be thrown away: a draft to which nothing happened yet
}

// questionsAbout are the pages of the interview whose answer a letter lacks, by
// the key of the warning that says so. The details of a wish are asked after
// the wishes, and only for the ones made.
var questionsAbout = map[string]string{
	"letters.warning.no_address":          "address",
	"letters.warning.no_reply_address":    "identity",
	"letters.warning.no_identifier":       "account_identifiers",
	"letters.warning.no_correction":       "wishes",
	"letters.warning.no_restriction_case": "wishes",
	"letters.warning.no_mandate_date":     "representative",
}

// questionAbout is the page that ends a warning; empty where a paragraph of the
// letter, or nothing, does.
func questionAbout(w letters.Warning) string { return questionsAbout[w.Key] }

// PreviewLanguages are the languages a letter can be read in.
var PreviewLanguages = []string{"fr", "en", "fr+en"}

// Name implements Page.
func (Preview) Name() string { return "preview" }

// Title implements Page.
func (p Preview) Title(l lang.Lang) string {
	switch {
	case p.Sent:
		return lang.T(l, "preview.sent.title")
	case p.Follows():
		return lang.T(l, "follow."+string(p.FollowUp)+".title")
	}
	return lang.T(l, "preview.title")
}

// Languages lists the languages to switch to.
func (Preview) Languages() []string { return PreviewLanguages }

// Twin reports whether both languages are shown.
func (p Preview) Twin() bool { return len(p.Documents) > 1 }

// FrozenLang is the language of the text as sent; that of a twin is the first
// one's.
func (p Preview) FrozenLang() lang.Lang { return firstLang(p.Language) }

// Runs are the blocks of a letter with their list items gathered.
func (Preview) Runs(d letters.Document) []blockRun { return runsOf(d.Body) }

// blockRun is one block, or all items of one list, numbered or not.
type blockRun struct {
	letters.Block
	Items []letters.Block
}

func runsOf(body []letters.Block) []blockRun {
	var runs []blockRun
	for _, b := range body {
		last := len(runs) - 1
		switch {
		case b.Kind != letters.Item:
			runs = append(runs, blockRun{Block: b})
		case last >= 0 && runs[last].Kind == letters.Item && (runs[last].Number > 0) == (b.Number > 0):
			runs[last].Items = append(runs[last].Items, b)
		default:
			runs = append(runs, blockRun{Block: b, Items: []letters.Block{b}})
		}
	}
	return runs
}

// editLink leads to the page that edits a block.
type editLink struct {
	Href   string
	About  string // hidden words: which paragraph
	Edited bool
}

// editOf is the link of one block of the letter on s.
func editOf(s screen, b letters.Block) editLink {
	p := s.P.(Preview)
	return editLink{
		Href:   ParagraphPath(s.Lang, s.CaseID, p.Letter, b.ID) + "?lang=" + url.QueryEscape(p.Language),
		About:  lang.T(s.Lang, "preview.edit.about", "words", lang.Quoted(s.Lang, firstWords(b.Text))),
		Edited: b.Edited,
	}
}

// firstWords is how a paragraph begins.
func firstWords(s string) string {
	const enough = 6
	words := strings.Fields(s)
	if len(words) <= enough {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:enough], " ") + "…"
}

// Paragraph edits one paragraph of a letter: the form value "text". The button
// "do" with DoRestore takes the original back.
type Paragraph struct {
	Form
	Letter
	Block    letters.Block
	Language string // of the preview to go back to
}

// DoRestore is the value of the button that takes the original wording back.
const DoRestore = "restore"

// Name implements Page.
func (Paragraph) Name() string { return "paragraph" }

// Title implements Page.
func (Paragraph) Title(l lang.Lang) string { return lang.T(l, "paragraph.title") }

// Text is what was typed or, on the first visit, the paragraph.
func (p Paragraph) Text() string {
	if p.Values != nil {
		return p.Value("text")
	}
	return p.Block.Text
}

// TextLang is the language of the words that are edited.
func (p Paragraph) TextLang() lang.Lang { return langOf(p.Block) }

// langOf is the language a block is written in.
func langOf(b letters.Block) lang.Lang {
	if b.Lang != "" {
		return b.Lang
	}
	return firstLang(b.ID)
}

// firstLang is the language that a letter's language or a block's id begins
// with: "fr+en" and "fr.facts.1" are French.
func firstLang(s string) lang.Lang {
	l, _ := lang.Parse(s[:min(len(s), 2)])
	return l
}

// Copy is the letter as plain text, to be pasted into a form of the company.
type Copy struct {
	Letter
	Language string
	Text     string
	Forms    []string // addresses of the company's forms
}

// TextLang is the language of the text; that of a twin is the first one's.
func (c Copy) TextLang() lang.Lang { return firstLang(c.Language) }

// Name implements Page.
func (Copy) Name() string { return "copy" }

// Title implements Page.
func (Copy) Title(l lang.Lang) string { return lang.T(l, "copy.title") }
