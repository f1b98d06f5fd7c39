package pdf

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is one of the fonts of a letter.
type face int

const (
	regular face = iota // Liberation Serif
	bold                // Liberation Serif, bold
	symbol              // DejaVu Sans: check boxes, and scripts that the serif lacks
	faceCount
)

// sources holds the fonts as their modules embed them. gofpdf writes into the
// bytes it is given, so they are only ever handed out as copies.
var sources = [faceCount][]byte{
	regular: liberationserifregular.TTF,
	bold:    liberationserifbold.TTF,
	symbol:  dejavusans.TTF,
}

// families are the names and styles under which gofpdf knows the faces.
var families = [faceCount]struct{ name, style string }{
	regular: {"serif", ""},
	bold:    {"serif", "B"},
	symbol:  {"symbol", ""},
}

// register adds f to a document. Each registered font is written into the
// file, so it is called for the faces that are really used.
func register(doc *gofpdf.Fpdf, f face) {
	doc.AddUTF8FontFromBytes(families[f].name, families[f].style, bytes.Clone(sources[f]))
}

// lastDrawn is the highest character that gofpdf can write; it panics above.
const lastDrawn = 0xFFFE

// advances holds the width of each character of a face, in thousandths of the
// font size, plus one: zero means that the face lacks the character. A page
// of 256 characters without any is nil.
type advances [256]*[256]uint16

// of returns the width of r in thousandths of the font size; ok is false when
// the face cannot draw it.
func (a *advances) of(r rune) (width int, ok bool) {
	if r < 0 || r > lastDrawn || a[r>>8] == nil || a[r>>8][r&0xFF] == 0 {
		return 0, false
	}
	return int(a[r>>8][r&0xFF]) - 1, true
}

// measured returns the widths of every face. They are read from the fonts
// once per process and never written afterwards.
var measured = sync.OnceValue(func() *[faceCount]advances {
	var all [faceCount]advances
	for f := range faceCount {
		widths, err := readAdvances(sources[f])
		if err != nil {
			panic(fmt.Sprintf("pdf: the built-in font %d: %v", f, err))
		}
		all[f] = widths
	}
	return &all
})

func readAdvances(ttf []byte) (widths advances, err error) {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		return widths, err
	}
	var buf sfnt.Buffer
	// At this size one pixel is one thousandth of the em.
	const thousand = fixed.Int26_6(1000 << 6)
	for r := rune(' '); r <= lastDrawn; r++ {
		glyph, err := parsed.GlyphIndex(&buf, r)
		if err != nil {
			return widths, err
		}
		if glyph == 0 {
			continue
		}
		advance, err := parsed.GlyphAdvance(&buf, glyph, thousand, font.HintingNone)
		if err != nil {
			return widths, err
		}
		if widths[r>>8] == nil {
			widths[r>>8] = new([256]uint16)
		}
		widths[r>>8][r&0xFF] = uint16(advance.Round()) + 1
	}
	return widths, nil
}
