package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"contreoffre/letters"

	"github.com/jung-kurt/gofpdf"
)

// This file holds what a letter is measured against: the anchor is the same
// text by plain gofpdf with the same full fonts, the floor the least that
// makes an equal file, by hand, with ready-made fonts.

// drawAnchor draws a letter as the manual of gofpdf would.
func drawAnchor(w io.Writer, d letters.Document) error {
	doc := gofpdf.New("P", "mm", "A4", "")
	register(doc, regular)
	register(doc, bold)
	doc.SetMargins(25, 20, 25)
	doc.SetAutoPageBreak(true, 25)
	doc.AliasNbPages("")
	doc.SetFooterFunc(func() {
		doc.SetY(-20)
		doc.SetFont("serif", "", 8)
		doc.MultiCell(0, 3.4, fmt.Sprintf("%s %d/{nb}", d.Notice, doc.PageNo()), "", "C", false)
	})
	doc.AddPage()
	doc.SetFont("serif", "", 11)
	for _, text := range textsOf(d) {
		style := ""
		for _, b := range d.Body {
			if b.Kind == letters.Heading && b.Text == text {
				style = "B"
			}
		}
		doc.SetFont("serif", style, 11)
		doc.MultiCell(0, 5.1, text, "", "L", false)
	}
	return doc.Output(w)
}

// floorFont is a font as the floor copies it into the file.
type floorFont struct {
	widths [256]int
	stream []byte // deflated
	length int
}

// floorFonts are the two weights, cut to the characters of cp1252 and
// deflated once.
var floorFonts = sync.OnceValue(func() *[2]floorFont {
	var charset strings.Builder
	for code := range 256 {
		charset.WriteRune(fromFloorCode(byte(code)))
	}
	var fonts [2]floorFont
	for f := range fonts {
		cut := gofpdf.UTF8CutFont(bytes.Clone(sources[f]), charset.String())
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		z.Write(cut)
		z.Close()
		fonts[f] = floorFont{stream: packed.Bytes(), length: len(cut)}
		for code := range 256 {
			fonts[f].widths[code], _ = measured()[f].of(fromFloorCode(byte(code)))
		}
	}
	return &fonts
})

// floorSpecials are the characters beyond Latin-1 that the sample needs.
var floorSpecials = map[rune]byte{'€': 0x80, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, 'œ': 0x9C, 'Œ': 0x8C, '\u202f': 0xA0}

func fromFloorCode(code byte) rune {
	for r, special := range floorSpecials {
		if special == code && r != '\u202f' {
			return r
		}
	}
	return rune(code)
}

func floorCode(r rune) byte {
	if code, ok := floorSpecials[r]; ok {
		return code
	}
	if r > 0xFF {
		return '?'
	}
	return byte(r)
}

// floor emits letters by hand; it reuses its deflate writer and buffers.
type floor struct {
	deflate    *zlib.Writer
	file, page bytes.Buffer
	line       []byte
	offsets    []int
	pages      [][]byte
}

func newFloor() *floor { return &floor{deflate: zlib.NewWriter(io.Discard)} }

func (f *floor) draw(w io.Writer, d letters.Document) error {
	f.file.Reset()
	f.offsets, f.pages = f.offsets[:0], nil
	y := 780.0
	f.page.Reset()
	for _, text := range textsOf(d) {
		y = f.paragraph(text, y)
	}
	f.endPage()
	f.emit()
	_, err := w.Write(f.file.Bytes())
	return err
}

// paragraph sets one text greedily; it returns where the next one starts.
func (f *floor) paragraph(text string, y float64) float64 {
	const limit = 41_231 // thousandths of 11 pt in 160 mm
	widths := &floorFonts()[0].widths
	f.line = f.line[:0]
	width := 0
	flush := func() {
		fmt.Fprintf(&f.page, "BT /F1 11 Tf 71 %.2f Td (%s) Tj ET\n", y, f.line)
		f.line, width = f.line[:0], 0
		if y -= 14.5; y < 70 {
			f.endPage()
			y = 780
		}
	}
	for word := range strings.FieldsFuncSeq(text, isBreak) {
		needed := widths[' ']
		for _, r := range word {
			needed += widths[floorCode(r)]
		}
		if width+needed > limit && width > 0 {
			flush()
		}
		if width > 0 {
			f.line = append(f.line, ' ')
		}
		for _, r := range word {
			if r == '(' || r == ')' || r == '\\' {
				f.line = append(f.line, '\\')
			}
			f.line = append(f.line, floorCode(r))
		}
		width += needed
	}
	flush()
	return y
}

func (f *floor) endPage() {
	var packed bytes.Buffer
	f.deflate.Reset(&packed)
	fmt.Fprintf(&f.page, "BT /F2 8 Tf 71 50 Td (Page %d) Tj ET\n", len(f.pages)+1)
	f.deflate.Write(f.page.Bytes())
	f.deflate.Close()
	f.pages = append(f.pages, packed.Bytes())
	f.page.Reset()
}

func (f *floor) object(format string, args ...any) {
	f.offsets = append(f.offsets, f.file.Len())
	fmt.Fprintf(&f.file, "%d 0 obj\n", len(f.offsets))
	fmt.Fprintf(&f.file, format, args...)
	f.file.WriteString("\nendobj\n")
}

func (f *floor) emit() {
	f.file.WriteString("%PDF-1.4\n")
	f.object("<</Type/Catalog/Pages 2 0 R>>")
	kids := ""
	for i := range f.pages {
		kids += fmt.Sprintf("%d 0 R ", 9+2*i)
	}
	f.object("<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 595.28 841.89]>>", kids, len(f.pages))
	for i, font := range floorFonts() {
		first := 3 + 3*i
		f.object("<</Type/Font/Subtype/TrueType/BaseFont/Floor%d/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths %d/FontDescriptor %d 0 R>>", i, font.widths, first+1)
		f.object("<</Type/FontDescriptor/FontName/Floor%d/Flags 32/FontBBox[-200 -300 1200 1000]/ItalicAngle 0/Ascent 891/Descent -216/CapHeight 662/StemV 80/FontFile2 %d 0 R>>", i, first+2)
		f.object("<</Length %d/Length1 %d/Filter/FlateDecode>>stream\n%s\nendstream", len(font.stream), font.length, font.stream)
	}
	for _, page := range f.pages {
		n := len(f.offsets) + 1
		f.object("<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R/F2 6 0 R>>>>/Contents %d 0 R>>", n+1)
		f.object("<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", len(page), page)
	}
	start := f.file.Len()
	fmt.Fprintf(&f.file, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, offset := range f.offsets {
		fmt.Fprintf(&f.file, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&f.file, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, start)
}

// What we measure ourselves against must be a letter too.
func TestAnchorAndFloorAreWholeLetters(t *testing.T) {
	d := sampleLetter()
	for name, draw := range map[string]func(io.Writer, letters.Document) error{"anchor": drawAnchor, "floor": newFloor().draw} {
		file := mustWrite(t, func(w io.Writer) error { return draw(w, d) })
		mustBeSound(t, file)
		got := strings.Join(mustText(t, file), " ")
		lost := 0
		for _, want := range textsOf(d) {
			if !strings.Contains(got, collapse(want)) {
				t.Logf("%s: %q is not there, or parted by a page", name, want)
				lost++
			}
		}
		if lost > 1 {
			t.Errorf("%s: %d texts lost in\n%s", name, lost, got)
		}
	}
}
