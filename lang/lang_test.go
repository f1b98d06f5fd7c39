package lang

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/law"
)

func TestEveryLanguageHasTheSameKeys(t *testing.T) {
	want := Keys(Langs[0])
	for _, l := range Langs[1:] {
		got := Keys(l)
		for _, key := range want {
			if !slices.Contains(got, key) {
				t.Errorf("%s: key %q is missing", l, key)
			}
		}
		for _, key := range got {
			if !slices.Contains(want, key) {
				t.Errorf("%s: key %q is missing (it exists in %s)", Langs[0], key, l)
			}
		}
	}
}

func TestEveryLanguageFillsTheSamePlaceholders(t *testing.T) {
	for _, key := range Keys(Langs[0]) {
		want := sorted(Placeholders(Langs[0], key))
		for _, l := range Langs[1:] {
			if got := sorted(Placeholders(l, key)); Has(l, key) && !slices.Equal(got, want) {
				t.Errorf("%s: %s fills %v, %s fills %v", key, Langs[0], want, l, got)
			}
		}
	}
}

func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

func TestNoSentenceIsEmptyOrUnfinished(t *testing.T) {
	for _, l := range Langs {
		for _, key := range Keys(l) {
			sentence := ""
			for _, seg := range words[l][key] {
				sentence += seg.text
			}
			if strings.TrimSpace(sentence) == "" {
				t.Errorf("%s: %s is empty", l, key)
			}
			for _, bad := range []string{"TODO", "FIXME", "XXX", "lorem", "  "} {
				if strings.Contains(sentence, bad) {
					t.Errorf("%s: %s contains %q: %q", l, key, bad, sentence)
				}
			}
			if strings.Contains(sentence, "'") {
				t.Errorf("%s: %s has a straight apostrophe: %q", l, key, sentence)
			}
		}
	}
}

func TestEveryTextHasTheSameShapeInEachLanguage(t *testing.T) {
	for _, folder := range []string{"letters", "pages"} {
		want := TextNames(Langs[0], folder)
		for _, l := range Langs[1:] {
			if got := TextNames(l, folder); !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v, %s has %v", folder, Langs[0], want, l, got)
				continue
			}
			for _, name := range want {
				a, b := textOf(folder, Langs[0], name), textOf(folder, l, name)
				if got, want := shape(b), shape(a); !slices.Equal(got, want) {
					t.Errorf("%s/%s: %s has the blocks\n%v\n%s has\n%v", folder, name, Langs[0], want, l, got)
				}
				if got, want := b.Facts(), a.Facts(); !slices.Equal(got, want) {
					t.Errorf("%s/%s: %s fills %v, %s fills %v", folder, name, Langs[0], want, l, got)
				}
			}
		}
	}
}

func textOf(folder string, l Lang, name string) Text {
	if folder == "letters" {
		t, _ := Letter(l, name)
		return t
	}
	t, _ := Page(l, name)
	return t
}

func shape(t Text) []string {
	var s []string
	for _, section := range t.Sections {
		for _, block := range section.Blocks {
			s = append(s, section.Name+"/"+string(block.Kind))
		}
	}
	return s
}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		name string
		l    Lang
		on   string
		want string
	}{
		{"the first of a month is 1er", FR, "2026-04-01", "1er avril 2026"},
		{"no other day is", FR, "2026-04-11", "11 avril 2026"},
		{"English day", EN, "2026-04-01", "1 April 2026"},
	} {
		if got := PlainSpaces(Date(c.l, law.MustDate(c.on))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got := PlainSpaces(LongDate(FR, law.MustDate("2026-04-06"))); got != "lundi 6 avril 2026" {
		t.Errorf("long date: got %q", got)
	}
	if got := Date(FR, law.Date{}); got != "" {
		t.Errorf("no day: got %q", got)
	}
}

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		l                      Lang
		amount, currency, want string
	}{
		{FR, "1250.5", "EUR", "1 250,50 €"},
		{EN, "1250.5", "EUR", "€1,250.50"},
		{FR, "0", "EUR", "0 €"},
		{FR, "000020", "EUR", "20 €"},
		{EN, "40", "GBP", "£40"},
		{FR, "12", "CHF", "12 CHF"},
		{EN, "123456789.99", "PLN", "123,456,789.99 PLN"},
	} {
		if got := PlainSpaces(Amount(c.l, c.amount, c.currency)); got != c.want {
			t.Errorf("%s %s %s: got %q, want %q", c.l, c.amount, c.currency, got, c.want)
		}
	}
}

func TestListsAndPlurals(t *testing.T) {
	if got := And(FR, []string{"a", "b", "c"}); got != "a, b et c" {
		t.Errorf("got %q", got)
	}
	if got := Or(EN, []string{"a", "b"}); got != "a or b" {
		t.Errorf("got %q", got)
	}
	if And(FR, nil) != "" || And(FR, []string{"a"}) != "a" {
		t.Error("short lists")
	}
	if !formats[FR].singular(0) || formats[EN].singular(0) {
		t.Error("zero is singular in French, plural in English")
	}
}

func TestFrenchTypographyIsPutInOnce(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Pourquoi ?", "Pourquoi\u202f?"},
		{"Objet : l'offre", "Objet\u00a0: l’offre"},
		{"« oui »", "«\u00a0oui\u00a0»"},
		{"«oui»", "«\u00a0oui\u00a0»"},
		{"https://example.org", "https://example.org"},
		{"à 14:30", "à 14:30"},
	} {
		once := Typography(FR, c.in)
		if once != c.want {
			t.Errorf("%q: got %q, want %q", c.in, once, c.want)
		}
		if twice := Typography(FR, once); twice != once {
			t.Errorf("%q: a second time changes it to %q", c.in, twice)
		}
	}
}

func TestFactsNeverBecomeStructure(t *testing.T) {
	text, err := ParseText(FR, "== facts\nOffre {offer}.\n\n- {offer}\n")
	if err != nil {
		t.Fatal(err)
	}
	hostile := "\n\n== x\n# titre {offer} - [a](b)"
	blocks := text.Sections[0].Blocks
	if len(blocks) != 2 {
		t.Fatalf("got %d blocks, want 2", len(blocks))
	}
	got, err := blocks[0].Fill(func(string) (string, bool) { return hostile, true })
	if err != nil || got != "Offre "+hostile+"." {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := blocks[0].Fill(func(string) (string, bool) { return "", false }); err == nil {
		t.Error("an unknown fact must be an error")
	}
}

func TestProseThatCannotBeRead(t *testing.T) {
	for name, source := range map[string]string{
		"words before a section": "bonjour\n",
		"section twice":          "== a\nx\n\n== a\ny\n",
		"stray brace":            "== a\nx } y\n",
		"unclosed brace":         "== a\nx {y\n",
	} {
		if _, err := ParseText(FR, source); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestDeLosesItsVowelBeforeOne(t *testing.T) {
	for name, want := range map[string]string{
		"Odette": "d’Odette", "Émile": "d’Émile", "Œdipe": "d’Œdipe", "Hélène": "d’Hélène", "Yves": "d’Yves", "Íñigo": "d’Íñigo",
		"Marc": "de Marc", "Hugo": "de Hugo", "Yasmine": "de Yasmine", "Łukasz": "de Łukasz", "Nguyễn Thị Ánh": "de Nguyễn Thị Ánh", "": "de ",
	} {
		if got := Of(FR, name); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Of(EN, "Odette"); got != "of Odette" {
		t.Errorf("got %q", got)
	}
}
