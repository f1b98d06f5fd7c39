package pdf

import (
	"strings"
	"testing"
	"unicode"

	"contreoffre/letters"
)

// everywhere puts a text in every field of a letter that a person can fill.
func everywhere(text string) letters.Document {
	d := sampleLetter()
	d.Sender = []string{text, "Nantes"}
	d.Recipient = []string{text, "Dublin"}
	d.Dateline = text
	d.Delivery = text
	d.Header[1].Value = text
	d.Greeting = text
	d.Closing = text
	d.Signature = []string{text}
	d.Title = text
	for i := range d.Body {
		d.Body[i].Text = text
	}
	return d
}

var hostile = []struct {
	name    string
	text    string
	want    string // what is drawn; the text itself when empty
	missing string
}{
	{name: "Vietnamese", text: "Nguyễn Thị Hồng Ánh"},
	{name: "Polish", text: "Łukasz Wiśniewski-Żółć"},
	{name: "Greek", text: "Γιώργος Παπαδόπουλος"},
	{name: "Cyrillic", text: "Щербакова Їжакевич"},
	{name: "Turkish and Romanian", text: "İğdır Ştefan Țepeș"},
	{name: "quotes and apostrophes", text: `D'Artagnan "O’Hara" «Zoé»`},
	{name: "templates and markup", text: "{{.Name}} <b>gras</b> # titre {nb}"},
	{name: "the marks of a PDF string", text: `)(\ ( endobj ) \\n \( %PDF`},
	{name: "boxes", text: "☐ oui ☑ non ✓"},
	{name: "a letter that only the symbol face has", text: "Ըստեփան"},
	{name: "decomposed accents", text: "Mae\u0308lle Le\u0301a", want: "Maëlle Léa"},
	{name: "emoji", text: "Zoé 😀👍🏽", want: "Zoé □□□", missing: "🏽👍😀"},
	{name: "Chinese", text: "王小明 Wang", want: "□□□ Wang", missing: "小明王"},
	{name: "Arabic", text: "محمد Ali", want: "□□□□ Ali", missing: "حدم"},
	{name: "Hebrew, which the serif has but in the wrong order", text: "דוד Levi", want: "□□□ Levi", missing: "דו"},
	{name: "lone bytes", text: "Zo\xe9 \xff!", want: "Zo□ □!", missing: "\ufffd"},
	{name: "control characters", text: "a\x00b\x07c\x1bd\x7fe", want: "abcde"},
	{name: "invisible characters", text: "\ufeffco\u00adop\u200béra\u2060tif \u202eabc\u202c", want: "coopératif abc"},
	{name: "hyphens that the serif lacks", text: "Saint\u2011Ouen\u2010Nord", want: "Saint-Ouen-Nord"},
	{name: "tabs and wide spaces", text: "un\tdeux\u3000trois", want: "un deux trois"},
	{name: "beyond the plane that gofpdf knows", text: "a\U0010FFFFb\U0001F1EB", want: "a□b□", missing: "\U0001F1EB\U0010FFFF"},
	{name: "nothing", text: ""},
	{name: "only space", text: " \t\u00a0 ", want: ""},
}

func TestHostileTextIsDrawnOrReported(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			d := everywhere(test.text)
			if got := string(Missing(d)); got != test.missing {
				t.Errorf("missing: got %q, want %q", got, test.missing)
			}
			if got := string(MissingTwin(letters.Twin{French: sampleLetter(), English: d})); got != test.missing {
				t.Errorf("missing in the twin: got %q, want %q", got, test.missing)
			}
			file := mustDraw(t, d)
			mustBeSound(t, file)
			want := test.want
			if want == "" {
				want = strings.TrimSpace(test.text)
			}
			got := strings.Join(mustText(t, file), " ")
			if n := strings.Count(got, collapse(want)); n < len(d.Body) {
				t.Errorf("%q came back %d times, want %d at least:\n%s", want, n, len(d.Body), got)
			}
			mustBeSound(t, mustDrawTwin(t, letters.Twin{French: d, English: d}))
		})
	}
}

// Facts are text: what a person types as the mark of a page count stays what
// it is.
func TestATypedPageCountStaysText(t *testing.T) {
	d := sampleLetter()
	d.Body[0].Text = "J’ai écrit {nb} et {nb}."
	if got := mustTextWithoutFeet(t, mustDraw(t, d), d); !strings.Contains(got, d.Body[0].Text) {
		t.Errorf("%q did not come back from\n%s", d.Body[0].Text, got)
	}
}

func TestLongTextsComeBackWhole(t *testing.T) {
	tests := []struct {
		name string
		text string
	}{
		{"a paragraph of 10,000 characters", strings.Repeat("Je demande réponse. ", 500)},
		{"200,000 characters of pasted terms", strings.Repeat("Article premier. Les données, ", 6_700)},
		{"200,000 characters without a space", strings.Repeat("abcdefghij", 20_000)},
		{"500 times a wide letter", strings.Repeat("Ł", 500)},
		{"a paragraph of nothing but line ends", strings.Repeat("l\n", 10_000)},
		{"an address of the web", "https://exemple.org/" + strings.Repeat("chemin-long/", 100)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := sampleLetter()
			d.Body[1].Text = test.text
			file := mustDraw(t, d)
			mustBeSound(t, file)
			squeeze := func(s string) string { return strings.ReplaceAll(collapse(s), " ", "") }
			if got := squeeze(mustTextWithoutFeet(t, file, d)); !strings.Contains(got, squeeze(test.text)) {
				t.Error("the text did not come back whole")
			}
		})
	}
}

// Every character that we call drawable must come back from the file, in both
// weights.
func TestEveryDrawableCharacterComesBack(t *testing.T) {
	d := sampleLetter()
	d.Body = nil
	var want []string
	for r := rune('!'); r <= lastDrawn; r++ {
		g := &gate{}
		if drawn := g.clean(string(r)); drawn != string(r) || unicode.IsSpace(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Co, r) {
			continue
		}
		want = append(want, string(r))
	}
	if len(want) < 4_000 {
		t.Fatalf("only %d characters are drawable", len(want))
	}
	// A letter before and after keeps pdftotext from ordering symbols anew.
	for i := 0; i < len(want); i += 100 {
		text := "x" + strings.Join(want[i:min(i+100, len(want))], "x x") + "x"
		d.Body = append(d.Body, letters.Block{Kind: letters.Heading, Text: text}, letters.Block{Kind: letters.Paragraph, Text: text})
	}
	got := mustTextWithoutFeet(t, mustDraw(t, d), d)
	lost := 0
	for _, r := range want {
		if strings.Count(got, "x"+r+"x") < 2 {
			t.Logf("lost: %q %U", r, []rune(r))
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d characters did not come back twice", lost, len(want))
	}
}
