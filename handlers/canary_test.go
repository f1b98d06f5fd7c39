package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

// P12: after a whole journey through the pages, what was typed can be read in
// no file of the database or its log, in no form in which it may have been
// written, and in no line of our own log.
func TestNothingTypedIntoAPageIsReadableAtRest(t *testing.T) {
	const canary = "Zéphyrine-CANARI-7f3a"
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		for page, values := range map[string]url.Values{
			"identity": {"name": {canary}, "email": {"canari-7f3a@exemple.example"}},
			"story":    {"story": {"Récit de " + canary + ", tel quel."}},
		} {
			path := w.Anna.of("/questions/" + page)
			w.Anna.submit(w.Anna.mustGet(path), path, values)
		}
		words := w.hidden(w.Anna)
		words.Set("text", "Mes mots, par "+canary)
		if edited := w.Anna.post(w.Anna.of("/requests/"+w.Draft+"/letter/"+w.Block), words); !strings.Contains(edited.Body, "Mes mots, par") {
			t.Fatalf("the paragraph was not saved: %d\n%s", edited.Status, edited.text())
		}
		w.Anna.send(w.Anna.prepare("erasure"))
		if page := w.Anna.mustGet(w.Anna.of("/check")); !strings.Contains(page.Body, canary) {
			t.Fatalf("the page does not show it either: nothing was stored\n%s", page.text())
		}
		files := db.Files(t)
		typed := []string{canary, "canari-7f3a@exemple.example", "Mes mots, par", w.Anna.Code, w.Anna.session()}
		for _, found := range modelstest.Search(t, files, typed...) {
			t.Error(found)
		}
		for _, word := range typed {
			if strings.Contains(w.Log.String(), word) {
				t.Errorf("the log says %q", word)
			}
		}
		if len(modelstest.Search(t, files, w.Anna.Case)) == 0 {
			t.Error("the search would find nothing: the dossier's number is in no file")
		}
		t.Logf("figure: %d files searched for %d words in 16 forms each, 0 hits", len(files), len(typed))
	})
}
