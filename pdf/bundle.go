package pdf

import (
	"bytes"
	"fmt"
	"io"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// Piece is one exhibit with its file. Photos come already upright, as re-made
// copies: what a camera wrote beside the picture never enters a bundle.
type Piece struct {
	Exhibit   letters.Exhibit
	MediaType string
	Data      []byte // nil when there is no file
	SHA256    string // of the original; empty when there is no file
}

// Enclosure says how an exhibit goes with the bundle. Its words are
// "bundle.<enclosure>".
type Enclosure string

// The enclosures.
const (
	Enclosed   Enclosure = "enclosed"
	NotJoined  Enclosure = "not_joined" // there is no file
	JoinedOnly Enclosure = "apart"      // its file cannot become pages
)

// Enclosures lists every enclosure once.
var Enclosures = []Enclosure{Enclosed, NotJoined, JoinedOnly}

// Placed is one exhibit as the bundle holds it: the pages From to To, counted
// from 1, when it is enclosed.
type Placed struct {
	Exhibit   letters.Exhibit
	Enclosure Enclosure
	From, To  int
	SHA256    string
}

// Bundle is a complaint with its exhibits.
type Bundle struct {
	PDF    []byte
	Placed []Placed // one for each piece, in their order

	on     law.Date
	copies map[string][]byte // of the exhibits, by tidy name
}

// Assemble draws one PDF: a cover, the complaint, the list of exhibits with
// their pages and SHA-256, and each exhibit, its pages stamped "Pièce n° 3 –
// 2/4". A file that cannot become pages is listed and left out. The same
// complaint and pieces give the same bytes.
func Assemble(k letters.Complaint, pieces []Piece) (Bundle, error) {
	b := &bundle{k: k, lang: k.Document.Lang, copies: map[string][]byte{}}
	if !k.Document.On.Valid() {
		return Bundle{}, ErrNoDay
	}
	var out bytes.Buffer
	if err := b.assemble(&out, pieces); err != nil {
		return Bundle{}, fmt.Errorf("pdf: bundle: %w", err)
	}
	return Bundle{PDF: out.Bytes(), Placed: b.placed, on: k.Document.On, copies: b.copies}, nil
}

// bundle is a bundle being put together, part by part.
type bundle struct {
	k      letters.Complaint
	lang   lang.Lang
	placed []Placed
	parts  []section
	copies map[string][]byte
}

// section is a stretch of the bundle: a PDF of its own, under a bookmark.
type section struct {
	title string
	pdf   []byte
	pages int
	stamp func(page int) string // of a page of the part, from 1; nil for none
}

func (b *bundle) assemble(w io.Writer, pieces []Piece) error {
	exhibits := b.readPieces(pieces)
	complaint := layLetter(b.k.Document)
	// The list tells on which pages the exhibits are, and is itself before
	// them: it is laid out once to know how long it is.
	list := b.layList()
	first := 1 + len(complaint.pages) + len(list.pages) + 1
	b.number(exhibits, first)
	list = b.layList()

	cover, err := b.drawn(lang.T(b.lang, "bundle.cover"), b.layCover())
	if err != nil {
		return err
	}
	body, err := b.drawn(lang.T(b.lang, "bundle.complaint"), complaint)
	if err != nil {
		return err
	}
	listed, err := b.drawn(lang.T(b.lang, "bundle.list"), list)
	if err != nil {
		return err
	}
	b.parts = append([]section{cover, body, listed}, exhibits...)
	return b.join(w)
}

// readPieces turns each file into pages, and notes how each exhibit goes with
// the bundle.
func (b *bundle) readPieces(pieces []Piece) []section {
	var parts []section
	for _, piece := range pieces {
		p := Placed{Exhibit: piece.Exhibit, SHA256: piece.SHA256, Enclosure: NotJoined}
		if len(piece.Data) > 0 {
			p.Enclosure = JoinedOnly
			if data, pages, err := b.pagesOf(piece); err == nil {
				p.Enclosure = Enclosed
				parts = append(parts, b.exhibit(piece.Exhibit, data, pages))
				b.copies[tidyName(piece.Exhibit, ".pdf")] = data
			} else if ending, ok := endings[piece.MediaType]; ok {
				b.copies[tidyName(piece.Exhibit, ending)] = piece.Data
			}
		}
		b.placed = append(b.placed, p)
	}
	return parts
}

func (b *bundle) exhibit(e letters.Exhibit, data []byte, pages int) section {
	return section{
		title: lang.T(b.lang, "complaint.exhibit.line", "n", e.Number, "title", e.Title),
		pdf:   data, pages: pages,
		stamp: func(page int) string {
			return lang.T(b.lang, "bundle.stamp", "n", e.Number, "page", page, "pages", pages)
		},
	}
}

// number gives each enclosed exhibit its pages, the first one at page first.
func (b *bundle) number(exhibits []section, first int) {
	next := 0
	for i := range b.placed {
		if b.placed[i].Enclosure == Enclosed {
			b.placed[i].From, b.placed[i].To = first, first+exhibits[next].pages-1
			first += exhibits[next].pages
			next++
		}
	}
}

// drawn draws a layout as a part of its own.
func (b *bundle) drawn(title string, l layout) (section, error) {
	var out bytes.Buffer
	if err := write(&out, b.k.Document.On, func() layout { return l }); err != nil {
		return section{}, err
	}
	return section{title: title, pdf: out.Bytes(), pages: len(l.pages)}, nil
}
