package views

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/letters"
)

func TestTermsOf200000CharactersDoNotBuryTheOtherAnswers(t *testing.T) {
	terms := strings.Repeat("une ligne du règlement\n", 8_000)
	check := Check{Groups: []CheckGroup{{ID: "offer", Rows: []CheckRow{
		{PageID: "terms", Label: "Texte", Values: []string{terms}},
		{PageID: "sponsor", Label: "Qui", Values: []string{"Gaëlle"}},
	}}}}
	html := render(t, lang.FR, sample{frame: caseFrame("/x"), page: check})
	folded := between(html, "<details>", "</details>")
	if got := strings.Count(folded, "une ligne"); got < 8_000 {
		t.Errorf("the folded text holds %d lines of 8000", got)
	}
	if strings.Count(html, "<details>") != 1 {
		t.Error("a short answer is folded too")
	}
}

func TestARowToBeTakenOutStaysTickedAfterAnError(t *testing.T) {
	list := interview.Field{Name: "list", Kind: interview.List, Fields: []interview.Field{{Name: "note", Kind: interview.Line}}}
	f := newField(lang.FR, list, "list", "list", Form{Values: interview.Form{
		"list.0.note": {"x"}, "list.0.remove": {"yes"}, "list.1.note": {""},
	}}, 0)
	if !f.Rows[0].Filled || !f.Rows[0].Removed || f.Rows[1].Filled || f.Rows[1].Removed {
		t.Errorf("rows: %+v", f.Rows)
	}
}

func TestTheFirstQuestionHasNoQuestionBefore(t *testing.T) {
	back := func(q Question, f Frame) string {
		return between(render(t, lang.FR, sample{frame: f, page: q}), `class="back-link"`, "</a>")
	}
	page, _ := interview.PageByID("offer")
	q := Question{Page: page, Back: "/fr", At: 1, Of: 19}
	public := caseFrame("/start")
	public.CaseID = ""
	for name, c := range map[string]struct{ got, want string }{
		"before there is a dossier": {back(q, public), "Accueil"},
		"in a dossier":              {back(q, caseFrame("/x")), "Mon dossier"},
	} {
		if !strings.Contains(c.got, c.want) {
			t.Errorf("%s: got %s, want %s", name, c.got, c.want)
		}
	}
	q.At = 2
	if got := back(q, caseFrame("/x")); !strings.Contains(got, "Question précédente") {
		t.Errorf("the second question: got %s", got)
	}
}

func TestCountriesOfKnownOffersComeFirst(t *testing.T) {
	var first []string
	for _, c := range countriesOf(lang.FR, "")[:2] {
		first = append(first, c.Value)
	}
	if want := []string{"FR", "GB"}; !slices.Equal(first, want) {
		t.Errorf("got %v, want %v", first, want)
	}
}

func TestAWarningLeadsToTheQuestionThatEndsIt(t *testing.T) {
	for key, id := range questionsAbout {
		page, ok := interview.PageByID(id)
		if !ok || !lang.Has(lang.FR, key) {
			t.Errorf("%s leads to %s: warning known %t, page known %t", key, id, lang.Has(lang.FR, key), ok)
		}
		if id != "representative" && page.When != nil {
			t.Errorf("%s leads to %s, which is not always asked", key, id)
		}
	}
	p := Preview{Letter: Letter{RequestID: "r1"}, Language: "fr", Documents: []letters.Document{letterIn(lang.FR)},
		Warnings: []letters.Warning{{Key: "letters.warning.no_address"}, {Key: "letters.warning.edited_on_one_side"}}}
	html := render(t, lang.FR, sample{frame: caseFrame("/x"), page: p})
	if got := strings.Count(html, "Compléter ma réponse"); got != 1 || !strings.Contains(html, "/questions/address") {
		t.Errorf("%d links to a question, want the one about the address", got)
	}
}
