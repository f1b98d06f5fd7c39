package pdf

import (
	"strings"
	"unicode"

	"contreoffre/lang"
	"contreoffre/letters"
)

// setter turns texts into slabs in one language. Every word of a document
// passes its gate.
type setter struct {
	gate
	look look
	lang lang.Lang
}

// column is where a text stands: from x, width wide.
type column struct {
	x, width float64
}

func (c column) indented(left, right float64) column {
	return column{c.x + left, c.width - left - right}
}

// text sets one text, a slab for each line.
func (s *setter) text(text string, st style, c column) []slab {
	return setLines(breakText(s.clean(text), st, c.width), st, c)
}

func setLines(lines []line, st style, c column) []slab {
	slabs := make([]slab, len(lines))
	for i, l := range lines {
		slabs[i] = slab{height: st.leading, runs: l.at(c.x, st)}
	}
	return slabs
}

// stacked sets texts under one another, as in an address.
func (s *setter) stacked(texts []string, st style, c column) []slab {
	var slabs []slab
	for _, text := range texts {
		slabs = append(slabs, s.text(text, st, c)...)
	}
	return slabs
}

// at places the pieces of a line from x, on the baseline of their slab.
func (l line) at(x float64, st style) []run {
	runs := make([]run, len(l.pieces))
	for i, p := range l.pieces {
		set := st
		set.face = p.face
		runs[i] = run{x: x, y: baseline * st.leading, style: set, text: p.text}
		x += st.millimetres(p.width)
	}
	return runs
}

// flushRight sets one short text so that it ends at the right of c; one that
// is too wide starts at the left of c and goes on beyond.
func (s *setter) flushRight(text string, st style, c column) []run {
	var l line
	for _, word := range strings.Fields(s.clean(text)) {
		l = l.with(shape(word, st.face))
	}
	return l.at(c.x+max(0, c.width-st.millimetres(l.width)), st)
}

// spaced puts space above the first of slabs.
func spaced(slabs []slab, before float64) []slab {
	if len(slabs) > 0 {
		slabs[0].before = before
	}
	return slabs
}

func spaceAbove(slabs []slab) float64 {
	if len(slabs) == 0 {
		return 0
	}
	return slabs[0].before
}

// block sets one block of a body.
func (s *setter) block(b letters.Block, c column) []slab {
	switch b.Kind {
	case letters.Heading:
		return spaced(keepTogether(s.text(b.Text, s.look.strong, c)), s.look.heading)
	case letters.Item:
		return s.item(b, c)
	case letters.Quote:
		return s.quotation(b.Text, c)
	case letters.Blank:
		return s.blank(b.Text, c)
	}
	return spaced(keepEnds(s.text(b.Text, s.look.text, c)), s.look.paragraph)
}

// item sets one item of a list beside its dash or its number, which ends at
// the same distance from the text whatever its width.
func (s *setter) item(b letters.Block, c column) []slab {
	const gap = 1.8
	slabs := keepEnds(s.text(b.Text, s.look.text, c.indented(s.look.indent, 0)))
	if len(slabs) == 0 {
		return nil
	}
	mark := lang.T(s.lang, "pdf.bullet")
	if b.Number > 0 {
		mark = lang.T(s.lang, "pdf.number", "n", b.Number)
	}
	slabs[0].runs = append(s.flushRight(mark, s.look.text, column{c.x, s.look.indent - gap}), slabs[0].runs...)
	return spaced(slabs, s.look.item)
}

// quotation sets the words of somebody else between a bar and a right indent.
func (s *setter) quotation(text string, c column) []slab {
	slabs := keepEnds(s.text(text, s.look.quote, c.indented(s.look.indent, s.look.indent)))
	for i := range slabs {
		x := c.x + s.look.indent/2
		slabs[i].strokes = []stroke{{x, 0, x, slabs[i].height, quoteGrey}}
	}
	return spaced(slabs, s.look.paragraph)
}

// blank sets a label and the line on which to write by hand: after the label
// where room is left, else under it.
func (s *setter) blank(text string, c column) []slab {
	const gap = 2
	lines := breakText(s.clean(s.label(text)), s.look.text, c.width)
	slabs := keepTogether(setLines(lines, s.look.text, c))
	used := 0.0
	if n := len(lines); n > 0 {
		used = s.look.text.millimetres(lines[n-1].width) + gap
	}
	if len(slabs) == 0 || c.width-used < c.width/3 {
		slabs = append(keepWithNext(slabs), slab{height: s.look.writing})
		used = 0
	}
	last := &slabs[len(slabs)-1]
	y := last.height - (1-baseline)*s.look.text.leading + 0.5
	last.strokes = []stroke{{c.x + used, y, c.x + c.width, y, ruleGrey}}
	return spaced(slabs, s.look.writing-s.look.text.leading+s.look.item)
}

// field sets one labelled line of the head, its value hanging beside labels
// that are labelWidth wide.
func (s *setter) field(f letters.Field, labelWidth float64, c column) []slab {
	value := s.look.text
	if f.ID == "subject" {
		value = s.look.strong
	}
	labels := s.text(s.label(f.Label), s.look.text, column{c.x, labelWidth})
	values := s.text(f.Value, value, c.indented(labelWidth, 0))
	rows := make([]slab, max(len(labels), len(values)))
	for i := range rows {
		rows[i].height = s.look.text.leading
		for _, cell := range [][]slab{labels, values} {
			if i < len(cell) {
				rows[i].runs = append(rows[i].runs, cell[i].runs...)
			}
		}
	}
	return keepEnds(rows)
}

// label returns a label as the language writes it; a colon that it already has
// is not doubled.
func (s *setter) label(text string) string {
	bare := strings.TrimRightFunc(strings.TrimSuffix(strings.TrimSpace(text), ":"), unicode.IsSpace)
	if bare == "" {
		return ""
	}
	return lang.T(s.lang, "pdf.label", "label", bare)
}

// labelWidth is the room that the labels of fields need, at most a third of
// the column.
func (s *setter) labelWidth(fields []letters.Field, c column) float64 {
	widest := 0.0
	for _, f := range fields {
		for _, l := range breakText(s.clean(s.label(f.Label)), s.look.text, c.width/3) {
			widest = max(widest, s.look.text.millimetres(l.width))
		}
	}
	return widest + 3
}
