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
