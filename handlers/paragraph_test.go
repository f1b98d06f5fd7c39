package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

func TestAParagraphLeftEmptyLeavesTheLetterAndCanBeTakenBack(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	p.tell()
	letter := p.of("/requests/" + p.prepare("access") + "/letter")
	const opening = "j’ai participé depuis la France"
	if text := p.mustGet(letter + ".txt?lang=fr").Body; !strings.Contains(plain(text), opening) {
		t.Fatalf("the letter does not open as this test expects:\n%s", text)
	}
	block := letter + "/fr.letter_opening.1"

	p.submit(p.mustGet(block+"?lang=fr"), block+"?lang=fr", url.Values{"text": {" \n "}})
	for _, language := range []string{"fr", "fr%2Ben"} {
		if text := p.mustGet(letter + ".txt?lang=" + language).Body; strings.Contains(plain(text), opening) {
			t.Errorf("%s: the paragraph is still there", language)
		}
	}
	preview := p.mustGet(letter + "?lang=fr")
	if !preview.has("Passages retirés") || !strings.Contains(preview.Body, block) {
		t.Fatalf("nothing leads back to the paragraph:\n%s", preview.text())
	}

	p.submit(p.mustGet(block+"?lang=fr"), block+"?lang=fr", url.Values{"do": {"restore"}})
	if text := p.mustGet(letter + ".txt?lang=fr").Body; !strings.Contains(plain(text), opening) {
		t.Error("the paragraph did not come back")
	}
	if p.mustGet(letter + "?lang=fr").has("Passages retirés") {
		t.Error("a paragraph that came back is listed as left out")
	}
}

// plain has no line break inside a paragraph, and one kind of space.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }
