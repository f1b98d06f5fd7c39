package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"contreoffre/letters"
)

// spot is where the first line of a block stands.
type spot struct {
	page int
	y    float64
}

// firstLines finds, for each tag, where its block starts in the French and in
// the English column, and on which pages it has lines.
func firstLines(l layout, tag string) (french, english spot, pages []int) {
	for n, p := range l.pages {
		for _, r := range p.runs {
			if first, _, _ := strings.Cut(r.text, " "); first != tag {
				continue
			}
			side := &french
			if r.x >= englishColumn.x {
				side = &english
			}
			if side.page == 0 {
				*side = spot{n + 1, r.y}
			}
			if !slices.Contains(pages, n+1) {
				pages = append(pages, n+1)
			}
		}
	}
	return french, english, pages
}

// unequalTwin has pairs of which one side is much longer.
func unequalTwin() letters.Twin {
	t := letters.Twin{French: tagged(1), English: tagged(1)}
	for i := range t.English.Body {
		words := strings.Fields(t.French.Body[i].Text)
		t.English.Body[i].Text = strings.Join(words[:1+i*len(words)/70], " ")
	}
	return t
}

func TestPairsStartAtTheSameHeightAndDoNotPart(t *testing.T) {
	twin := unequalTwin()
	l := layTwin(twin)
	for i := range twin.French.Body {
		tag := fmt.Sprintf("bloc%d", i)
		french, english, pages := firstLines(l, tag)
		if french != english || french.page == 0 {
			t.Errorf("%s: French at %v, English at %v, want the same", tag, french, english)
		}
		if len(pages) != 1 {
			t.Errorf("%s: stands on pages %v, want one", tag, pages)
		}
	}
}

func TestAPairTallerThanAPageGoesOnBesideItself(t *testing.T) {
	twin := unequalTwin()
	twin.French.Body[1].Text = strings.TrimSpace(strings.Repeat("bloc1 ", 10_000))
	twin.English.Body[1].Text = strings.TrimSpace(strings.Repeat("bloc1 ", 6_000))
	l := layTwin(twin)
	french, english, pages := firstLines(l, "bloc1")
	if french != english || len(pages) < 3 {
		t.Errorf("got French at %v, English at %v, on pages %v; want one height and several pages", french, english, pages)
	}
	file := mustDrawTwin(t, twin)
	mustBeSound(t, file)
	if got := strings.Count(strings.Join(mustText(t, file), " "), "bloc1 "); got < 15_900 {
		t.Errorf("got %d words of the pair back, want 16000", got)
	}
}

func TestHeadingsOfATwinStayWithTheirText(t *testing.T) {
	twin := unequalTwin()
	l := layTwin(twin)
	for i, b := range twin.French.Body {
		if b.Kind != letters.Heading {
			continue
		}
		heading, _, _ := firstLines(l, fmt.Sprintf("bloc%d", i))
		text, _, _ := firstLines(l, fmt.Sprintf("bloc%d", i+1))
		if heading.page != text.page {
			t.Errorf("heading %d is on page %d, its text on page %d", i, heading.page, text.page)
		}
	}
}

func TestEveryWordOfATwinComesBack(t *testing.T) {
	twin := sampleTwin()
	file := mustDrawTwin(t, twin)
	mustBeSound(t, file)
	got := strings.Join(mustText(t, file), " ")
	for _, d := range []letters.Document{twin.French, twin.English} {
		for _, want := range append(textsOf(d), d.Notice) {
			if !strings.Contains(got, collapse(want)) {
				t.Errorf("%s: lost: %q", d.Lang, want)
			}
		}
	}
}

func TestATwinOfUnequalLettersLosesNothing(t *testing.T) {
	twin := sampleTwin()
	twin.English.Body = twin.English.Body[:5]
	twin.English.Header = nil
	twin.English.Delivery = ""
	got := strings.Join(mustText(t, mustDrawTwin(t, twin)), " ")
	for _, want := range textsOf(twin.French) {
		if !strings.Contains(got, collapse(want)) {
			t.Errorf("lost: %q", want)
		}
	}
}

func TestBothVersionsOfAnAddressKeepTheirOrder(t *testing.T) {
	tests := []struct {
		name                  string
		french, english, want []string
	}{
		{"the same", []string{"Société", "Dublin"}, []string{"Société", "Dublin"}, []string{"Société", "Dublin"}},
		{"two lines differ",
			[]string{"Société", "À l’attention du délégué", "Dublin 2", "Irlande"},
			[]string{"Société", "For the attention of the officer", "Dublin 2", "Ireland"},
			[]string{"Société", "À l’attention du délégué", "For the attention of the officer", "Dublin 2", "Irlande", "Ireland"}},
		{"one is longer", []string{"Société"}, []string{"Société", "Dublin", "Ireland"}, []string{"Société", "Dublin", "Ireland"}},
		{"one is empty", nil, []string{"Ann"}, []string{"Ann"}},
	}
	for _, test := range tests {
		if got := merged(test.french, test.english); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
