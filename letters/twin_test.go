package letters

import (
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// checkPairs fails unless both versions have the same blocks in the same
// order.
func checkPairs(t *testing.T, name string, twin Twin) {
	t.Helper()
	fr, en := twin.French, twin.English
	if len(fr.Body) == 0 || len(fr.Body) != len(en.Body) {
		t.Errorf("%s: %d blocks in French, %d in English", name, len(fr.Body), len(en.Body))
		return
	}
	for i := range fr.Body {
		a, b := fr.Body[i], en.Body[i]
		if a.Kind != b.Kind || a.Section != b.Section || a.Number != b.Number || a.ID[len("fr."):] != b.ID[len("en."):] {
			t.Errorf("%s: block %d: %s %s %d beside %s %s %d", name, i, a.ID, a.Kind, a.Number, b.ID, b.Kind, b.Number)
		}
	}
	for what, lines := range map[string][2]int{
		"sender": {len(fr.Sender), len(en.Sender)}, "recipient": {len(fr.Recipient), len(en.Recipient)},
		"header": {len(fr.Header), len(en.Header)}, "signature": {len(fr.Signature), len(en.Signature)},
	} {
		if lines[0] != lines[1] {
			t.Errorf("%s: %s has %d lines in French, %d in English", name, what, lines[0], lines[1])
		}
	}
}

func TestTwinsArePairs(t *testing.T) {
	for _, s := range append(samples(t), variations(t)...) {
		twin, _, err := ComposeTwin(s.c, s.r, today)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		checkPairs(t, s.name, twin)
	}
}

func TestIDsAreUniqueInALetter(t *testing.T) {
	for name, d := range everyDocument(t) {
		seen := make(map[string]bool)
		for _, b := range d.Body {
			if seen[b.ID] {
				t.Errorf("%s: %s stands twice", name, b.ID)
			}
			seen[b.ID] = true
		}
	}
}

func edited(edits map[string]string) models.Request {
	return models.Request{Rights: []law.Right{law.Portability}, Letter: &models.Letter{Edits: edits}}
}

func find(t *testing.T, d Document, id string) (Block, bool) {
	t.Helper()
	for _, b := range d.Body {
		if b.ID == id {
			return b, true
		}
	}
	return Block{}, false
}

func TestAnEditReplacesTheWordsAndNothingElse(t *testing.T) {
	const id = "fr.portability_content.2"
	d, _ := mustCompose(t, nantes(t), edited(map[string]string{id: "# mes photos\r\n\r\n\r\n\r\n- {offer}\u0000 <b>"}), lang.FR)
	b, ok := find(t, d, id)
	if !ok {
		t.Fatal("the paragraph is gone")
	}
	if got, want := b.Text, "# mes photos\n\n- {offer} <b>"; got != want {
		t.Errorf("text: got %q, want %q", got, want)
	}
	if b.Kind != Item || b.Number != 1 || !b.Edited {
		t.Errorf("got %+v, want an edited item numbered 1", b)
	}
	untouched, _ := mustCompose(t, nantes(t), edited(nil), lang.FR)
	if got, want := len(d.Body), len(untouched.Body); got != want {
		t.Errorf("blocks: got %d, want %d", got, want)
	}
}

func TestAnEditToNothingRemovesTheParagraphAndRenumbers(t *testing.T) {
	r := edited(map[string]string{"fr.portability_content.2": " \n"})
	d, _ := mustCompose(t, nantes(t), r, lang.FR)
	if _, ok := find(t, d, "fr.portability_content.2"); ok {
		t.Error("the paragraph is still there")
	}
	next, ok := find(t, d, "fr.portability_content.3")
	if !ok || next.Number != 1 {
		t.Errorf("the next item keeps its ID and takes number 1: got %+v", next)
	}
	english, _ := mustCompose(t, nantes(t), r, lang.EN)
	if _, ok := find(t, english, "en.portability_content.2"); !ok {
		t.Error("the English letter on its own was not edited")
	}
	twin, _, err := ComposeTwin(nantes(t), r, today)
	if err != nil {
		t.Fatal(err)
	}
	checkPairs(t, "left out on one side", twin)
	if _, ok := find(t, twin.English, "en.portability_content.2"); ok {
		t.Error("in a twin, what is left out on one side is left out on both")
	}
}

func TestAnEditOnOneSideOfATwinIsTold(t *testing.T) {
	one := edited(map[string]string{"fr.portability_content.2": "mes photos"})
	_, warnings, err := ComposeTwin(nantes(t), one, today)
	if err != nil || !hasWarning(warnings, "letters.warning.edited_on_one_side") {
		t.Errorf("got %v, %v", warnings, err)
	}
	both := edited(map[string]string{"fr.portability_content.2": "mes photos", "en.portability_content.2": "my photos"})
	_, warnings, err = ComposeTwin(nantes(t), both, today)
	if err != nil || hasWarning(warnings, "letters.warning.edited_on_one_side") {
		t.Errorf("edited on both sides: got %v, %v", warnings, err)
	}
}

func TestABlankFilledInIsAParagraph(t *testing.T) {
	r := models.Request{Rights: []law.Right{law.Rectification}, Letter: &models.Letter{Edits: map[string]string{"fr.rectification_blank.1": "mon adresse"}}}
	d, _ := mustCompose(t, nantes(t), r, lang.FR)
	b, ok := find(t, d, "fr.rectification_blank.1")
	if !ok || b.Kind != Paragraph || b.Text != "mon adresse" {
		t.Errorf("got %+v, want a paragraph", b)
	}
}
