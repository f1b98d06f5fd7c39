package handlers_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

func TestADossierLeavesAndComesBack(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		follow := w.Anna.of("/requests/" + w.Asked + "/follow/identity_reply/sent")
		w.Anna.submit(w.Anna.mustGet(follow), follow, bodies["/cases/:case/requests/:request/follow/:kind/sent"])
		events := w.Anna.events(w.Asked)
		reminded := events[0] // the latest
		if !w.Anna.mustGet(w.Anna.of("/export")).has("ZIP") {
			t.Error("the archive is not offered")
		}
		letter := w.Anna.mustGet(w.Anna.of("/requests/" + w.Sent + "/letter.pdf"))
		archive := w.Anna.mustGet(w.Anna.of("/dossier.zip"))
		plain := w.Anna.mustGet(w.Anna.of("/dossier.json"))
		files := unpacked(t, archive.Body)
		if got := files["letters/"+w.Sent+".pdf"]; got != letter.Body {
			t.Errorf("the archive holds %d bytes of the letter, want %d", len(got), len(letter.Body))
		}
		followed := w.Anna.mustGet(w.Anna.of("/requests/" + w.Asked + "/events/" + reminded + "/letter.pdf"))
		if got := files["letters/"+w.Asked+"/"+reminded+".pdf"]; got != followed.Body {
			t.Errorf("the archive holds %d bytes of the letter that followed, want %d", len(got), len(followed.Body))
		}
		for name, file := range map[string]string{"dossier.zip": archive.Body, "dossier.json": plain.Body} {
			b := newBrowser(t, w.URL)
			opened := b.upload(b.mustGet("/fr/import"), "/fr/import", name, []byte(file))
			if !strings.HasPrefix(opened.Path, "/fr/account/code?done=imported") {
				t.Fatalf("%s leads to %s\n%s", name, opened.Path, opened.text())
			}
			id := casePattern.FindStringSubmatch(b.submit(opened, "/fr/account/code/kept", nil).Path)[1]
			again := b.mustGet("/fr/cases/" + id + "/" + name)
			if name == "dossier.json" && again.Body != plain.Body {
				t.Errorf("the file that comes back is another:\n%s\n%s", again.Body, plain.Body)
			}
			if name == "dossier.zip" && again.Body != archive.Body {
				t.Error("the archive that comes back is another")
			}
		}
	})
}

func unpacked(t *testing.T, content string) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
	}
	return files
}

// The example files of the project open, in a dossier of somebody signed in.
func TestTheExampleFilesOpen(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "en")
	for _, name := range []string{"temu-nantes.json", "own-offer-lyon.json"} {
		raw, err := os.ReadFile("../dossier/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		opened := p.upload(p.mustGet("/en/import"), "/en/import", name, raw)
		if opened.Status != http.StatusOK || !strings.HasPrefix(opened.Path, "/en/cases/") {
			t.Errorf("%s: %s (%d)\n%s", name, opened.Path, opened.Status, opened.text())
		}
	}
}

func TestBadFilesAreExplainedAndWriteNothing(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	bomb := packed(t, map[string][]byte{"dossier.json": bytes.Repeat([]byte(" "), 70<<20)})
	for _, trap := range []struct {
		name    string
		content []byte
		says    string
	}{
		{"empty", nil, "Ce fichier est vide"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n"), ""},
		{"no JSON", []byte("bonjour"), ""},
		{"cut JSON", []byte(`{"format":"contre-offre/dossier","version":1,`), ""},
		{"unknown key", []byte(`{"format":"contre-offre/dossier","version":1,"account":"x"}`), "account"},
		{"day that does not exist", []byte(`{"format":"contre-offre/dossier","version":1,"participation":{"joined_on":"2024-02-30"}}`), "jour d’inscription"},
		{"cut archive", []byte("PK\x03\x04rest"), "ne peut pas être lu"},
		{"archive without a dossier", packed(t, map[string][]byte{"x.json": []byte("{}")}), "ne peut pas être lu"},
		{"archive that swells", bomb, "ne peut pas être lu"},
		{"path that leaves", packed(t, map[string][]byte{"dossier.json": []byte(
			`{"format":"contre-offre/dossier","version":1,"requests":[{"id":"r","rights":["access"],"letter":{"pdf":"../../etc/passwd"}}]}`)}), "etc/passwd"},
	} {
		t.Run(trap.name, func(t *testing.T) {
			before := w.dump(t)
			a := w.Bruno.upload(w.Bruno.mustGet("/fr/import"), "/fr/import", "dossier.json", trap.content)
			if a.Status != http.StatusUnprocessableEntity || !a.has(trap.says) || strings.Contains(a.Body, "⟦") {
				t.Errorf("%d, want 422 and %q\n%s", a.Status, trap.says, a.text())
			}
			if w.dump(t) != before {
				t.Error("something was written")
			}
		})
	}
}

func packed(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for name, content := range files {
		f, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write(content)
	}
	archive.Close()
	return b.Bytes()
}
