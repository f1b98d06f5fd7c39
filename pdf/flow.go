package pdf

import "slices"

// run is a text in one face, placed by its baseline.
type run struct {
	x, y  float64
	style style
	text  string
}

// stroke is a hairline.
type stroke struct {
	x1, y1, x2, y2 float64
	grey           int
}

// slab is what never parts: a line of a letter, a pair of a twin. What it
// holds is placed from the slab's own top.
type slab struct {
	before  float64 // space above, dropped at the top of a page
	height  float64
	glue    bool // stays on the page of the next slab
	runs    []run
	strokes []stroke
	figures []figure // under strokes and runs
}

// page is what is drawn on one page, placed from the page's top.
type page struct {
	runs    []run
	strokes []stroke
	figures []figure
}

// frame is where the text of a page may stand.
type frame struct {
	top, bottom float64
}

func (f frame) height() float64 { return f.bottom - f.top }

// paginate deals slabs out to pages. Slabs that are glued together move to
// the next page together, unless they are taller than a page: then they part.
func paginate(slabs []slab, f frame) []page {
	pages := []page{{}}
	y := f.top
	for len(slabs) > 0 {
		chain := slabs[:chainLength(slabs)]
		if heightOf(chain) > f.height() {
			chain = chain[:1]
		}
		before := chain[0].before
		if y == f.top {
			before = 0
		}
		if y > f.top && y+before+heightOf(chain) > f.bottom {
			pages = append(pages, page{})
			y, before = f.top, 0
		}
		for i, s := range chain {
			if i > 0 {
				before = s.before
			}
			y += before
			pages[len(pages)-1].place(s, y)
			y += s.height
		}
		slabs = slabs[len(chain):]
	}
	return pages
}

// chainLength counts the slabs at the start that are glued to one another.
func chainLength(slabs []slab) int {
	n := 1
	for n < len(slabs) && slabs[n-1].glue {
		n++
	}
	return n
}

// heightOf is the height of slabs under one another, without the space above
// the first.
func heightOf(slabs []slab) float64 {
	height := 0.0
	for i, s := range slabs {
		if i > 0 {
			height += s.before
		}
		height += s.height
	}
	return height
}

// place draws s on the page with its top at y.
func (p *page) place(s slab, y float64) {
	for _, r := range s.runs {
		r.y += y
		p.runs = append(p.runs, r)
	}
	for _, l := range s.strokes {
		l.y1 += y
		l.y2 += y
		p.strokes = append(p.strokes, l)
	}
	for _, f := range s.figures {
		f.points = slices.Clone(f.points)
		for i := range f.points {
			f.points[i].y += y
		}
		p.figures = append(p.figures, f)
	}
}

// bottom is the lowest baseline of a page.
func (p *page) bottom() float64 {
	lowest := 0.0
	for _, r := range p.runs {
		lowest = max(lowest, r.y)
	}
	return lowest
}

// keepTogether glues every slab to the next one.
func keepTogether(slabs []slab) []slab {
	for i := range len(slabs) - 1 {
		slabs[i].glue = true
	}
	return slabs
}

// keepEnds glues the first two and the last two lines of a paragraph: none
// stands alone at the foot or at the head of a page.
func keepEnds(slabs []slab) []slab {
	if n := len(slabs); n > 1 {
		slabs[0].glue = true
		slabs[n-2].glue = true
	}
	return slabs
}

// keepWithNext glues the end of a text to what follows it.
func keepWithNext(slabs []slab) []slab {
	if n := len(slabs); n > 0 {
		slabs[n-1].glue = true
	}
	return slabs
}

// sideBySide sets two columns beside each other, starting at the same height.
// The result is one slab that pages do not part, or, when it is taller than
// limit, one slab for each pair of lines.
func sideBySide(left, right []slab, limit float64) []slab {
	pair := slab{height: max(heightOf(left), heightOf(right))}
	if pair.height <= limit {
		pair.stack(left)
		pair.stack(right)
		return []slab{pair}
	}
	rows := make([]slab, max(len(left), len(right)))
	for i := range rows {
		row := &rows[i]
		for _, column := range [][]slab{left, right} {
			if i < len(column) {
				row.before = max(row.before, column[i].before)
				row.height = max(row.height, column[i].height)
				row.stack(column[i : i+1])
			}
		}
	}
	return keepEnds(rows)
}

// stack places the slabs of a column inside s, from its top downwards.
func (s *slab) stack(column []slab) {
	var p page
	y := 0.0
	for i, c := range column {
		if i > 0 {
			y += c.before
		}
		p.place(c, y)
		y += c.height
	}
	s.runs = append(s.runs, p.runs...)
	s.strokes = append(s.strokes, p.strokes...)
	s.figures = append(s.figures, p.figures...)
}
