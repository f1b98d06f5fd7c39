package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
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

// repacked writes a ZIP again with its files changed.
func repacked(t testing.TB, path string, change func(map[string][]byte)) string {
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
