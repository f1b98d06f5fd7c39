package pdf

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"contreoffre/law"
	"contreoffre/letters"

	"github.com/jung-kurt/gofpdf"
)

// ErrNoDay is returned for a document without a day: its file would have to
// carry the hour of its making, and could not be made twice.
var ErrNoDay = errors.New("pdf: the document has no day")

// ErrTooLong is returned for a document of more than maxPages. Nobody posts or
// reads one; a text of nothing but short lines would make thousands.
var ErrTooLong = errors.New("pdf: the document has too many pages")

// maxPages is three times what the longest letter takes whose every paragraph
// the person wrote at full length.
const maxPages = 300

// hands is how many documents are worked on at the same time: more would not
// be done sooner, and each needs its memory.
var hands = make(chan struct{}, runtime.GOMAXPROCS(0))

// inTurn waits for a free hand before it works.
func inTurn[T any](work func() T) T {
	hands <- struct{}{}
	defer func() { <-hands }()
	return work()
}

// hairline is the width of strokes, in millimetres.
const hairline = 0.18

// Write draws a letter on A4 pages. The same letter always gives the same
// bytes, and nothing is written unless all of it could be drawn. It returns
// ErrNoDay, ErrTooLong, or what w or the drawing failed with. Characters that Missing
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
func Missing(d letters.Document) []rune {
	return inTurn(func() layout { return layLetter(d) }).lost
}

// MissingTwin is Missing for a twin.
func MissingTwin(t letters.Twin) []rune {
	return inTurn(func() layout { return layTwin(t) }).lost
}

// fault names what was thrown. Its own text may quote what somebody typed, and
// an error goes into a log.
func fault(thrown any) string {
	if err, ok := thrown.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", thrown)
}

// write lays out and draws. gofpdf panics on some input rather than failing;
// the gate keeps such input out, and whatever gets past it is an error here,
// not the end of the program.
func write(w io.Writer, on law.Date, lay func() layout) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("pdf: drawing failed: %s", fault(r))
		}
	}()
	if !on.Valid() {
		return ErrNoDay
	}
	return inTurn(func() error { return drawOn(newCanvas(on), lay(), w) })
}

// drawOn writes what was laid out.
func drawOn(c *canvas, l layout, w io.Writer) error {
	if len(l.pages) > maxPages {
		return ErrTooLong
	}
	c.draw(l)
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
		for _, f := range p.figures {
			c.fill(f)
		}
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

// fill draws a figure.
func (c *canvas) fill(s figure) {
	how := ""
	if s.fill != none {
		c.doc.SetFillColor(s.fill, s.fill, s.fill)
		how = "F"
	}
	if s.line != none {
		c.doc.SetDrawColor(s.line, s.line, s.line)
		how += "D"
	}
	corners := make([]gofpdf.PointType, len(s.points))
	for i, p := range s.points {
		corners[i] = gofpdf.PointType{X: p.x, Y: p.y}
	}
	c.doc.Polygon(corners, how)
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
