package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

// What a person tells for a letter to come is no letter: the hub lists it, and
// the choice offers it, only as what it is.
func TestDetailsToldAreNotShownAsAPreparedLetter(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	p.tell()
	wishes := p.of("/questions/wishes")
	next := p.submit(p.mustGet(wishes), wishes, url.Values{"wishes": {"know", "freeze"}})
	if next.Path != p.of("/questions/restriction") {
		t.Fatalf("after the wishes: %s", next.Path)
	}
	p.submit(next, next.Path, url.Values{"restriction_case": {"claims"}})

	hub := p.mustGet(p.of(""))
	if hub.has("lettre prête") || strings.Contains(hub.Body, "draft-restriction") {
		t.Errorf("the hub shows a letter that nobody prepared:\n%s", hub.text())
	}
	choice := p.mustGet(p.of("/letters"))
	if !strings.Contains(choice.Body, `value="restriction"`) {
		t.Errorf("the letter cannot be chosen:\n%s", choice.text())
	}
	letter := p.submit(choice, p.of("/letters"), url.Values{"letter": {"restriction"}})
	if !strings.HasSuffix(letter.Path, "/letter") || !letter.has("18(1)(c)") {
		t.Errorf("the letter does not know the case told before:\n%s", letter.text())
	}
	if hub := p.mustGet(p.of("")); !hub.has("lettre prête") {
		t.Errorf("the hub does not show the prepared letter:\n%s", hub.text())
	}
}
