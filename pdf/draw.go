package pdf

import (
	"errors"
	"fmt"
	"io"
	"time"

	"contreoffre/law"
	"contreoffre/letters"

	"github.com/jung-kurt/gofpdf"
)

// ErrNoDay is returned for a document without a day: its file would have to
// carry the hour of its making, and could not be made twice.
var ErrNoDay = errors.New("pdf: the document has no day")

// hairline is the width of strokes, in millimetres.
const hairline = 0.18

// Write draws a letter on A4 pages. The same letter always gives the same
// bytes, and nothing is written unless all of it could be drawn. It returns
// ErrNoDay, or what w or the drawing failed with. Characters that Missing
// lists are drawn as □.
func Write(w io.Writer, d letters.Document) error {
	return write(w, d.On, func() layout { return layLetter(d) })
}

// WriteTwin draws a letter in French at the left and in English at the right,
// under the promises of Write. The day is that of the French letter.
func WriteTwin(w io.Writer, t letters.Twin) error {
	return write(w, t.French.On, func() layout { return layTwin(t) })
}

// Missing lists, in the order of Unicode, the characters of a letter that the
// fonts cannot draw or that we cannot put in order (scripts written from
// right to left). The person is told before the letter is downloaded. Bytes
// that are no character at all are listed once, as U+FFFD.
func Missing(d letters.Document) []rune { return layLetter(d).lost }

// MissingTwin is Missing for a twin.
func MissingTwin(t letters.Twin) []rune { return layTwin(t).lost }

// write lays out and draws. gofpdf panics on some input rather than failing;
// the gate keeps such input out, and whatever gets past it is an error here,
// not the end of the program.
func write(w io.Writer, on law.Date, lay func() layout) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("pdf: drawing failed: %v", r)
		}
	}()
	if !on.Valid() {
		return ErrNoDay
	}
	c := newCanvas(on)
	c.draw(lay())
	if err := c.doc.Output(w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// canvas is a PDF being drawn. It remembers the font in use, because each
// change is written into the file.
type canvas struct {
	doc        *gofpdf.Fpdf
	registered [faceCount]bool
	inUse      style
}

// newCanvas opens a PDF that carries no trace of its making: its dates are
// those of the document, its catalogue is sorted, it names no software.
func newCanvas(on law.Date) *canvas {
	doc := gofpdf.New("P", "mm", "A4", "")
	midnight := time.Date(on.Year, on.Month, on.Day, 0, 0, 0, 0, time.UTC)
	doc.SetCreationDate(midnight)
	doc.SetModificationDate(midnight)
	doc.SetCatalogSort(true)
	doc.SetProducer("", false)
	doc.SetAutoPageBreak(false, 0)
	doc.SetLineWidth(hairline)
	return &canvas{doc: doc}
}

func (c *canvas) draw(l layout) {
	c.doc.SetTitle(l.title, true)
	for _, p := range l.pages {
		c.doc.AddPage()
		for _, r := range p.runs {
			c.use(r.style)
			c.doc.Text(r.x, r.y, r.text)
		}
		for _, s := range p.strokes {
			c.doc.SetDrawColor(s.grey, s.grey, s.grey)
			c.doc.Line(s.x1, s.y1, s.x2, s.y2)
		}
	}
}

// use makes a style current, registering its face when first needed.
func (c *canvas) use(s style) {
	if !c.registered[s.face] {
		register(c.doc, s.face)
		c.registered[s.face] = true
	}
	if s.face != c.inUse.face || s.size != c.inUse.size {
		c.doc.SetFont(families[s.face].name, families[s.face].style, s.size)
	}
	if s.grey != c.inUse.grey {
		c.doc.SetTextColor(s.grey, s.grey, s.grey)
	}
	c.inUse = s
}
