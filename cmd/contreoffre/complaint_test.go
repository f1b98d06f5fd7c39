package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"contreoffre/lang"
)

func TestBothExamplesGiveTheirComplaint(t *testing.T) {
	for _, c := range []struct {
		name, dossier string
		warns         string
	}{
		{"grounds chosen", nantes, "Une récompense reste impayée"},
		{"grounds taken from the facts", lyon, "retenus d’après les faits : Refus contesté (unfounded_refusal)"},
	} {
		dir := filepath.Join(t.TempDir(), "plainte")
		r := command(t, nil, "complaint", "--dossier", c.dossier, "--out", dir, "--today", "2026-11-01")
		files := filesIn(t, dir)
		want := []string{"bundle.pdf", "bundle.zip", "complaint.fr.pdf", "complaint.fr.txt", "sheet.txt", "summary.txt"}
		if c.dossier == nantes { // 20 euros are unpaid
			want = slices.Insert(want, 4, "consumer.txt")
		}
		if r.code != exitDone || !slices.Equal(namesOf(files), want) {
			t.Errorf("%s: got %d, %v, %s", c.name, r.code, namesOf(files), r.stderr)
		}
		if n := utf8.RuneCount(files["summary.txt"]); n == 0 || n > 2000 {
			t.Errorf("%s: the summary has %d characters", c.name, n)
		}
		if !strings.Contains(r.stderr, c.warns) {
			t.Errorf("%s: stderr does not say %q:\n%s", c.name, c.warns, r.stderr)
		}
	}
}

func TestAnEarlyComplaintIsRefusedAndNothingIsWritten(t *testing.T) {
	for _, c := range []struct {
		name  string
		today string
		flags []string
		code  int
		says  []string
	}{
		{"the day before", "2026-04-07", nil, exitRefused, []string{"no_answer", "8 avril 2026", "Information insuffisante (no_information)", "Rien n’a été écrit"}},
		{"the day itself", "2026-04-08", nil, exitDone, nil},
		{"as a draft", "2026-04-07", []string{"--draft"}, exitDone, []string{"8 avril 2026"}},
		{"no such day", "2026-02-30", nil, exitMisused, nil},
	} {
		dir := filepath.Join(t.TempDir(), "plainte")
		args := append([]string{"complaint", "--dossier", nantes, "--out", dir, "--today", c.today}, c.flags...)
		r := command(t, nil, args...)
		if r.code != c.code {
			t.Errorf("%s: got %d, want %d: %s", c.name, r.code, c.code, r.stderr)
		}
		for _, words := range c.says {
			if !strings.Contains(r.stderr, words) {
				t.Errorf("%s: stderr does not say %q:\n%s", c.name, words, r.stderr)
			}
		}
		if _, err := os.Stat(dir); os.IsNotExist(err) != (r.code != exitDone) || (r.code != exitDone && r.stdout != "") {
			t.Errorf("%s: got %v, %q", c.name, err, r.stdout)
		}
		if text := string(filesIn(t, dir)["complaint.fr.txt"]); strings.Contains(text, "BROUILLON") != (c.flags != nil) {
			t.Errorf("%s: only a draft says that it is one", c.name)
		}
	}
}

// variant writes an example dossier, changed, and returns its path.
func variant(t testing.TB, example string, change func(d map[string]any)) string {
	t.Helper()
	raw, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	change(d)
	written, err := json.Marshal(d)
	path := filepath.Join(t.TempDir(), "dossier.json")
	if err := errors.Join(err, os.WriteFile(path, written, 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// at walks into a dossier: keys, and the numbers of items.
func at(d any, steps ...any) map[string]any {
	for _, step := range steps {
		if n, ok := step.(int); ok {
			d = d.([]any)[n]
		} else {
			d = d.(map[string]any)[step.(string)]
		}
	}
	return d.(map[string]any)
}

// happened adds an event, kind and day, to the first request.
func happened(d map[string]any, kind, on string) {
	request := at(d, "requests", 0)
	request["events"] = append(request["events"].([]any), map[string]any{"kind": kind, "on": on})
}

// What is refused is refused with its reason and its way out; what is only to
// be known does not keep anybody from filing.
func TestEachRefusalAndEachWarningHasItsWords(t *testing.T) {
	mandated := func(more ...string) func(map[string]any) {
		return func(d map[string]any) {
			by := map[string]any{"name": "Données Libres", "capacity": "association"}
			if len(more) > 0 {
				by["mandate_on"] = more[0]
			}
			at(d, "person")["represented_by"] = by
		}
	}
	british := func(d map[string]any) {
		at(d, "participation")["country"] = "GB"
		delete(at(d, "complaint"), "authority")
	}
	const ripe = "ne gardez que ces motifs"
	for _, c := range []struct {
		name, today string
		change      func(d map[string]any)
		code        int
		says        []string
		never       string
	}{
		{"an empty list of grounds means none", "2026-11-01", func(d map[string]any) { at(d, "complaint")["grounds"] = []any{} }, exitRefused,
			[]string{"Aucun motif n’est retenu. Choisissez au moins un motif"}, ripe},
		{"no list at all: the ripe ones are taken and named", "2026-03-20", func(d map[string]any) { delete(at(d, "complaint"), "grounds") }, exitDone,
			[]string{"retenus d’après les faits : Consentement contesté (invalid_consent) et Information insuffisante (no_information)"}, "no_answer"},
		{"an unripe ground among ripe ones: filing on these is offered", "2026-04-07", func(map[string]any) {}, exitRefused,
			[]string{"Absence de réponse (no_answer) : Il est trop tôt : ce motif peut être présenté à partir du 8 avril 2026. Attendez ce jour.", ripe + " : Consentement impossible à retirer (consent_not_withdrawable) et Information insuffisante (no_information)"}, ""},
		{"without a name no ground is a way out", "2026-11-01", func(d map[string]any) { delete(at(d, "person"), "name") }, exitRefused,
			[]string{"Votre nom manque. Indiquez-le"}, ripe},
		{"no way to be reached", "2026-11-01", func(d map[string]any) {
			delete(at(d, "person"), "address")
			delete(at(d, "person"), "email")
		}, exitRefused, []string{"Vos coordonnées manquent. Indiquez"}, ripe},
		{"no facts", "2026-11-01", func(d map[string]any) {
			delete(at(d, "participation"), "story")
			delete(at(d, "participation"), "data_given")
		}, exitRefused, []string{"Les faits manquent. Racontez"}, ripe},
		{"nothing at all: every reason", "2026-11-01", func(d map[string]any) {
			for _, key := range []string{"person", "offer", "participation", "requests", "evidence", "complaint"} {
				delete(d, key)
			}
		}, exitRefused, []string{"Votre nom manque", "Vos coordonnées manquent", "L’organisme mis en cause n’est pas nommé", "Les faits manquent", "Aucun motif", "5 raisons"}, ripe},
		{"a request that was never sent", "2026-11-01", func(d map[string]any) { at(d, "requests", 0)["events"] = []any{} }, exitRefused,
			[]string{"Absence de réponse (no_answer) : Aucune demande n’a été envoyée", ripe}, ""},
		{"an identity demand suspends the count", "2026-05-20", func(d map[string]any) { happened(d, "identity_asked", "2026-03-10") }, exitRefused,
			[]string{"le délai est suspendu. Répondez-lui"}, ""},
		{"an extension with reasons moves the day", "2026-06-08", func(d map[string]any) { happened(d, "extended", "2026-03-30") }, exitRefused,
			[]string{"à partir du 9 juin 2026"}, ""},
		{"and from that day on it is ripe", "2026-06-09", func(d map[string]any) { happened(d, "extended", "2026-03-30") }, exitDone, nil, ""},
		{"no mandate", "2026-11-01", mandated(), exitRefused, []string{"Le mandat manque. Joignez le mandat signé"}, ripe},
		{"a mandate that is only dated", "2026-11-01", mandated("2026-10-01"), exitDone, []string{"Le mandat est daté, mais n’est pas joint"}, ""},
		{"an association on the eve of the Regulation", "2027-04-01", mandated("2026-10-01"), exitDone, nil, "2025/2518"},
		{"and on its first day", "2027-04-02", mandated("2026-10-01"), exitRefused, []string{"La preuve de la constitution de l’association manque. Joignez ses statuts"}, ""},
		{"a person on its first day is told of the items", "2027-04-02", func(map[string]any) {}, exitDone,
			[]string{"votre nom et vos coordonnées, de quoi identifier l’entreprise et ce que vous lui reprochez"}, "association"},
		{"the ICO wants the controller to hear first", "2026-11-01", british, exitRefused, []string{"il faut d’abord se plaindre à l’organisme. Envoyez-lui une relance"}, ripe},
		{"a line left to fill in", "2026-11-01", func(d map[string]any) { at(d, "complaint")["sections"] = map[string]any{"facts": "Le …… ceci."} }, exitRefused,
			[]string{"une ligne à compléter (……). Complétez-la"}, ripe},
		{"disclosure refused, money asked for", "2026-11-01", func(d map[string]any) {
			at(d, "complaint")["identity_may_be_disclosed"], at(d, "complaint")["asks"] = false, "Je demande des dommages et intérêts."
		}, exitDone, []string{"Vous refusez que votre identité soit communiquée", "l’autorité n’accorde pas de dommages et intérêts"}, ""},
		{"no paper at all", "2026-11-01", func(d map[string]any) {
			d["evidence"] = []any{}
			delete(at(d, "requests", 0, "events", 1), "evidence")
		}, exitDone, []string{"Aucun justificatif n’est joint", "Aucune preuve d’envoi", "Aucune preuve de réception"}, ""},
	} {
		dir := filepath.Join(t.TempDir(), "plainte")
		r := command(t, nil, "complaint", "--dossier", variant(t, nantes, c.change), "--out", dir, "--today", c.today)
		said := lang.PlainSpaces(r.stderr)
		if r.code != c.code {
			t.Errorf("%s: got %d, want %d: %s", c.name, r.code, c.code, said)
		}
		for _, words := range c.says {
			if !strings.Contains(said, words) {
				t.Errorf("%s: stderr does not say %q:\n%s", c.name, words, said)
			}
		}
		if c.never != "" && strings.Contains(said, c.never) {
			t.Errorf("%s: stderr says %q:\n%s", c.name, c.never, said)
		}
		if files := filesIn(t, dir); (len(files) > 0) != (c.code == exitDone) {
			t.Errorf("%s: %d files were written", c.name, len(files))
		}
	}
}

// The consumer's text is for another body: it goes along, not into the bundle.
func TestAnUnpaidRewardHasItsTextBesideTheBundle(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plainte")
	if r := command(t, nil, "complaint", "--dossier", nantes, "--out", dir, "--today", "2026-11-01"); r.code != exitDone {
		t.Fatal(r.stderr)
	}
	files := filesIn(t, dir)
	if !strings.Contains(string(files["consumer.txt"]), "20") || strings.Contains(string(files["bundle.zip"]), "consumer.txt") {
		t.Errorf("got %q", files["consumer.txt"])
	}
}

func TestTheSameComplaintGivesTheSameBytes(t *testing.T) {
	var runs []map[string][]byte
	for range 2 {
		dir := filepath.Join(t.TempDir(), "plainte")
		if r := command(t, nil, "complaint", "--dossier", nantes, "--out", dir, "--today", "2026-11-01"); r.code != exitDone {
			t.Fatal(r.stderr)
		}
		runs = append(runs, filesIn(t, dir))
	}
	for name, data := range runs[0] {
		if string(data) != string(runs[1][name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

func TestAChangedByteOfABundleIsNamed(t *testing.T) {
	dir := t.TempDir()
	command(t, nil, "complaint", "--dossier", nantes, "--out", dir, "--today", "2026-11-01")
	bundle := filepath.Join(dir, "bundle.zip")
	if r := command(t, nil, "check-bundle", bundle); r.code != exitDone || !strings.Contains(r.stdout, "tel qu’il a été écrit") {
		t.Errorf("untouched: got %d, %s%s", r.code, r.stdout, r.stderr)
	}
	for _, c := range []struct {
		name   string
		change func(files map[string][]byte)
		says   string
	}{
		{"one byte", func(files map[string][]byte) { files["summary.txt"][3] ^= 1 }, "summary.txt : modifié"},
		{"one file less", func(files map[string][]byte) { delete(files, "sheet.txt") }, "sheet.txt : absent"},
		{"one file more", func(files map[string][]byte) { files["autre.txt"] = nil }, "autre.txt : ajouté"},
	} {
		changed := repacked(t, bundle, c.change)
		if r := command(t, nil, "check-bundle", changed); r.code != exitRefused || !strings.Contains(r.stdout, c.says) {
			t.Errorf("%s: got %d, %s%s", c.name, r.code, r.stdout, r.stderr)
		}
	}
	if r := command(t, nil, "check-bundle", nantes); r.code != exitRefused {
		t.Errorf("no bundle at all: got %d", r.code)
	}
}

// One byte of any file, the manifest aside, is seen and its file named alone.
func TestEachFileOfABundleIsNamedWhenItChanged(t *testing.T) {
	dir := t.TempDir()
	path := withFiles(t, map[string][]byte{"photo.jpg": telltale(t)})
	command(t, nil, "complaint", "--dossier", path, "--out", dir, "--today", "2026-11-01")
	bundle := filepath.Join(dir, "bundle.zip")
	names := namesOf(unpacked(t, bundle))
	if len(names) < 7 {
		t.Fatalf("the bundle holds %v", names)
	}
	for _, name := range names {
		changed := repacked(t, bundle, func(files map[string][]byte) { files[name][len(files[name])/2] ^= 1 })
		r := command(t, nil, "check-bundle", changed)
		switch {
		case name == "manifest.json":
			if r.code != exitRefused {
				t.Errorf("a changed manifest: got %d, %s", r.code, r.stdout)
			}
		case r.code != exitRefused || strings.Count(r.stdout, "modifié") != 1 || !strings.Contains(lang.PlainSpaces(r.stdout), name+" : modifié"):
			t.Errorf("%s: got %d, %s", name, r.code, r.stdout)
		}
	}
}

// unpacked are the files of a ZIP, by name.
func unpacked(t testing.TB, path string) map[string][]byte {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	files := map[string][]byte{}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[file.Name], err = io.ReadAll(opened); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// repacked writes a ZIP again with its files changed.
func repacked(t testing.TB, path string, change func(map[string][]byte)) string {
	t.Helper()
	files := unpacked(t, path)
	change(files)
	var out bytes.Buffer
	packed := zip.NewWriter(&out)
	for name, data := range files {
		file, err := packed.Create(name)
		if err == nil {
			_, err = file.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	changed := filepath.Join(t.TempDir(), "changed.zip")
	if err := errors.Join(packed.Close(), os.WriteFile(changed, out.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	return changed
}

// filedDossier is an example dossier whose complaint was filed, with what was
// kept of it beside.
func filedDossier(t *testing.T, letter map[string]any) string {
	t.Helper()
	return variant(t, nantes, func(d map[string]any) {
		filed := map[string]any{"id": "f1", "kind": "filed", "on": "2026-10-15"}
		if letter != nil {
			filed["letter"] = letter
		}
		d["complaint"] = map[string]any{"grounds": []any{"no_answer"}, "events": []any{filed,
			map[string]any{"id": "a1", "kind": "acknowledged", "on": "2026-10-20", "reference": "26-0001"}}}
		at(d, "participation")["story"] = "Tout autre chose."
	})
}

// A complaint that came to nothing is not passed over in silence.
func TestAnotherComplaintSaysThatTheFirstCameToNothing(t *testing.T) {
	path := variant(t, nantes, func(d map[string]any) {
		d["complaint"] = map[string]any{"grounds": []any{"no_answer"}, "events": []any{
			map[string]any{"kind": "filed", "on": "2026-10-15"}, map[string]any{"kind": "inadmissible", "on": "2026-10-20"}}}
	})
	r := command(t, nil, "complaint", "--dossier", path, "--out", filepath.Join(t.TempDir(), "k"), "--today", "2026-11-01")
	if r.code != exitDone || !strings.Contains(r.stderr, "la plainte déposée le 15 octobre 2026 a été retirée ou jugée irrecevable") {
		t.Errorf("got %d, %s", r.code, r.stderr)
	}
}

// What was filed is written as it was filed, never as the dossier stands, and
// never refused.
func TestAFiledComplaintIsWrittenAsItWasFiled(t *testing.T) {
	pdf := filepath.Join(t.TempDir(), "k")
	if r := command(t, nil, "complaint", "--dossier", nantes, "--out", pdf, "--today", "2026-11-01"); r.code != exitDone {
		t.Fatal(r.stderr)
	}
	drawn := filesIn(t, pdf)["complaint.fr.pdf"]
	filing := map[string]any{"language": "fr", "subject": "Plainte", "sender": []any{"Maëlle"}, "recipient": []any{"CNIL"}, "summary": "En bref.",
		"sheet":    []any{map[string]any{"field": "facts", "value": "Les faits déposés."}},
		"exhibits": []any{map[string]any{"title": "Une capture partie depuis", "exhibit": "gone"}}}
	letter := func(more map[string]any) map[string]any {
		l := map[string]any{"frozen_on": "2026-10-15", "text": "La plainte déposée.\n"}
		for k, v := range more {
			l[k] = v
		}
		return l
	}
	write := func(path string, flags ...string) (map[string][]byte, result) {
		t.Helper()
		dir := filepath.Join(t.TempDir(), "plainte")
		r := command(t, nil, append([]string{"complaint", "--dossier", path, "--out", dir, "--today", "2026-11-01"}, flags...)...)
		if r.code != exitDone {
			t.Fatalf("got %d, %s", r.code, r.stderr)
		}
		return filesIn(t, dir), r
	}

	path := filedDossier(t, letter(map[string]any{"pdf": "filed.pdf", "filing": filing}))
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "filed.pdf"), drawn, 0o600); err != nil {
		t.Fatal(err)
	}
	files, r := write(path)
	if !bytes.Equal(files["complaint.fr.pdf"], drawn) || string(files["complaint.fr.txt"]) != "La plainte déposée.\n" || string(files["summary.txt"]) != "En bref.\n" {
		t.Errorf("as filed: got %v", namesOf(files))
	}
	if sheet := lang.PlainSpaces(string(files["sheet.txt"])); !strings.Contains(sheet, "telle que vous l’avez déposée le 15 octobre 2026") || !strings.Contains(sheet, "Les faits déposés.") || strings.Contains(sheet, "Tout autre chose") {
		t.Errorf("as filed: the sheet:\n%s", sheet)
	}
	for _, words := range []string{"telle que déposée le 15 octobre 2026", "Une capture partie depuis"} {
		if !strings.Contains(lang.PlainSpaces(r.stderr), words) {
			t.Errorf("as filed: stderr does not say %q:\n%s", words, r.stderr)
		}
	}
	bundle := lang.PlainSpaces(textOf(t, files["bundle.pdf"]))
	for _, words := range []string{"telle qu’elle a été déposée le 15 octobre 2026", "Une capture partie depuis", "non jointe"} {
		if !strings.Contains(bundle, words) {
			t.Errorf("as filed: the bundle does not say %q:\n%s", words, bundle)
		}
	}
	if strings.Contains(bundle, "Tout autre chose") || strings.Contains(bundle, "26-0001") {
		t.Errorf("as filed: the bundle follows the dossier:\n%s", bundle)
	}

	files, r = write(filedDossier(t, letter(map[string]any{"pdf": "filed.pdf", "filing": filing})))
	if files["complaint.fr.pdf"] != nil || string(files["complaint.fr.txt"]) != "La plainte déposée.\n" || !strings.Contains(r.stderr, "filed.pdf") {
		t.Errorf("its PDF is not there: got %v, %s", namesOf(files), r.stderr)
	}
	if bundle := textOf(t, files["bundle.pdf"]); !strings.Contains(bundle, "La plainte déposée.") {
		t.Errorf("its PDF is not there: the bundle:\n%s", bundle)
	}

	for _, flags := range [][]string{nil, {"--draft"}} {
		files, r = write(filedDossier(t, nil), flags...)
		text := lang.PlainSpaces(string(files["complaint.fr.txt"]))
		if !strings.Contains(text, "Ce n’est pas la copie de la plainte déposée") || !strings.Contains(text, "Nantes, le 15 octobre 2026") || strings.Contains(text, "BROUILLON") || strings.Contains(text, "26-0001") {
			t.Errorf("not kept %v:\n%s", flags, text)
		}
		if !strings.Contains(lang.PlainSpaces(r.stderr), "recomposée") || files["complaint.fr.pdf"] == nil {
			t.Errorf("not kept %v: %v, %s", flags, namesOf(files), r.stderr)
		}
	}
	early := variant(t, nantes, func(d map[string]any) {
		d["complaint"] = map[string]any{"grounds": []any{"no_answer"}, "events": []any{map[string]any{"id": "f1", "kind": "filed", "on": "2026-04-02"}}}
	})
	if files, _ := write(early); strings.Contains(string(files["complaint.fr.txt"]), "BROUILLON") {
		t.Error("filed too early, it was filed: no draft, and no refusal")
	}
}

func textOf(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
