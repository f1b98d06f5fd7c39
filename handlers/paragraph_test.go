package handlers_test

import (
	"net/url"
	"slices"
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

func TestALineToFillInCanBeFilledInBeforePrinting(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	p.tell()
	letter := p.of("/requests/" + p.prepare("objection") + "/letter")
	block := letter + "/fr.objection_blank.1"
	const warning = "Les raisons tenant à votre situation manquent"
	preview := p.mustGet(letter + "?lang=fr")
	if !preview.has(warning) || !strings.Contains(preview.Body, block) {
		t.Fatalf("the line does not lead to where it is filled in:\n%s", preview.text())
	}
	filled := p.submit(p.mustGet(block+"?lang=fr"), block+"?lang=fr", url.Values{"text": {"Je cherche un emploi."}})
	if !filled.has("Je cherche un emploi.") || filled.has(warning) {
		t.Errorf("after filling it in:\n%s", filled.text())
	}
}

func TestTheLanguageReadIsTheLanguageSent(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	p.tell()
	request := p.of("/requests/" + p.prepare("access"))
	at := p.mustGet(request + "/letter?lang=fr%2Ben")
	for _, next := range []string{request + "/send?lang=fr%2ben", request + "/sent?lang=fr%2ben"} {
		i := slices.IndexFunc(at.links(), func(link string) bool { return strings.EqualFold(link, next) })
		if i < 0 {
			t.Fatalf("%s does not lead to %s: %v", at.Path, next, at.links())
		}
		at = p.mustGet(at.links()[i])
	}
	if !strings.Contains(at.Body, `value="fr&#43;en" checked`) {
		t.Errorf("the language read is not the one proposed:\n%s", at.Body)
	}
}
