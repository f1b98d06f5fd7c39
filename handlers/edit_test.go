package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

func TestChangingOneAnswerAsksNoOtherAgain(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	p.tell()
	check := p.mustGet(p.of("/check"))

	edit := p.of("/questions/story?edit=story")
	if !strings.Contains(check.Body, edit) {
		t.Fatalf("no link to %s", edit)
	}
	page := p.mustGet(edit)
	if !page.has("Mes réponses") || page.has("Question précédente") {
		t.Errorf("the way back is not said:\n%s", page.text())
	}
	if got, want := p.submit(page, edit, url.Values{"story": {"Autrement."}}).Path, p.of("/check"); got != want {
		t.Errorf("after the change: got %s, want %s", got, want)
	}

	// What the new answer calls for is asked, to the last page of it.
	edit = p.of("/questions/wishes?edit=wishes")
	at := p.submit(p.mustGet(edit), edit, url.Values{"wishes": {"know", "correct", "freeze"}})
	for _, step := range []struct {
		page   string
		values url.Values
	}{
		{"corrections", url.Values{"corrections.0.wrong": {"Zoe"}, "corrections.0.right": {"Zoé"}}},
		{"restriction", url.Values{"restriction_case": {"claims"}}},
	} {
		want := p.of("/questions/" + step.page + "?edit=wishes")
		if at.Path != want {
			t.Fatalf("got %s, want %s", at.Path, want)
		}
		at = p.submit(at, want, step.values)
	}
	if got, want := at.Path, p.of("/check"); got != want {
		t.Errorf("after the details: got %s, want %s", got, want)
	}
}

// Going back before the story is told must not skip what was not asked yet.
func TestGoingBackInTheMiddleSkipsNothing(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	country := p.of("/questions/country")
	p.submit(p.mustGet(country), country, story["country"])
	check := p.mustGet(p.of("/check"))
	if strings.Contains(check.Body, "?edit=") || !strings.Contains(check.Body, country) {
		t.Errorf("a story half told is edited as if it were whole:\n%s", check.Body)
	}
}

func TestADayOutsideTheCampaignIsSaidWhereAnswersAreReadAgain(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	p.tell()
	const doubt = "n’entre pas dans la période connue"
	if p.mustGet(p.of("/check")).has(doubt) {
		t.Error("a day inside the campaign is doubted")
	}
	joined := p.of("/questions/joined?edit=joined")
	check := p.submit(p.mustGet(joined), joined, url.Values{
		"joined_on.day": {"28"}, "joined_on.month": {"9"}, "joined_on.year": {"2024"},
	})
	if check.Path != p.of("/check") || !check.has(doubt) {
		t.Errorf("%s does not say it:\n%s", check.Path, check.text())
	}
}
