package views

import (
	"strings"
	"testing"

	"contreoffre/lang"
)

func TestRowsMadeByHandEscapeAllThatIsTyped(t *testing.T) {
	html := string(rowsHTML(lang.FR, []row{{
		Href: CasePath(lang.FR, `x" onclick="y`), Name: hostile, Badge: Badge{Kind: Late, Days: 3}, Detail: hostile,
	}}))
	for _, e := range readPage(t, html) {
		if e.tag == "b" || e.tag == "script" || e.attrs["onclick"] != "" || e.attrs["onmouseover"] != "" {
			t.Errorf("what was typed became <%s %v>", e.tag, e.attrs)
		}
	}
	if got := strings.Count(html, "&lt;script&gt;"); got != 2 {
		t.Errorf("the typed text shows %d times, want 2: %s", got, html)
	}
}

func TestAFixedPageIsTheSameTheSecondTime(t *testing.T) {
	for _, l := range lang.Langs {
		frame := publicFrame("/privacy")
		s := sample{frame: frame, page: Prose{File: "privacy"}}
		if first, second := render(t, l, s), render(t, l, s); first != second || !strings.Contains(first, `lang="`+string(l)+`"`) {
			t.Errorf("%s: the second page differs", l)
		}
	}
}

func TestAPageOfAVisitorIsNeverKept(t *testing.T) {
	anonymous := publicFrame("")
	anonymous.Lang = lang.FR
	told, signed, elsewhere := anonymous, anonymous, anonymous
	told.Flash = Sentence{Key: "home.start"}
	signed.SignedIn = true
	elsewhere.Path = "/anything"
	for name, c := range map[string]struct {
		frame Frame
		page  Page
		want  bool
	}{
		"nobody in particular":    {anonymous, Home{}, true},
		"something just happened": {told, Home{}, false},
		"somebody is signed in":   {signed, Home{}, false},
		"another address":         {elsewhere, Home{}, false},
		"a page with a form":      {anonymous, Resume{}, false},
	} {
		if _, got := placeOf(c.frame, c.page); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
