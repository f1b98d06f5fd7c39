package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/letters"
)

// textsOf lists every text of a letter but its notice, which is on each page.
func textsOf(d letters.Document) []string {
	texts := slices.Concat(d.Sender, d.Recipient, []string{d.Dateline, d.Delivery})
	for _, f := range d.Header {
		texts = append(texts, f.Label, f.Value)
	}
	texts = append(texts, d.Greeting)
	for _, b := range d.Body {
		texts = append(texts, b.Text)
	}
	return append(append(texts, d.Closing), d.Signature...)
}

func TestEveryWordOfALetterComesBack(t *testing.T) {
	for _, d := range []letters.Document{sampleLetter(), sampleTwin().English} {
		t.Run(string(d.Lang), func(t *testing.T) {
			file := mustDraw(t, d)
			mustBeSound(t, file)
			got := mustTextWithoutFeet(t, file, d)
			for _, want := range textsOf(d) {
				if !strings.Contains(got, collapse(want)) {
					t.Errorf("lost: %q in\n%s", want, got)
				}
			}
		})
	}
}

func TestEachPageSaysWhichOneItIs(t *testing.T) {
	tests := []struct {
		d    letters.Document
		want string
	}{
		{sampleLetter(), "Page 2 sur 2"},
		{sampleTwin().English, "Page 2 of 2"},
	}
	for _, test := range tests {
		pages := mustText(t, mustDraw(t, test.d))
		if got := pages[len(pages)-1]; !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: the last page ends in %q, want %q", test.d.Lang, got, test.want)
		}
	}
}

// The sheet has 10 mm of play in its envelope: the recipient must show in the
// window (DL: 100 to 200 mm from the left, 45 to 90 mm from the top) and
// nothing else may.
func TestOnlyTheRecipientShowsInTheWindow(t *testing.T) {
	full := sampleLetter()
	full.Recipient = []string{"Société Exemple Limited", "Direction de la conformité", "Délégué à la protection des données", "Bâtiment C, 3e étage", "1 Sample Street", "Dublin 2, D02 X000", "IRLANDE"}
	long := sampleLetter()
	long.Sender = append(long.Sender, "Identifiant : "+strings.Repeat("maelle", 20), strings.Repeat("un deux trois ", 20))
	tests := []struct {
		name string
		d    letters.Document
	}{
		{"a usual letter", sampleLetter()},
		{"seven lines of address", full},
		{"a sender of many lines", long},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			recipient := collapse(strings.Join(test.d.Recipient, " "))
			var seen []string
			for _, w := range mustWords(t, mustDraw(t, test.d)) {
				if w.page > 1 || w.right < 90 || w.foot < 45 || w.top > 90 {
					continue
				}
				seen = append(seen, w.text)
				if w.left < 100 || w.right > 190 || w.top < 48 || w.foot > 90 {
					t.Errorf("%q is at the edge of the window: %+v", w.text, w)
				}
			}
			if got := strings.Join(seen, " "); got != recipient {
				t.Errorf("the window shows %q, want %q", got, recipient)
			}
		})
	}
}

func TestNothingLeavesTheMargins(t *testing.T) {
	wide := sampleLetter()
	wide.Sender = []string{strings.Repeat("Ł", 500), "maelle@" + strings.Repeat("exemple.", 40) + "org"}
	wide.Recipient = []string{strings.Repeat("W", 300)}
	wide.Signature = []string{strings.Repeat("i", 400)}
	wide.Header[0].Label = strings.Repeat("Objet", 40)
	wide.Header[0].Value = strings.Repeat("é", 300)
	wide.Notice = strings.Repeat("n", 300)
	for _, kind := range []letters.BlockKind{letters.Paragraph, letters.Heading, letters.Item, letters.Quote, letters.Blank} {
		wide.Body = append(wide.Body,
			letters.Block{Kind: kind, Text: "https://exemple.org/" + strings.Repeat("chemin/", 60) + "?q=" + strings.Repeat("x", 300)},
			letters.Block{Kind: kind, Text: strings.Repeat("Ł", 500) + " " + strings.Repeat("☐W", 200)})
	}
	files := map[string][]byte{
		"letter": mustDraw(t, wide),
		"twin":   mustDrawTwin(t, letters.Twin{French: wide, English: wide}),
	}
	margins := map[string]column{"letter": letterColumn, "twin": {frenchColumn.x, englishColumn.x + englishColumn.width - frenchColumn.x}}
	for name, file := range files {
		mustBeSound(t, file)
		c := margins[name]
		for _, w := range mustWords(t, file) {
			if w.left < c.x-0.2 || w.right > c.x+c.width+0.2 || w.top < pageTop-1 || w.foot > footerBottom+2 {
				t.Errorf("%s: outside of the margins: %+v", name, w)
			}
		}
	}
}

// tagged is a letter whose lines say which block they belong to. filler
// moves the page break by one line at a time.
func tagged(filler int) letters.Document {
	d := sampleLetter()
	d.Header[1].Value = strings.TrimSuffix(strings.Repeat("ligne\n", filler), "\n")
	d.Body = nil
	for i := range 60 {
		kind := letters.Paragraph
		words := 20 + i*37%90
		switch i % 5 {
		case 0:
			kind, words = letters.Heading, 3
		case 3:
			kind = letters.Item
		}
		tag := fmt.Sprintf("bloc%d", i)
		d.Body = append(d.Body, letters.Block{Kind: kind, Text: strings.TrimSpace(strings.Repeat(tag+" ", words))})
	}
	d.Closing = "formule"
	d.Signature = []string{"nom"}
	return d
}

// linesByBlock counts, for each tag, its lines on each page.
func linesByBlock(l layout) map[string][]int {
	count := make(map[string][]int)
	for n, p := range l.pages {
		for _, r := range p.runs {
			tag, _, _ := strings.Cut(r.text, " ")
			if count[tag] == nil {
				count[tag] = make([]int, len(l.pages))
			}
			count[tag][n]++
		}
	}
	return count
}

func TestNoLineStandsAlone(t *testing.T) {
	for filler := range 45 {
		d := tagged(filler)
		l := layLetter(d)
		lines := linesByBlock(l)
		for i, b := range d.Body {
			tag := fmt.Sprintf("bloc%d", i)
			total, pages := 0, 0
			for _, n := range lines[tag] {
				total += n
				if n > 0 {
					pages++
				}
			}
			for page, n := range lines[tag] {
				if n == 1 && total > 1 {
					t.Errorf("filler %d: one of the %d lines of %s stands alone on page %d", filler, total, tag, page+1)
				}
			}
			if b.Kind != letters.Heading {
				continue
			}
			next := lines[fmt.Sprintf("bloc%d", i+1)]
			for page, n := range lines[tag] {
				if n > 0 && next[page] < 2 {
					t.Errorf("filler %d: heading %s is an orphan on page %d", filler, tag, page+1)
				}
			}
		}
		mustCloseTogether(t, filler, l)
	}
}

// mustCloseTogether checks that formula, room to sign, name and the last two
// lines of the body share a page.
func mustCloseTogether(t *testing.T, filler int, l layout) {
	t.Helper()
	last := l.pages[len(l.pages)-1]
	body := 0
	heights := make(map[string]float64)
	for _, r := range last.runs {
		heights[r.text] = r.y
		if strings.HasPrefix(r.text, "bloc59") {
			body++
		}
	}
	if body < 2 {
		t.Errorf("filler %d: the closing formula has %d lines of the body above it, want 2", filler, body)
	}
	if room := heights["nom"] - heights["formule"]; room < signatureSpace {
		t.Errorf("filler %d: %.1f mm to sign, want %.1f", filler, room, signatureSpace)
	}
}

func TestNoBreakSpacesHold(t *testing.T) {
	text := strings.Repeat("mot 1\u202f250,50\u00a0€\u202f; ", 200)
	st := letterLook.text
	for width := 35.0; width < 160; width += 7 {
		for _, l := range breakText(text, st, width) {
			for _, p := range l.pieces {
				if strings.HasPrefix(p.text, "250") || strings.HasPrefix(p.text, "€") || strings.HasPrefix(p.text, ";") {
					t.Fatalf("%.0f mm: a line starts with %q", width, p.text)
				}
			}
		}
	}
}

func TestItemsShowTheirNumberOrADash(t *testing.T) {
	tests := []struct {
		name   string
		lang   lang.Lang
		number int
		want   string
	}{
		{"no number in French", lang.FR, 0, "–"},
		{"no number in English", lang.EN, 0, "•"},
		{"one digit", lang.FR, 1, "1."},
		{"two digits", lang.EN, 42, "42."},
		{"more than the indent holds", lang.FR, 12345, "12345."},
	}
	for _, test := range tests {
		s := &setter{look: letterLook, lang: test.lang}
		runs := s.block(letters.Block{Kind: letters.Item, Number: test.number, Text: "question"}, letterColumn)[0].runs
		if got := runs[0].text; got != test.want || runs[0].x < letterColumn.x || runs[1].x != letterColumn.x+letterLook.indent {
			t.Errorf("%s: got %q at %.1f, want %q from %.1f on", test.name, got, runs[0].x, test.want, letterColumn.x)
		}
	}
}

func TestTheLastLineIsNotAMereWord(t *testing.T) {
	s := &setter{look: letterLook, lang: lang.FR}
	for n := 1; n < 120; n++ {
		text := strings.Repeat("mot court ", n) + "fin"
		lines := breakText(text, s.look.text, letterColumn.width)
		if len(lines) < 2 {
			continue
		}
		last := lines[len(lines)-1]
		if last.pieces[0].text == "fin" {
			t.Errorf("%d words end on a line of one", 2*n+1)
		}
	}
}

func TestWhatMayNotEndAPage(t *testing.T) {
	block := func(kind letters.BlockKind, text string) letters.Block {
		return letters.Block{Kind: kind, Text: text}
	}
	tests := []struct {
		name        string
		block, next letters.Block
		want        bool
	}{
		{"a heading", block(letters.Heading, "Titre"), block(letters.Paragraph, "Texte."), true},
		{"a sentence that announces a list", block(letters.Paragraph, "Voici :"), block(letters.Item, "un"), true},
		{"with a no-break space after it", block(letters.Paragraph, "Voici :\u00a0"), block(letters.Quote, "un"), true},
		{"a colon before a paragraph", block(letters.Paragraph, "Voici :"), block(letters.Paragraph, "Texte."), false},
		{"a sentence before a list", block(letters.Paragraph, "Voici."), block(letters.Item, "un"), false},
		{"a line to fill in before another", block(letters.Blank, "Nom :"), block(letters.Blank, "Adresse :"), false},
	}
	for _, test := range tests {
		if got := leads([]letters.Block{test.block, test.next}, 0); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
		if leads([]letters.Block{test.block}, 0) {
			t.Errorf("%s: the last block leads nothing", test.name)
		}
	}
}

func TestThePersonsOwnLineEndsAreKept(t *testing.T) {
	var got []string
	g := &gate{}
	for _, l := range breakText(g.clean("un\r\ndeux\n\ntrois"), letterLook.text, 100) {
		text := ""
		for _, p := range l.pieces {
			text += p.text
		}
		got = append(got, text)
	}
	if want := []string{"un", "deux", "", "trois"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestABlankLeavesALineToWriteOn(t *testing.T) {
	tests := []struct{ name, label string }{
		{"short label", "Adresse :"},
		{"no label", ""},
		{"label as wide as the page", strings.Repeat("adresse ", 14)},
		{"label of several lines", strings.Repeat("adresse ", 60)},
	}
	for _, test := range tests {
		s := &setter{look: letterLook, lang: lang.FR}
		slabs := s.blank(test.label, letterColumn)
		strokes := slabs[len(slabs)-1].strokes
		if len(strokes) != 1 || strokes[0].x2-strokes[0].x1 < letterColumn.width/3 || strokes[0].x2 > letterColumn.x+letterColumn.width {
			t.Errorf("%s: got the line %+v, want one of at least a third of the column", test.name, strokes)
		}
	}
}

func TestALabelHasOneColon(t *testing.T) {
	s := &setter{look: letterLook, lang: lang.FR}
	for _, label := range []string{"Objet", "Objet :", "Objet\u00a0:"} {
		if got, want := s.label(label), "Objet\u00a0:"; got != want {
			t.Errorf("%q: got %q, want %q", label, got, want)
		}
	}
}

func TestAPageIsSavedRatherThanNearlyEmpty(t *testing.T) {
	saved, spilt := 0, 0
	for n := 1; n < 25; n++ {
		d := sampleLetter()
		d.Body = d.Body[:n]
		usual, got := setLetter(d, letterLook), layLetter(d)
		if !usual.spills {
			if len(got.pages) != len(usual.pages) {
				t.Errorf("%d blocks: %d pages became %d without need", n, len(usual.pages), len(got.pages))
			}
			continue
		}
		spilt++
		if len(got.pages) < len(usual.pages) {
			saved++
		}
	}
	if saved == 0 || spilt == saved {
		t.Errorf("%d of %d spilling letters were tightened, want some and not all", saved, spilt)
	}
}
