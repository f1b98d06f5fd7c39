package handlers_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

// readyToFile tells a dossier with one exhibit, whose complaint may be filed.
func readyToFile(t *testing.T, s *site) *person {
	t.Helper()
	p := newPerson(t, s, "fr")
	p.tell()
	p.send(p.prepare("access"))
	p.exhibit("avant.png", plainPicture(t, 200))
	choices := p.of("/complaint/choices")
	p.submit(p.mustGet(choices), choices, url.Values{"grounds": {"invalid_consent"}, "disclosure": {"yes"}})
	return p
}

func plainPicture(t *testing.T, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// answerAnew answers a question of the interview another way.
func (p *person) answerAnew(question string, values url.Values) {
	p.t.Helper()
	path := p.of("/questions/" + question)
	if a := p.submit(p.mustGet(path), path, values); a.Status != http.StatusOK || a.Path == path {
		p.t.Fatalf("%s: %d\n%s", question, a.Status, a.text())
	}
}

// correctFiling corrects or undoes the latest event of the complaint.
func (p *person) correctFiling(do, day string) answer {
	p.t.Helper()
	for _, link := range p.mustGet(p.of("/complaint")).links() {
		if strings.Contains(link, "/complaint/events/") {
			values := on(day, "do", do)
			return p.submit(p.mustGet(link), link, values)
		}
	}
	p.t.Fatal("no event of the complaint can be corrected")
	return answer{}
}

// What was filed is what was filed: whatever the dossier becomes, the pages, the
// files and the bundle go on to tell it, until the filing is taken back.
func TestAFiledComplaintStaysAsItWasFiled(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		p := readyToFile(t, s)
		page := p.of("/complaint")
		paths := []string{page + "/complaint.pdf", page + "/complaint.txt"}
		before := map[string]string{}
		for _, path := range paths {
			before[path] = p.mustGet(path).Body
		}
		p.file()
		same := func(trap string) {
			t.Helper()
			for _, path := range paths {
				if got := p.mustGet(path).Body; got != before[path] {
					t.Errorf("%s: %s is another:\n%s", trap, path, got)
				}
			}
			shown, sheet := p.mustGet(page), p.mustGet(page+"/sheet")
			for what, a := range map[string]answer{"the page": shown, "the sheet": sheet} {
				if !a.has("telle que vous l’avez déposée le 22 novembre 2026") || a.has("Tout autre chose") || a.has("apres.png") {
					t.Errorf("%s: %s does not tell what was filed:\n%s", trap, what, a.text())
				}
				if !a.has("J’ai reçu l’offre par un lien de Gaëlle.") {
					t.Errorf("%s: %s has lost the story:\n%s", trap, what, a.text())
				}
			}
			if strings.Contains(shown.Body, "/complaint/sections/") {
				t.Errorf("%s: a section of what was filed is offered to be edited", trap)
			}
		}
		same("nothing else happens")
		p.answerAnew("story", url.Values{"story": {"Tout autre chose."}})
		same("the story changes")
		added := p.exhibit("apres.png", plainPicture(t, 300))
		same("an exhibit is added")
		if !p.mustGet(page).has("1 pièce ajoutée depuis") {
			t.Errorf("the page does not say that an exhibit came after the filing:\n%s", p.mustGet(page).text())
		}
		for _, hidden := range []string{"/sections/facts", "/choices"} {
			if a := p.mustGet(page + hidden); !a.has("telle que vous l’avez déposée") || strings.Contains(a.Body, "<textarea") || strings.Contains(a.Body, `type="checkbox"`) {
				t.Errorf("what was filed is edited at %s:\n%s", hidden, a.text())
			}
			form := p.mustGet(page).form(t, page+"/bundle", url.Values{"text": {"Tout autre chose."}, "grounds": {"no_information"}})
			if a := p.post(page+hidden, form); !a.has("Rien n’a été changé") {
				t.Errorf("what was filed is changed at %s: %d\n%s", hidden, a.Status, a.text())
			}
		}
		same("a form of another day comes")

		packed := unpacked(t, p.mustGet(p.of("/jobs/"+p.bundle("bundle_zip")+"/file")).Body)
		if packed["complaint.fr.txt"] != before[paths[1]] || packed["complaint.fr.pdf"] != before[paths[0]] {
			t.Errorf("the ZIP holds another complaint:\n%s", packed["complaint.fr.txt"])
		}
		for name, content := range packed {
			if strings.Contains(name, "apres") || strings.HasSuffix(name, ".txt") && strings.Contains(content, "Tout autre chose") {
				t.Errorf("the ZIP follows the dossier: %s\n%s", name, content)
			}
		}
		if len(packed["bundle.pdf"]) == 0 || packed["summary.txt"] == "" || packed["sheet.txt"] == "" {
			t.Error("the ZIP is not whole")
		}

		archive := p.mustGet(p.of("/dossier.zip")).Body
		files := unpacked(t, archive)
		var tree struct {
			Complaint struct {
				Events []struct {
					ID     string
					Letter map[string]any
				}
			}
		}
		if err := json.Unmarshal([]byte(files["dossier.json"]), &tree); err != nil || len(tree.Complaint.Events) != 1 {
			t.Fatal(tree, err)
		}
		filed := tree.Complaint.Events[0]
		name := "letters/complaint." + filed.ID + ".pdf"
		if filed.Letter["text"] != before[paths[1]] || filed.Letter["pdf"] != name || files[name] != before[paths[0]] || len(filed.Letter["pdf_sha256"].(string)) != 64 {
			t.Errorf("the export tells of what was filed: %v", filed.Letter)
		}
		if !strings.Contains(files["dossier.html"], `href="./`+name+`"`) {
			t.Error("the page to read has no link to what was filed")
		}
		b := &person{browser: newBrowser(t, s.URL), Lang: "fr"}
		opened := b.submit(b.upload(b.mustGet("/fr/import"), "/fr/import", "dossier.zip", []byte(archive)), "/fr/account/code/kept", nil)
		b.Case = casePattern.FindStringSubmatch(opened.Path)[1]
		for i, ending := range []string{"pdf", "txt"} {
			if got := b.mustGet(b.of("/complaint/complaint." + ending)).Body; got != before[paths[i]] {
				t.Errorf("what came back by the archive is another %s", ending)
			}
		}
		if again := b.mustGet(b.of("/dossier.zip")).Body; again != archive {
			t.Error("the archive that comes back is another")
		}
		p.submit(p.mustGet(p.of("/evidence/"+added+"/delete")), p.of("/evidence/"+added+"/delete"), nil)

		if moved := p.correctFiling("save", "2026-11-21"); moved.Status != http.StatusOK || !moved.has("telle que vous l’avez déposée le 21 novembre 2026") {
			t.Errorf("the day is corrected:\n%s", moved.text())
		}
		if got := p.mustGet(paths[0]).Body; got != before[paths[0]] {
			t.Error("the day is corrected: the PDF is another")
		}
		if back := p.correctFiling("undo", "2026-11-21"); !back.has("telle que vous l’avez déposée le 22 novembre 2026") || p.mustGet(paths[0]).Body != before[paths[0]] {
			t.Errorf("the correction is taken back:\n%s", back.text())
		}
		p.correctFiling("undo", "2026-11-22")
		draft := p.mustGet(page)
		if !draft.has("Tout autre chose") || draft.has("telle que vous l’avez déposée") || !strings.Contains(draft.Body, "/complaint/sections/facts") {
			t.Errorf("taken back, it is a draft that follows the dossier:\n%s", draft.text())
		}
		if p.get(page+"/choices").Status != http.StatusOK {
			t.Error("taken back, its choices are closed")
		}
		p.file()
		p.answerAnew("story", url.Values{"story": {"Encore une autre."}})
		if text := p.mustGet(paths[1]).Body; !strings.Contains(text, "Tout autre chose") || strings.Contains(text, "Encore une autre") {
			t.Errorf("filed anew, it is what was filed then:\n%s", text)
		}
		if earlier := p.get(page + "/events/" + filed.ID + "/complaint.pdf"); earlier.Body != before[paths[0]] {
			t.Errorf("the one that was taken back is gone: %d", earlier.Status)
		}
		if !strings.Contains(p.mustGet(page).Body, "/events/"+filed.ID+"/complaint.pdf") {
			t.Error("the page does not lead to the one that was taken back")
		}
		if !p.mustGet(page + "/news.txt").has("22 novembre 2026") {
			t.Error("the letter that asks for news is gone")
		}
		path := page + "/event/inadmissible"
		p.submit(p.mustGet(path), path, on("2026-11-22"))
		if over := p.mustGet(page); !over.has("Encore une autre.") || !over.has("est close") || !over.has("Peut-elle être déposée") || !strings.Contains(over.Body, "/complaint/sections/facts") || strings.Contains(over.Body, "/event/filed") {
			t.Errorf("found inadmissible, another one may be written:\n%s", over.text())
		}
		if sheet := p.mustGet(page + "/sheet"); strings.Contains(sheet.Body, "/event/filed") {
			t.Error("the sheet leads to a filing that cannot be noted")
		}
	})
}

// A dossier whose filing was noted before its text was kept goes on as before:
// written again as of its day, and it says so.
func TestAFilingWithoutItsTextIsWrittenAgainAndSaysSo(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := readyToFile(t, s)
	p.file()
	raw := p.mustGet(p.of("/dossier.json")).Body
	var tree map[string]any
	if err := json.Unmarshal([]byte(raw), &tree); err != nil {
		t.Fatal(err)
	}
	filed := tree["complaint"].(map[string]any)["events"].([]any)[0].(map[string]any)
	open := func(trap string) *person {
		t.Helper()
		content, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		b := &person{browser: newBrowser(t, s.URL), Lang: "fr"}
		opened := b.submit(b.upload(b.mustGet("/fr/import"), "/fr/import", "dossier.json", content), "/fr/account/code/kept", nil)
		found := casePattern.FindStringSubmatch(opened.Path)
		if found == nil {
			t.Fatalf("%s: %s", trap, opened.text())
		}
		b.Case = found[1]
		return b
	}

	b := open("the text without its PDF")
	if a := b.mustGet(b.of("/complaint")); !a.has("telle que vous l’avez déposée") || strings.Contains(a.Body, "complaint.pdf") {
		t.Errorf("the text without its PDF:\n%s", a.text())
	}
	if a := b.get(b.of("/complaint/complaint.pdf")); a.Status != http.StatusNotFound {
		t.Errorf("the text without its PDF: %d", a.Status)
	}
	if bundle := b.mustGet(b.of("/jobs/" + b.bundle("bundle_pdf") + "/file")); !strings.HasPrefix(bundle.Body, "%PDF-") {
		t.Errorf("the text without its PDF: the bundle begins %.20q", bundle.Body)
	}

	letter := filed["letter"].(map[string]any)
	delete(letter, "filing")
	b = open("the text alone")
	if a := b.mustGet(b.of("/complaint/sheet")); !a.has("recomposé") || !a.has("Whaleco") {
		t.Errorf("the text alone: the sheet:\n%s", a.text())
	}
	if got := b.mustGet(b.of("/complaint/complaint.txt")).Body; got != letter["text"] {
		t.Errorf("the text alone: the text is another:\n%s", got)
	}

	delete(filed, "letter")
	b = open("nothing")
	a := b.mustGet(b.of("/complaint"))
	if !a.has("recomposé") || !a.has("22 novembre 2026") || a.has("telle que vous l’avez déposée") || !strings.Contains(a.Body, "/complaint/sections/facts") {
		t.Errorf("nothing was kept:\n%s", a.text())
	}
	text := b.mustGet(b.of("/complaint/complaint.txt")).Body
	if !strings.Contains(text, "recomposé") || strings.Contains(text, "BROUILLON") {
		t.Errorf("nothing was kept: the text:\n%s", text)
	}
	if drawn := b.mustGet(b.of("/complaint/complaint.pdf")); !strings.HasPrefix(drawn.Body, "%PDF-") {
		t.Errorf("nothing was kept: the PDF begins %.20q", drawn.Body)
	}
	b.correctFiling("save", "2026-11-21")
	if a := b.mustGet(b.of("/complaint")); !a.has("recomposé") || !a.has("21 novembre 2026") {
		t.Errorf("nothing was kept, its day corrected:\n%s", a.text())
	}
}

// Found inadmissible, another complaint is written, filed and kept like the
// first, which stays in the history.
func TestAComplaintFoundInadmissibleIsFiledAnew(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := readyToFile(t, s)
	page := p.of("/complaint")
	note := func(kind, day string) answer {
		t.Helper()
		path := page + "/event/" + kind
		return p.submit(p.mustGet(path), path, on(day))
	}
	note("filed", "2026-11-18")
	note("inadmissible", "2026-11-19")
	p.answerAnew("story", url.Values{"story": {"Tout autre chose."}})
	for _, path := range []string{page, page + "/sheet"} {
		if !strings.Contains(p.mustGet(path).Body, page+"/event/filed") {
			t.Errorf("%s does not lead to noting the other filing:\n%s", path, p.mustGet(path).text())
		}
	}
	note("filed", "2026-11-20")
	anew := p.mustGet(page)
	if !anew.has("telle que vous l’avez déposée le 20 novembre 2026") || !anew.has("Tout autre chose.") || !anew.has("20 février 2027") || anew.has("18 février 2027") {
		t.Errorf("filed anew:\n%s", anew.text())
	}
	// The day of the first one was wrong: the second stays what was filed.
	for i, link := range anew.links() {
		if strings.Contains(link, "/complaint/events/") && !strings.HasSuffix(link, ".txt") && !strings.HasSuffix(link, ".pdf") && !slices.ContainsFunc(anew.links()[i+1:], func(l string) bool {
			return strings.Contains(l, "/complaint/events/") && !strings.HasSuffix(l, ".txt") && !strings.HasSuffix(l, ".pdf")
		}) {
			p.submit(p.mustGet(link), link, on("2026-11-17", "do", "save"))
		}
	}
	if after := p.mustGet(page); !after.has("telle que vous l’avez déposée le 20 novembre 2026") || !after.has("Tout autre chose.") || !after.has("17 novembre 2026") {
		t.Errorf("the day of the first filing corrected:\n%s", after.text())
	}
	if sheet := p.mustGet(page + "/sheet"); strings.Contains(sheet.Body, "/event/filed") {
		t.Error("the sheet leads to a filing that cannot be noted")
	}
}

// What the page says can be done about a filing is what happens: a day that is
// corrected moves the authority's clock and leaves the text, one that is taken
// back leads to a draft.
func TestACorrectedFilingSaysWhatBecomesOfItsText(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := readyToFile(t, s)
	page := p.of("/complaint")
	path := page + "/event/filed"
	if before := p.mustGet(page); !before.has("Où l’envoyer : CNIL") || !before.has("avoir attendu un mois") {
		t.Errorf("before it is filed:\n%s", before.text())
	}
	p.submit(p.mustGet(path), path, on("2026-11-18"))
	filed := p.mustGet(page)
	if !filed.has("puis choisissez « Cela n’a pas eu lieu » : la plainte redevient un brouillon") || filed.has("corrigé depuis") {
		t.Errorf("filed:\n%s", filed.text())
	}
	if !filed.has("Où lui écrire : CNIL") || filed.has("Où l’envoyer") || filed.has("avoir attendu un mois") {
		t.Errorf("it was sent, and the page tells where and when to send it:\n%s", filed.text())
	}
	for _, link := range filed.links() {
		if strings.Contains(link, "/complaint/events/") {
			if form := p.mustGet(link); !form.has("le texte gardé reste tel quel") {
				t.Errorf("the correction does not say what becomes of the text:\n%s", form.text())
			}
		}
	}
	p.correctFiling("save", "2026-11-20")
	if after := p.mustGet(page); !after.has("telle que vous l’avez déposée le 20 novembre 2026") || !after.has("ce texte garde celui sous lequel il a été composé, le 18 novembre 2026") || !after.has("20 février 2027") {
		t.Errorf("corrected:\n%s", after.text())
	}
	record := unpacked(t, p.mustGet(p.of("/dossier.zip")).Body)["dossier.html"]
	if !strings.Contains(record, "jour où ce texte a été gardé") || strings.Contains(record, "jour d’envoi") {
		t.Error("the record calls the day on which the text was kept the day of sending")
	}
	p.correctFiling("undo", "2026-11-20")
	if back := p.mustGet(page); !back.has("telle que vous l’avez déposée le 18 novembre 2026") || back.has("corrigé depuis") {
		t.Errorf("the correction taken back:\n%s", back.text())
	}
	p.correctFiling("undo", "2026-11-18")
	if again := p.mustGet(page); !again.has("pas encore déposée") || again.has("corrigé depuis") {
		t.Errorf("taken back:\n%s", again.text())
	}
}
