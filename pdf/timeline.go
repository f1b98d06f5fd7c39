package pdf

import (
	"math"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// The timeline of a complaint: a lane for each request, its name at the left,
// its time at the right. Paper is often black and white, so that what a stretch
// or a mark means shows in its shape; a legend names those that occur. The list
// under the picture tells the same days in words.

// Measures of the picture, in millimetres.
const (
	namesWide   = 50.0 // of the column of names
	timeInset   = 3.0  // left and right of the scale
	laneTall    = 10.5 // at least
	barTop      = 3.0  // in its lane
	barTall     = 3.2
	todayTall   = 5.0 // of the line that names today
	ticksTall   = 5.5
	monthsApart = 30.0 // between two names of months
	timeFoot    = 1.5
	tallest     = 78.0 // of the lanes: with the rest, a third of a page
)

var (
	laneStyle = style{face: bold, size: 8.5, leading: 3.7}
	wordStyle = style{face: regular, size: 8, leading: 3.5, grey: 60}
)

// Greys of the picture.
const (
	inkGrey   = 40
	edgeGrey  = 120
	spentGrey = 205
	none      = -1
	paper     = 255
)

// figure is a closed figure: filled, outlined or both.
type figure struct {
	points     []point
	fill, line int // a grey, or none
}

type point struct{ x, y float64 }

func (p point) plus(x, y float64) point { return point{p.x + x, p.y + y} }

// days turns days into places.
type days struct {
	from  law.Date
	x     float64
	daily float64 // millimetres
}

func daysOf(t letters.Timeline, c column) days {
	span := float64(max(1, t.From.DaysUntil(t.To)))
	return days{t.From, c.x + namesWide + timeInset, (c.width - namesWide - 2*timeInset) / span}
}

func (d days) at(on law.Date) float64 { return d.x + float64(d.from.DaysUntil(on))*d.daily }

// timeline sets the picture as one slab, which stays with what follows. Lanes
// that find no room are counted under it.
func (s *setter) timeline(t letters.Timeline, c column) []slab {
	p := drawing{setter: s, t: t, c: c, days: daysOf(t, c), used: map[string]bool{}}
	p.height = todayTall
	drawn := 0
	for i := range t.Lanes {
		lane := p.lane(i)
		if p.height+lane.height > tallest {
			break
		}
		p.add(lane)
		drawn++
	}
	p.today()
	p.months()
	p.legend()
	if left := len(t.Lanes) - drawn; left > 0 {
		p.add(stackOf(s.text(lang.TN(s.lang, "picture.more", left), wordStyle, c)))
	}
	p.height += timeFoot
	p.before, p.glue = s.look.paragraph, true
	return []slab{p.slab}
}

// drawing is the timeline being drawn, from its top downwards.
type drawing struct {
	slab
	*setter
	t    letters.Timeline
	c    column
	days days
	used map[string]bool // what the legend explains
}

// add puts a slab under what is there.
func (p *drawing) add(s slab) {
	p.slab.stack([]slab{{height: p.height}, s})
	p.height += s.height
}

func stackOf(lines []slab) slab {
	all := slab{height: heightOf(lines)}
	all.stack(lines)
	return all
}

// lane draws one request: its name and the one thing to know about it, its
// stretches, its marks.
func (p *drawing) lane(i int) slab {
	lane, names := p.t.Lanes[i], column{p.c.x, namesWide - 2}
	said := p.text(letters.LaneName(p.lang, lane), laneStyle, names)
	said = append(said, p.text(letters.ComplaintLaneWord(p.lang, lane, p.t.Today), wordStyle, names)...)
	drawn := stackOf(said)
	drawn.height = max(laneTall, drawn.height+2)
	for _, stretch := range lane.Stretches {
		drawn.stretch(stretch.Kind, p.days.at(stretch.From), p.days.at(stretch.To), barTop)
		p.used[meaning(stretch.Kind)] = true
	}
	if lane.Awaits() {
		drawn.dueAt(p.days.at(lane.Due.On), barTop)
		p.used["due"] = true
	}
	for _, m := range p.t.Marks {
		if m.Kind == letters.EventMark && m.Lane == i {
			kind := markOf(m.Event)
			drawn.mark(kind, point{p.days.at(m.On), barTop + barTall/2})
			p.used[kind] = true
		}
	}
	drawn.strokes = append(drawn.strokes, stroke{p.c.x, drawn.height, p.c.x + p.c.width, drawn.height, lineGrey})
	return drawn
}

// meaning is what the legend calls a stretch: the time that an answer took went
// by like any other.
func meaning(k letters.StretchKind) string {
	if k == letters.Settled {
		k = letters.Waited
	}
	return string(k)
}

// markOf tells the end that was hoped for and bad news from the rest.
func markOf(k law.EventKind) string {
	switch k {
	case law.Answered:
		return "answered"
	case law.Refused, law.Bounced, law.Returned:
		return "bad"
	}
	return "event"
}

// stretch draws what a stretch of time was, from x to end, its top at y.
func (s *slab) stretch(kind letters.StretchKind, x, end, y float64) {
	bar := figure{points: []point{{x, y}, {end, y}, {end, y + barTall}, {x, y + barTall}}, fill: paper, line: edgeGrey}
	switch kind {
	case letters.Waited, letters.Settled:
		bar.fill = spentGrey
	}
	s.figures = append(s.figures, bar)
	switch kind {
	case letters.Overdue:
		s.hatch(x, end, y)
	case letters.Lost:
		s.strokes = append(s.strokes, stroke{x, y + barTall/2, end, y + barTall/2, inkGrey})
	case letters.Paused:
		for at := x + 0.6; at+1 < end; at += 2 { // a broken line along the middle
			s.strokes = append(s.strokes, stroke{at, y + barTall/2, at + 1, y + barTall/2, inkGrey})
		}
	}
}

// hatch fills a bar with slanted lines that end at its edges.
func (s *slab) hatch(x, end, y float64) {
	const apart = 1.6
	for foot := x + apart - barTall; foot < end; foot += apart {
		left, right := max(foot, x), min(foot+barTall, end)
		s.strokes = append(s.strokes, stroke{left, y + barTall - (left - foot), right, y + barTall - (right - foot), inkGrey})
	}
}

// dueAt draws a post at the day to answer by, higher than the bar.
func (s *slab) dueAt(x, y float64) {
	const out, half = 1.3, 0.35
	s.figures = append(s.figures, figure{
		points: []point{{x - half, y - out}, {x + half, y - out}, {x + half, y + barTall + out}, {x - half, y + barTall + out}},
		fill:   inkGrey, line: none,
	})
}

// mark draws an event: a tick in a circle, a diamond, or a dot.
func (s *slab) mark(kind string, at point) {
	switch kind {
	case "answered":
		s.figures = append(s.figures, circle(at, 1.7, paper))
		s.strokes = append(s.strokes, stroke{at.x - 0.8, at.y, at.x - 0.2, at.y + 0.7, inkGrey},
			stroke{at.x - 0.2, at.y + 0.7, at.x + 0.9, at.y - 0.7, inkGrey})
	case "bad":
		s.figures = append(s.figures, figure{[]point{at.plus(0, -1.9), at.plus(1.9, 0), at.plus(0, 1.9), at.plus(-1.9, 0)}, inkGrey, paper})
	default:
		s.figures = append(s.figures, circle(at, 1.1, inkGrey))
	}
}

// circle is one of many corners.
func circle(at point, radius float64, fill int) figure {
	const corners = 24
	round := figure{fill: fill, line: inkGrey}
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		round.points = append(round.points, at.plus(radius*cos, radius*sin))
	}
	return round
}

// today draws the line of today through the lanes and names it above.
func (p *drawing) today() {
	x := p.days.at(p.t.Today)
	p.strokes = append(p.strokes, stroke{x, todayTall - 0.8, x, p.height, edgeGrey})
	p.runs = append(p.runs, p.centred(lang.T(p.lang, "timeline.today_on", "on", lang.Date(p.lang, p.t.Today)), x, 0)...)
}

// months names the first days of months under the lanes.
func (p *drawing) months() {
	for _, month := range p.t.Months((p.c.width - namesWide) / monthsApart) {
		x := p.days.at(month)
		p.strokes = append(p.strokes, stroke{x, p.height, x, p.height + 1.2, edgeGrey})
		p.runs = append(p.runs, p.centred(lang.MonthYear(p.lang, month), x, p.height+1.4)...)
	}
	p.height += ticksTall
}

// centred sets a short text around x without leaving the column, its line at
// top.
func (p *drawing) centred(text string, x, top float64) []run {
	width := p.widthOf(text, wordStyle)
	left := min(max(x-width/2, p.c.x), p.c.x+p.c.width-width)
	runs := p.flushRight(text, wordStyle, column{left, width})
	for i := range runs {
		runs[i].y += top
	}
	return runs
}

// widthOf is the width of a text on one line, in millimetres.
func (s *setter) widthOf(text string, st style) float64 {
	width := 0
	for _, l := range breakText(s.clean(text), st, pageWidth) {
		width = max(width, l.width)
	}
	return st.millimetres(width)
}

// explained lists what the legend can tell, in its order. Its words are
// "picture.<name>".
var explained = []string{"waited", "ahead", "overdue", "paused", "lost", "due", "event", "answered", "bad"}

// legend names the shapes that occur, as many on a line as it takes.
func (p *drawing) legend() {
	const swatch, gap = 7.0, 4.0
	x, line := p.c.x, slab{height: barTall + 2.2}
	for _, name := range explained {
		if !p.used[name] {
			continue
		}
		words := lang.T(p.lang, "picture."+name)
		width := swatch + 1.5 + p.widthOf(words, wordStyle) + gap
		if x+width > p.c.x+p.c.width+gap {
			p.add(line)
			x, line = p.c.x, slab{height: barTall + 2.2}
		}
		line.sample(name, x, swatch)
		for _, r := range p.flushRight(words, wordStyle, column{x + swatch + 1.5, p.widthOf(words, wordStyle)}) {
			r.y += 0.4
			line.runs = append(line.runs, r)
		}
		x += width
	}
	p.add(line)
}

// sample draws what a legend explains, from x on.
func (s *slab) sample(name string, x, wide float64) {
	const top = 0.6
	switch name {
	case "due":
		s.dueAt(x+wide/2, top)
	case "event", "answered", "bad":
		s.mark(name, point{x + wide/2, top + barTall/2})
	default:
		s.stretch(letters.StretchKind(name), x, x+wide, top)
	}
}
