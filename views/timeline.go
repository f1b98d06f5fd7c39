package views

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// timeline is the picture of a dossier, ready to be drawn: a broad one with a
// lane per request and for the complaint, a tall one with a line per day, and the same days as a
// list. The stylesheet shows one of the two.
type timeline struct {
	Title string
	Broad broadPicture
	Tall  tallPicture
	List  []string
}

// timelineIn prepares the picture in a language; nil when nothing was sent.
func timelineIn(l lang.Lang, t letters.Timeline) *timeline {
	if len(t.Lanes) == 0 {
		return nil
	}
	p := timeline{
		Title: lang.TN(l, "timeline.title", t.Requests(), "from", lang.Date(l, t.From), "to", lang.Date(l, t.To)),
		Broad: broadOf(l, t),
		Tall:  tallOf(l, t),
	}
	for _, m := range t.Marks {
		p.List = append(p.List, lang.T(l, "timeline.line", "on", markDay(l, m), "what", strings.Join(markWords(l, t, m), ", ")))
	}
	return &p
}

// markWords says what a mark is, in one part or two.
func markWords(l lang.Lang, t letters.Timeline, m letters.Mark) []string {
	switch m.Kind {
	case letters.JoinedMark:
		return []string{lang.T(l, "timeline.joined")}
	case letters.TodayMark:
		return []string{lang.T(l, "timeline.today")}
	}
	name := letters.LaneName(l, t.Lanes[m.Lane])
	if m.Kind == letters.EventMark {
		words := []string{lang.T(l, "timeline.of", "request", name, "what", lowered(letters.LaneEvent(l, t.Lanes[m.Lane], m.Event)))}
		if m.Estimated {
			words = append(words, lang.T(l, "timeline.estimated"))
		}
		return words
	}
	words := []string{lang.T(l, "timeline.of", "request", name, "what", dueName(l, m.Deadline))}
	if m.Urgency == law.UrgencyReached {
		return words
	}
	return append(words, letters.WhenDue(l, m.Urgency, m.Days))
}

// dueName names a deadline in the middle of a line.
func dueName(l lang.Lang, k law.DeadlineKind) string {
	if k == law.AnswerDue {
		return lang.T(l, "timeline.answer")
	}
	return lowered(lang.T(l, "deadline."+string(k)))
}

// markDay writes the day of a mark, or its month where only that is known.
func markDay(l lang.Lang, m letters.Mark) string {
	if m.MonthOnly {
		return lang.MonthYear(l, m.On)
	}
	return lang.Date(l, m.On)
}

// lowered begins a sentence that comes after a colon.
func lowered(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// unit writes a length of the picture.
func unit(x float64) string { return fmt.Sprintf("%.1f", x) }

// Measures of the pictures, in their own units: about one CSS pixel when the
// page is as wide as the picture.
const (
	broadWidth  = 760
	broadEdge   = 19 // left and right of the scale
	laneHeight  = 78
	barHeight   = 14
	letterWidth = 7.1 // of the small words, on the safe side
	strongWidth = 8   // of those that are bold
	nameWidth   = 9.6 // of the names of requests, which may be capitals
)

// broadPicture has a lane per request, from left to right.
type broadPicture struct {
	Height int
	Bottom string // of the lanes
	Joined string // empty when the day of joining is not known
	Ticks  []placedText
	Today  placedText
	TodayX string // of its line
	Lanes  []broadLane
}

// placedText is words at a place; a tick's line and the line of today begin at
// Line.
type placedText struct {
	X, Y, Line string
	Anchor     string
	Text       string
	Class      string
}

type broadLane struct {
	Name, Sent placedText // Sent follows Name on the same line
	Bars       []bar
	Dots       []dot
	DueX       string // empty without a day to answer by
	DueY       [2]string
	Word       placedText
}

type bar struct{ Class, X, Y, Width string }

// dot is an event on a bar. Path is the tick of an answer, or the diamond that
// stands for bad news: never colour alone.
type dot struct{ Class, X, Y, Path string }

func dotOf(m letters.Mark, x, y float64) dot {
	d := dot{Class: dotClass(m.Event), X: unit(x), Y: unit(y)}
	switch d.Class {
	case "done":
		d.Path = tick(x, y)
	case "late":
		d.Path = diamond(x, y)
	}
	return d
}

func diamond(x, y float64) string { return "M" + unit(x) + " " + unit(y-8) + "l8 8-8 8-8-8z" }

func tick(x, y float64) string { return "M" + unit(x-4) + " " + unit(y) + "l3 3 5-6" }

// scale turns days into places.
type scale struct {
	from law.Date
	days float64
}

func scaleOf(t letters.Timeline) scale {
	return scale{t.From, float64(max(1, t.From.DaysUntil(t.To)))}
}

func (s scale) x(d law.Date) float64 {
	return broadEdge + float64(s.from.DaysUntil(d))/s.days*(broadWidth-2*broadEdge)
}

func broadOf(l lang.Lang, t letters.Timeline) broadPicture {
	s, top := scaleOf(t), 0.0
	var p broadPicture
	if i := slices.IndexFunc(t.Marks, func(m letters.Mark) bool { return m.Kind == letters.JoinedMark }); i >= 0 {
		p.Joined = lang.T(l, "timeline.line", "on", markDay(l, t.Marks[i]), "what", lowered(lang.T(l, "timeline.joined")))
		top = 26
	}
	today := lang.T(l, "timeline.today_on", "on", lang.Date(l, t.Today))
	p.Today = placeText(s.x(t.Today), top+18, today, letterWidth, "middle")
	p.Today.Line, p.TodayX = unit(top+26), unit(s.x(t.Today))
	lanes := top + 30
	for i, lane := range t.Lanes {
		p.Lanes = append(p.Lanes, broadLaneOf(l, t, lane, s, lanes+float64(i*laneHeight)))
	}
	bottom := lanes + float64(len(t.Lanes)*laneHeight)
	p.Bottom, p.Height = unit(bottom), int(bottom)+24
	p.Ticks = ticksOf(l, t, s, bottom+18)
	for i := range p.Ticks {
		p.Ticks[i].Line = p.Today.Line
	}
	return p
}

func broadLaneOf(l lang.Lang, t letters.Timeline, lane letters.Lane, s scale, top float64) broadLane {
	name := letters.LaneName(l, lane)
	sent := letters.LaneBegan(l, lane)
	width := nameWidth*float64(utf8.RuneCountInString(name)) + letterWidth*float64(utf8.RuneCountInString(sent)) + 8
	x := max(9, min(s.x(lane.BeganOn), broadWidth-9-width))
	bars := top + 34
	b := broadLane{
		Name: placedText{X: unit(x), Y: unit(top + 24), Text: name},
		Sent: placedText{Text: sent},
		Word: laneWord(l, lane, t.Today, s, bars+barHeight+20),
	}
	for _, stretch := range lane.Stretches {
		x, y := s.x(stretch.From), bars
		b.Bars = append(b.Bars, bar{barClass(stretch.Kind, lane, t.Today), unit(x), unit(y), unit(s.x(stretch.To) - x)})
	}
	for _, m := range t.Marks {
		if m.Kind == letters.EventMark && t.Lanes[m.Lane].RequestID == lane.RequestID {
			b.Dots = append(b.Dots, dotOf(m, s.x(m.On), bars+barHeight/2))
		}
	}
	if due := lane.Due; !due.On.IsZero() && due.Open() {
		b.DueX, b.DueY = unit(s.x(due.On)), [2]string{unit(bars - 5), unit(bars + barHeight + 5)}
	}
	return b
}

// barClass gives a stretch its look; time gone by turns amber in the last
// week.
func barClass(kind letters.StretchKind, lane letters.Lane, today law.Date) string {
	switch kind {
	case letters.Overdue:
		return "late"
	case letters.Settled:
		return "done-wait"
	case letters.Paused, letters.Lost:
		return "pause"
	case letters.Waited:
		if due := lane.Due; !due.On.IsZero() && due.Open() {
			if u := due.Urgency(today); u == law.UrgencySoon || u == law.UrgencyToday {
				return "soon"
			}
		}
	}
	return "wait"
}

// dotClass tells the end that was hoped for and bad news from the rest.
func dotClass(k law.EventKind) string {
	switch k {
	case law.Answered:
		return "done"
	case law.Refused, law.Bounced, law.Returned, law.Rejected, law.Inadmissible:
		return "late"
	}
	return "event"
}

// laneWord says under a bar the one thing to know about it.
func laneWord(l lang.Lang, lane letters.Lane, today law.Date, s scale, y float64) placedText {
	text := letters.LaneWord(l, lane, today)
	if due := lane.Due; lane.Awaits() {
		w := placeText(s.x(due.On), y, text, strongWidth, "end")
		w.Class = wordClass(letters.Mark{Deadline: due.Kind, Urgency: due.Urgency(today)})
		return w
	}
	last := lane.Last()
	w := placeText(s.x(last.On), y, text, strongWidth, "end")
	if dotClass(last.Kind) == "done" {
		w.Class = "done-word"
	}
	return w
}

// wordClass colours a deadline by its urgency; a door that opens soon presses
// nobody.
func wordClass(m letters.Mark) string {
	switch {
	case m.Urgency == law.UrgencyLate:
		return "late-word"
	case m.Urgency == law.UrgencyReached:
		return "done-word"
	case m.Deadline.Binding() && (m.Urgency == law.UrgencySoon || m.Urgency == law.UrgencyToday):
		return "soon-word"
	}
	return ""
}

// placeText puts words at a place without leaving the picture.
func placeText(x, y float64, text string, width float64, anchor string) placedText {
	const edge = 9
	w := width * float64(utf8.RuneCountInString(text))
	left := x - w
	if anchor == "middle" {
		left = x - w/2
	}
	switch {
	case left < edge:
		x, anchor = edge, "start"
	case anchor == "middle" && left+w > broadWidth-edge:
		x, anchor = broadWidth-edge, "end"
	}
	return placedText{X: unit(x), Y: unit(y), Anchor: anchor, Text: text}
}

// ticksOf marks the first days of months, as many as can be read.
func ticksOf(l lang.Lang, t letters.Timeline, s scale, y float64) []placedText {
	const apart = 104 // units between two names of months
	var ticks []placedText
	for _, month := range t.Months(float64(broadWidth-2*broadEdge) / apart) {
		ticks = append(ticks, placeText(s.x(month), y, lang.MonthYear(l, month), letterWidth, "middle"))
	}
	return ticks
}
