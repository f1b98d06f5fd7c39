package main

import (
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
		want := []string{"bundle.pdf", "complaint.fr.pdf", "complaint.fr.txt", "sheet.txt", "summary.txt"}
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
