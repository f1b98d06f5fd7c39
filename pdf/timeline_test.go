package pdf

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

// lived is a case with a request for each list of events, "kind day" each.
func lived(requests ...[]string) models.Case {
	var c models.Case
	for i, events := range requests {
		r := models.Request{ID: string(rune('a' + i)), Rights: []law.Right{law.Rights[i%len(law.Rights)]}}
		for j, told := range events {
			kind, on, _ := strings.Cut(told, " ")
			r.Events = append(r.Events, models.Event{Event: law.Event{ID: r.ID + string(rune('0'+j)), Kind: law.EventKind(kind), On: law.MustDate(on)}})
		}
		c.Requests = append(c.Requests, r)
	}
	return c
}

// busy has a request in each state that the picture tells apart.
var busy = [][]string{
	{"sent 2026-03-02", "received 2026-03-06"},
	{"sent 2026-10-20", "received 2026-10-22"},
	{"sent 2026-05-04", "received 2026-05-06", "answered 2026-06-01"},
	{"sent 2026-06-04", "received 2026-06-06", "refused 2026-06-20"},
	{"sent 2026-08-04", "returned 2026-08-20"},
	{"sent 2026-10-01", "received 2026-10-02", "identity_asked 2026-10-12"},
}

func drawnTimeline(l lang.Lang, c models.Case, today string) (letters.Timeline, letters.Document) {
	t := letters.TimelineOf(c, law.MustDate(today))
	d := sampleLetter()
	d.Lang = l
	d.Body = []letters.Block{{Kind: letters.Heading, Text: "Chronologie"}, {Kind: letters.Item, Text: "le premier jour", Drawn: &t}, {Kind: letters.Item, Text: "le second"}}
	return t, d
}

func TestThePictureNamesEveryShapeThatItDraws(t *testing.T) {
	line, d := drawnTimeline(lang.FR, lived(busy...), "2026-11-01")
	text := lang.PlainSpaces(mustRun(t, mustDraw(t, d), "pdftotext", "-layout", "FILE", "-"))
	for _, name := range explained {
		if words := lang.PlainSpaces(lang.T(lang.FR, "picture."+name)); !strings.Contains(text, words) {
			t.Errorf("the legend does not say %q:\n%s", words, text)
		}
	}
	for _, lane := range line.Lanes {
		if name := lang.PlainSpaces(letters.LaneName(lang.FR, lane)); !strings.Contains(text, name) {
			t.Errorf("no lane is named %q", name)
		}
	}
	if !strings.Contains(text, "aujourd’hui, 1er novembre 2026") {
		t.Error("today is not named")
	}
}

func TestTheLegendOfAQuietCaseIsShort(t *testing.T) {
	_, d := drawnTimeline(lang.EN, lived([]string{"sent 2026-10-20"}), "2026-11-01")
	text := mustRun(t, mustDraw(t, d), "pdftotext", "FILE", "-")
	for _, name := range []string{"overdue", "paused", "lost", "answered", "bad"} {
		if strings.Contains(text, lang.T(lang.EN, "picture."+name)+"\n") {
			t.Errorf("the legend explains %s, which is not there", name)
		}
	}
}

func TestThePictureKeepsItsPlace(t *testing.T) {
	old := []string{"sent 2019-01-02", "received 2019-01-06"}
	for _, c := range []struct {
		name     string
		requests [][]string
		today    string
		more     bool
	}{
		{"one request sent today", [][]string{{"sent 2026-11-01"}}, "2026-11-01", false},
		{"every state", busy, "2026-11-01", false},
		{"eight years", [][]string{old, busy[0]}, "2026-11-01", false},
		{"twenty requests", slices.Repeat([][]string{old}, 20), "2019-02-01", true},
	} {
		for _, l := range []lang.Lang{lang.FR, lang.EN} {
			line, _ := drawnTimeline(l, lived(c.requests...), c.today)
			s := &setter{look: letterLook, lang: l}
			drawn := s.timeline(line, letterColumn)[0]
			if drawn.height > pageHeight/3 || drawn.height < laneTall {
				t.Errorf("%s, %s: %.0f mm high", c.name, l, drawn.height)
			}
			mustBeInColumn(t, c.name, drawn)
			mustNotOverlap(t, c.name, drawn.runs)
			told := slices.ContainsFunc(drawn.runs, func(r run) bool {
				return strings.Contains(r.text, "dans la liste") || strings.Contains(r.text, "in the list")
			})
			if told != c.more {
				t.Errorf("%s, %s: says that there are more: %v, want %v", c.name, l, told, c.more)
			}
		}
	}
}

func mustBeInColumn(t testing.TB, name string, s slab) {
	t.Helper()
	in := func(x float64) bool { return x >= letterColumn.x-2 && x <= letterColumn.x+letterColumn.width+2 }
	for _, f := range s.figures {
		for _, p := range f.points {
			if !in(p.x) || p.y < 0 || p.y > s.height {
				t.Errorf("%s: a figure at %.1f, %.1f leaves the picture", name, p.x, p.y)
			}
		}
	}
	for _, r := range s.runs {
		if !in(r.x) || !in(r.x+r.width()) || r.y > s.height {
			t.Errorf("%s: %q at %.1f, %.1f leaves the picture", name, r.text, r.x, r.y)
		}
	}
}

// mustNotOverlap holds that no word stands on another.
func mustNotOverlap(t testing.TB, name string, runs []run) {
	t.Helper()
	for i, a := range runs {
		for _, b := range runs[i+1:] {
			high := min(a.style.leading, b.style.leading) * 0.8
			if a.x < b.x+b.width() && b.x < a.x+a.width() && a.y-b.y < high && b.y-a.y < high {
				t.Errorf("%s: %q at %.1f, %.1f stands on %q at %.1f, %.1f", name, a.text, a.x, a.y, b.text, b.x, b.y)
			}
		}
	}
}

// width is that of a run, in millimetres.
func (r run) width() float64 {
	width := 0
	for _, piece := range shape(r.text, r.style.face) {
		width += piece.width
	}
	return r.style.millimetres(width)
}

func TestOnlyPaperShowsThePicture(t *testing.T) {
	_, d := drawnTimeline(lang.FR, lived(busy...), "2026-11-01")
	text := letters.Text(d)
	d.Body[1].Drawn = nil
	if got := letters.Text(d); got != text {
		t.Errorf("got %q, want %q", text, got)
	}
}
