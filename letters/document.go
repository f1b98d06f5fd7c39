package letters

import (
	"slices"

	"contreoffre/lang"
	"contreoffre/law"
)

// Document is a letter ready to be shown, in one language: structure and
// words, no drawing. It is what the HTML preview, the PDF, the plain text and
// the e-mail draft are all made from, so they cannot differ.
type Document struct {
	Lang      lang.Lang
	Rights    []law.Right
	Sender    []string // name, then address, e-mail, account identifiers: one per line
	Recipient []string // as on an envelope, at most seven lines
	Place     string   // may be empty
	On        law.Date
	Dateline  string  // "Nantes, le 1er novembre 2026"
	Delivery  string  // "Lettre recommandée avec demande d’avis de réception"; may be empty
	Subject   string  // without its label
	Header    []Field // labelled lines: Objet, Références, Pièces jointes
	Greeting  string  // "Madame, Monsieur,"
	Body      []Block
	Closing   string // the closing formula, one paragraph
	Signature []string
	Annex     []Block // after the signature; empty for a letter
	Notice    string  // small print at the foot of each page
	Title     string  // for the PDF's title and the page's heading
}

// Field is one labelled line of the letter's head.
type Field struct {
	ID    string // subject, references, enclosures
	Label string // with its colon: "Objet :"
	Value string
}

// Blanks lists the labels of the lines that letters leave to be filled in by
// hand, each once.
func Blanks(documents ...Document) []string {
	var labels []string
	for _, d := range documents {
		for _, b := range d.Body {
			if b.Kind == Blank && !slices.Contains(labels, b.Text) {
				labels = append(labels, b.Text)
			}
		}
	}
	return labels
}

// BlockKind is the shape of a block.
type BlockKind string

// The shapes a body is made of.
const (
	Paragraph BlockKind = "paragraph"
	Heading   BlockKind = "heading"
	Item      BlockKind = "item"  // one item of a list, numbered when Number is set
	Quote     BlockKind = "quote" // words of somebody else, set apart
	Blank     BlockKind = "blank" // a line to fill in by hand; Text is its label
)

// Block is one editable piece of the body.
type Block struct {
	ID      string // <language>.<section>.<n>, stable: edits are kept under it
	Section string
	Kind    BlockKind
	Text    string    // plain text with the language's typography; line breaks are the person's own
	Number  int       // of an item that asks something, from 1 through the letter; 0 draws a dash
	Lang    lang.Lang // when the block is not in the document's language (a quoted clause); else empty
	Edited  bool      // the person rewrote it
	// Drawn is a picture that paper shows above the block; what it shows is
	// told in the blocks that follow. Else nil.
	Drawn *Timeline
}

// Warning says what a composed letter lacks or does out of order. Key is a
// word key of package lang; Args fill it.
type Warning struct {
	Key  string
	Args []any
}

// Twin is the same letter in French and English. Pairs holds the blocks side
// by side; both documents have the same number of blocks in the same order.
type Twin struct {
	French, English Document
}
