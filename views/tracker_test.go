package views

import (
	"strconv"
	"strings"
	"testing"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

func TestEveryRightEventAndFollowUpHasItsWords(t *testing.T) {
	var keys []string
	for _, right := range law.Rights {
		keys = append(keys, "timeline."+string(right))
	}
	for _, kind := range append([]law.EventKind{ReplyCame}, law.EventKinds...) {
		keys = append(keys, "event."+string(kind)+".offer")
	}
	for _, kind := range letters.FollowUps {
		keys = append(keys, "follow."+string(kind)+".do", "follow."+string(kind)+".title")
	}
	for _, l := range lang.Langs {
		for _, key := range keys {
			if !lang.Has(l, key) {
				t.Errorf("%s has no %s", l, key)
			}
		}
	}
}

// Whatever moves the day of an answer is told before it happens.
func TestEveryMoverIsToldInWords(t *testing.T) {
	movers := map[law.EventKind]bool{}
	for _, s := range requestSamples() {
		if due := s.page.(Request).Due(); due != nil {
			for _, kind := range due.MovedBy {
				movers[kind] = true
			}
		}
	}
	if len(movers) < 4 {
		t.Fatalf("the samples show only %v", movers)
	}
	for kind := range movers {
		for _, l := range lang.Langs {
			if !lang.Has(l, "moved_by."+string(kind)) {
				t.Errorf("%s does not say what %s would change", l, kind)
			}
		}
	}
}

func TestThePictureAndTheListTellTheSame(t *testing.T) {
	for _, day := range []string{"2026-09-26", "2026-10-27", "2026-10-30", "2029-03-01"} {
		p := timelineIn(lang.FR, letters.TimelineOf(followedCase(), law.MustDate(day)))
		if got, want := len(p.Tall.Lines), len(p.List); got != want {
			t.Errorf("%s: %d lines drawn, %d in the list", day, got, want)
		}
		for i, line := range p.Tall.Lines {
			var words []string
			for _, w := range line.Words {
				words = append(words, w.Text)
			}
			for _, word := range strings.Fields(strings.Join(words, " ")) {
				if !strings.Contains(p.List[i], word) {
					t.Errorf("%s: %q is drawn but not in %q", day, word, p.List[i])
				}
			}
		}
	}
}

func TestNothingIsDrawnOutsideThePicture(t *testing.T) {
	for _, l := range lang.Langs {
		for _, day := range []string{"2026-09-26", "2026-10-05", "2026-10-30", "2027-01-01", "2029-03-01"} {
			timeline := letters.TimelineOf(followedCase(), law.MustDate(day))
			scale := scaleOf(timeline)
			for _, m := range timeline.Marks {
				if x := scale.x(m.On); m.Kind != letters.JoinedMark && (x < 0 || x > broadWidth) {
					t.Errorf("%s on %s: %s stands at %.0f", l, day, m.On, x)
				}
			}
			for _, line := range timelineIn(l, timeline).Tall.Lines {
				for _, w := range line.Words {
					if n := len([]rune(w.Text)); n > tallWide+8 {
						t.Errorf("%s on %s: %q is too long for a phone", l, day, w.Text)
					}
				}
			}
		}
	}
}

// A complaint filed months after its request begins near the right edge, where
// the words over its lane were cut.
func TestTheWordsOfALateLaneStayInThePicture(t *testing.T) {
	c := complainedTo(law.CNIL)
	c.Complaint.Events[0].On = law.MustDate("2026-11-28")
	for _, l := range lang.Langs {
		for _, lane := range timelineIn(l, letters.TimelineOf(interview.Effective(c), law.MustDate("2026-11-29"))).Broad.Lanes {
			if end := drawnEnd(t, lane); end > broadWidth {
				t.Errorf("%s: %q %q ends at %.0f of %d", l, lane.Name.Text, lane.Sent.Text, end, broadWidth)
			}
		}
	}
}

// drawnEnd is where the words over a lane end in a wide font, DejaVu Sans and
// its bold: measured on the screen.
func drawnEnd(t *testing.T, lane broadLane) float64 {
	t.Helper()
	const small, capital, gap = 6.95, 9.5, 8
	x, err := strconv.ParseFloat(lane.Name.X, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x + capital*float64(len([]rune(lane.Name.Text))) + gap + small*float64(len([]rune(lane.Sent.Text)))
}
