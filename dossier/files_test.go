package dossier

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"contreoffre/law"
	"contreoffre/models"
)

const letterDossier = `{"format":"contre-offre/dossier","version":1,"requests":[{"id":"a","rights":["access"],"letter":{"pdf":"PATH","pdf_sha256":"HASH"}}]}`

func withLetter(path, hash string) []byte {
	return []byte(strings.NewReplacer("PATH", path, "HASH", hash).Replace(letterDossier))
}

func TestFilesThatADossierNames(t *testing.T) {
	pdf := "%PDF-1.4 x"
	files := fstest.MapFS{"a.pdf": {Data: []byte(pdf)}, "b.pdf": {Data: []byte("no pdf")}, "dir/c.pdf": {Data: []byte(pdf)}}
	for _, c := range []struct{ name, path, hash, problem, warning string }{
		{"whole", "a.pdf", hashOf([]byte(pdf)), "", ""},
		{"changed by a byte", "a.pdf", hashOf([]byte(pdf + "y")), "dossier.error.hash", ""},
		{"no PDF", "b.pdf", hashOf([]byte("no pdf")), "dossier.error.not_pdf", ""},
		{"a folder", "dir", hashOf(nil), "dossier.error.not_a_file", ""},
		{"not there", "z.pdf", hashOf(nil), "", "dossier.warning.no_such_file"},
		{"up and down again", "dir/../a.pdf", hashOf([]byte(pdf)), "dossier.error.path", ""},
	} {
		d, warnings, err := Parse(withLetter(c.path, c.hash), files, today)
		if got := keyOf(err); got != c.problem {
			t.Errorf("%s: got problem %q, want %q", c.name, got, c.problem)
		}
		if got := keyOf(Problems(warnings)); got != c.warning {
			t.Errorf("%s: got warning %q, want %q", c.name, got, c.warning)
		}
		if carried := d.Letters[models.LetterID{Request: "a"}] != nil; carried != (c.name == "whole") {
			t.Errorf("%s: carried: %v", c.name, carried)
		}
	}
}

func keyOf(err error) string {
	if ps, ok := err.(Problems); ok && len(ps) > 0 {
		return ps[0].Key
	}
	return ""
}

func TestALinkDoesNotLeadOutOfTheFolder(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	secret := filepath.Join(outside, "secret.pdf")
	if err := os.WriteFile(secret, []byte("%PDF-1.4 secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(inside, "link.pdf")); err != nil {
		t.Skip("no links on this system:", err)
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	d, _, err := Parse(withLetter("link.pdf", hashOf([]byte("%PDF-1.4 secret"))), root.FS(), today)
	if got, want := keyOf(err), "dossier.error.path"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(d.Letters) > 0 {
		t.Error("a file from outside was carried")
	}
}

func TestExhibitsAreCheckedAndLeftWhereTheyAre(t *testing.T) {
	files := fstest.MapFS{"a.png": {Data: []byte("x")}}
	raw := `{"format":"contre-offre/dossier","version":1,"evidence":[{"id":"e","kind":"other","caption":"a","file":"a.png","sha256":"HASH"}]}`
	d, warnings, err := Parse([]byte(strings.Replace(raw, "HASH", hashOf([]byte("x")), 1)), files, today)
	if err != nil || len(warnings) > 0 || d.Folder == nil {
		t.Errorf("got %v, %v, %v", d.Folder, warnings, err)
	}
	_, _, err = Parse([]byte(strings.Replace(raw, "HASH", hashOf([]byte("y")), 1)), files, today)
	if got := keyOf(err); got != "dossier.error.hash" {
		t.Errorf("a changed exhibit: got %q", got)
	}
	_, warnings, err = Parse([]byte(strings.Replace(raw, "HASH", hashOf([]byte("x")), 1)), nil, today)
	if err != nil || keyOf(Problems(warnings)) != "dossier.warning.no_files" {
		t.Errorf("without files: got %v, %v", warnings, err)
	}
}

// What is kept here is named where it goes along and only told where it does
// not; where it is kept is nobody's business.
func TestAKeptExhibitIsNamedWhereItGoesAlong(t *testing.T) {
	kept := &models.Kept{Original: "blob", Size: 3}
	c := models.Case{Evidence: []models.Evidence{
		{ID: "a", Kind: "other", Caption: "a", OriginalName: "Photo.JPG", File: "old/path.jpg", Kept: kept},
		{ID: "b", Kind: "other", Caption: "b", OriginalName: "../x.$(rm)", File: "old/path.jpg", Kept: kept},
		{ID: "c", Kind: "other", Caption: "c", File: "elsewhere/c.png"},
	}}
	for name, want := range map[string][]string{
		"with files": {"old/path.jpg", "evidence/b.bin", "elsewhere/c.png"}, "alone": {"", "", "elsewhere/c.png"},
	} {
		d := Dossier{Case: c}
		if name == "with files" {
			d.Exhibits = map[string]bool{"a": true, "b": true}
		}
		files, err := Files(d)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(files[Name]), "blob") {
			t.Errorf("%s: says where it is kept", name)
		}
		again, _, err := Parse(files[Name], nil, today)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range again.Case.Evidence {
			if e.File != want[i] || e.Kept != nil {
				t.Errorf("%s: %s is named %q, want %q", name, e.ID, e.File, want[i])
			}
		}
	}
}

// What is unpacked from an export is clicked on: nothing in it is a page or a
// program, and nothing takes the name of another file.
func TestAnExportHoldsNoFileThatDoesSomething(t *testing.T) {
	kept := &models.Kept{Original: "blob", Size: 3}
	for _, c := range []struct{ trap, file, original, want string }{
		{"the page of the export", "dossier.html", "note.txt", "evidence/a.txt"},
		{"a page", "x/y.HTML", "note.txt", "evidence/a.txt"},
		{"its style", "style.css", "note.txt", "evidence/a.txt"},
		{"the dossier", "DOSSIER.JSON", "note.txt", "evidence/a.txt"},
		{"a page by its own name", "", "x.html", "evidence/a.bin"},
		{"a program", "a.command", "run.exe", "evidence/a.bin"},
		{"no ending", "readme", "note.txt", "evidence/a.txt"},
		{"another exhibit", "Evidence/B.txt", "note.txt", "evidence/a.txt"},
		{"another name in small letters", "ONE.txt", "note.txt", "evidence/a.txt"},
		{"none", "pièces/1 #?.txt", "note.txt", "pièces/1 #?.txt"},
	} {
		names := ExhibitNames(models.Case{Evidence: []models.Evidence{
			{ID: "first", File: "one.txt", Kept: kept},
			{ID: "a", File: c.file, OriginalName: c.original, Kept: kept},
			{ID: "b", OriginalName: "b.txt", Kept: kept},
		}})
		if names["a"] != c.want || names["b"] != "evidence/b.txt" || names["first"] != "one.txt" {
			t.Errorf("%s: got %q, want %q", c.trap, names, c.want)
		}
	}
}

// counted is a folder that counts how often its files are opened.
type counted struct {
	fs.FS
	opened *int
}

func (c counted) Open(name string) (fs.File, error) { *c.opened++; return c.FS.Open(name) }

// A file is read once, however often it is named; and what many letters share
// counts for each, since each is kept on its own.
func TestAFileNamedOftenIsNoBomb(t *testing.T) {
	pdf := "%PDF-1.4 " + strings.Repeat("x", 1<<20)
	letter := `{"kind":"reminder_sent","on":"2026-03-31","id":"eN","letter":{"pdf":"a.pdf"}}`
	exhibit := `{"id":"nN","kind":"other","caption":"c","file":"a.pdf"}`
	for name, c := range map[string]struct {
		letters, exhibits int
		problem           string
	}{
		"ten letters and exhibits": {10, 10, ""},
		"a bomb of letters":        {models.MaxEvents, 0, "dossier.error.letters_too_big"},
		"a thousand exhibits":      {0, 1000, ""},
	} {
		opened := 0
		files := counted{fstest.MapFS{"a.pdf": {Data: []byte(pdf)}}, &opened}
		raw := `{"format":"contre-offre/dossier","version":1,"requests":[{"id":"r","rights":["access"],"events":[` + many(c.letters, letter) +
			`]}],"evidence":[` + many(c.exhibits, exhibit) + `]}`
		d, _, err := Parse([]byte(raw), files, today)
		if got := keyOf(err); got != c.problem || c.problem == "" && len(d.Letters) != c.letters {
			t.Errorf("%s: got %q and %d letters, want %q", name, got, len(d.Letters), c.problem)
		}
		if opened > 2 { // once as a letter, once as an exhibit
			t.Errorf("%s: read %d times", name, opened)
		}
	}
}

// many writes items of a list, each under its own number.
func many(n int, item string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = strings.Replace(item, "N", strconv.Itoa(i), 1)
	}
	return strings.Join(items, ",")
}

func TestControlCharactersGoWithAWarning(t *testing.T) {
	raw := `{"format":"contre-offre/dossier","version":1,"person":{"name":"Ma\u0000e\u0308lle \u202eX"},
		"requests":[{"id":"a","rights":["access"],"letter":{"text":"a\u0007b"}}]}`
	d, warnings, err := Parse([]byte(raw), nil, today)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.Case.Person.Name, "Ma\u00eblle X"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(warnings) != 1 || strings.Join(warnings[0].Path, "/") != "person/name" {
		t.Errorf("got %v, want one warning about the name", warnings)
	}
	if got := d.Case.Requests[0].Letter.Text; got != "a\u0007b" {
		t.Errorf("a frozen letter was changed: %q", got)
	}
}

func TestAPDFIsNeverWrittenOverTheDossier(t *testing.T) {
	for name, path := range map[string]string{"the dossier itself": Name, "outside": "../x.pdf", "no name": ""} {
		d, _, err := Parse(withLetter("a.pdf", hashOf([]byte("%PDF-"))), fstest.MapFS{"a.pdf": {Data: []byte("%PDF-")}}, today)
		if err != nil {
			t.Fatal(err)
		}
		d.Case.Requests[0].Letter.PDF = path
		files, err := Files(d)
		if err != nil {
			t.Fatal(err)
		}
		if string(files["letters/a.pdf"]) != "%PDF-" || !strings.Contains(string(files[Name]), `"pdf": "letters/a.pdf"`) {
			t.Errorf("%s: got %v", name, files)
		}
	}
}

func TestBothExamplesAreSound(t *testing.T) {
	for _, name := range []string{"temu-nantes.json", "own-offer-lyon.json"} {
		d, warnings, err := Read(os.DirFS("testdata"), name, today)
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v, %v", name, warnings, err)
			continue
		}
		if d.Case.Person == nil || d.Case.Person.Name == "" || len(d.Case.Requests) != 1 {
			t.Errorf("%s: got %+v", name, d.Case)
		}
	}
}

// The words of what was filed stay as they are, for their hash; and its PDF is
// checked and carried along like a letter's.
func TestAFiledComplaintIsCarriedAsItIs(t *testing.T) {
	pdf, text := "%PDF-1.4 x", "A\u0301 la CNIL,\u0007\u00a0…"
	files := fstest.MapFS{"a.pdf": {Data: []byte(pdf)}, "b.pdf": {Data: []byte("no pdf")}}
	read := func(name, hash string) (Dossier, error) {
		raw, err := json.Marshal(map[string]any{"format": "contre-offre/dossier", "version": 1, "complaint": map[string]any{"events": []any{map[string]any{
			"id": "f", "kind": "filed", "on": "2026-03-31", "letter": map[string]any{"text": text, "text_sha256": hashOf([]byte(text)), "pdf": name, "pdf_sha256": hash}}}}})
		if err != nil {
			t.Fatal(err)
		}
		d, _, err := Parse(raw, files, today)
		return d, err
	}
	d, err := read("a.pdf", hashOf([]byte(pdf)))
	if _, kept := d.Case.Filed(); err != nil || kept == nil || kept.Text != text || string(d.Letters[models.LetterID{Event: "f"}]) != pdf {
		t.Errorf("got %+v, %q, %v", kept, d.Letters, err)
	}
	for trap, c := range map[string]struct{ name, hash, want string }{
		"changed by a byte": {"a.pdf", hashOf([]byte(pdf + "y")), "dossier.error.hash"},
		"no PDF":            {"b.pdf", hashOf([]byte("no pdf")), "dossier.error.not_pdf"},
	} {
		if _, err := read(c.name, c.hash); keyOf(err) != c.want {
			t.Errorf("%s: got %v, want %s", trap, err, c.want)
		}
	}
	// A request may be called as the folder of complaints would be.
	d.Case.Requests = []models.Request{{ID: "complaint", Rights: []law.Right{law.Access}, Events: []models.Event{
		{Event: law.Event{ID: "f", Kind: law.Sent, On: today}, Letter: &models.Letter{Text: "autre"}}}}}
	d.Letters[models.LetterID{Request: "complaint", Event: "f"}] = []byte(pdf + " of a letter")
	d.Case.Complaint.Events[0].Letter.PDF = ""
	out, err := Files(d)
	if err != nil || string(out["letters/complaint.f.pdf"]) != pdf || string(out["letters/complaint/f.pdf"]) != pdf+" of a letter" {
		t.Errorf("got %v, %q", err, out)
	}
}
