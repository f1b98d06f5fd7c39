package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"contreoffre/law"
	"contreoffre/models"
)

const (
	nantes = "../../dossier/testdata/temu-nantes.json"
	lyon   = "../../dossier/testdata/own-offer-lyon.json"
)

// filesIn lists the files below dir, by name.
func filesIn(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return files
}

func namesOf(files map[string][]byte) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestBothExamplesGiveTheirLetters(t *testing.T) {
	for _, c := range []struct {
		name, dossier string
		args          []string
		want          []string
		says          []string // in the first text
		warns         []string
	}{
		{"the recommended ones, in the dossier’s language", nantes, nil,
			[]string{"access.fr", "consent_withdrawal.fr", "erasure.fr"},
			[]string{"Maëlle Lœwenbruck", "Whaleco Technology Limited", "maelle_44"}, []string{"access : une lettre", "2 mars 2026"}},
		{"an offer of one’s own", lyon, nil, []string{"consent_withdrawal.fr", "erasure.fr"},
			[]string{"Nguyễn Thị Ánh", "Łukasz Wiśniewski", "Données & Cie SAS"}, []string{"consent_withdrawal"}},
		{"rights that were chosen", nantes, []string{"--rights", "portability,access,portability"}, []string{"access.fr", "portability.fr"}, nil, nil},
		{"every language", nantes, []string{"--rights", "access", "--lang", "fr,en,fr+en"}, []string{"access.en", "access.fr", "access.fr+en"}, nil, nil},
		{"every right", lyon, []string{"--rights", listedRights(), "--lang", "en"}, sortedRights(".en"), nil, nil},
	} {
		out := filepath.Join(t.TempDir(), "new", "folder")
		got := command(t, nil, append([]string{"letters", "--dossier", c.dossier, "--out", out, "--today", "2026-05-02"}, c.args...)...)
		if got.code != exitDone {
			t.Errorf("%s: exit %d: %s", c.name, got.code, got.stderr)
			continue
		}
		files := filesIn(t, out)
		var want []string
		for _, name := range c.want {
			want = append(want, name+".pdf", name+".txt")
		}
		slices.Sort(want)
		if names := namesOf(files); !slices.Equal(names, want) {
			t.Errorf("%s: got %q, want %q", c.name, names, want)
			continue
		}
		for name, data := range files {
			if strings.HasSuffix(name, ".pdf") != bytes.HasPrefix(data, []byte("%PDF-")) || len(data) < 500 {
				t.Errorf("%s: %s is not what its name says", c.name, name)
			}
			if strings.Contains(string(data), "⟦") {
				t.Errorf("%s: %s lacks words", c.name, name)
			}
		}
		for _, says := range c.says {
			if !strings.Contains(string(files[want[1]]), says) {
				t.Errorf("%s: %s does not say %q", c.name, want[1], says)
			}
		}
		for _, warns := range c.warns {
			if !strings.Contains(got.stderr, warns) {
				t.Errorf("%s: warned %q, want %q", c.name, got.stderr, warns)
			}
		}
		if strings.Contains(got.stderr, "⟦") {
			t.Errorf("%s: %s", c.name, got.stderr)
		}
	}
}

func listedRights() string { return strings.ReplaceAll(listOf(law.Rights), " ", "") }

func sortedRights(ending string) []string {
	var names []string
	for _, r := range law.Rights {
		names = append(names, string(r)+ending)
	}
	slices.Sort(names)
	return names
}

func TestTheSameDossierAndDayGiveTheSameBytes(t *testing.T) {
	var runs [2]map[string][]byte
	for i := range runs {
		out := t.TempDir()
		if got := command(t, nil, "letters", "--dossier", nantes, "--out", out, "--lang", "fr,fr+en", "--today", "2026-05-02"); got.code != exitDone {
			t.Fatal(got.stderr)
		}
		runs[i] = filesIn(t, out)
	}
	for name, data := range runs[0] {
		if !bytes.Equal(data, runs[1][name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestARefusedDossierWritesNothing(t *testing.T) {
	const head = `{"format":"contre-offre/dossier","version":1,`
	controller := `"offer":{"title":"Panel","controller":{"name":"X"}}`
	for _, c := range []struct{ name, raw, says string }{
		{"no name", head + controller + `}`, "person.name"},
		{"no controller", head + `"person":{"name":"A"},"offer":{"title":"Panel"}}`, "offer.controller.name"},
		{"a preset that is not known here", head + `"person":{"name":"A"},"offer":{"preset":"x"}}`, "offer.controller.name"},
		{"a preset, in a country it says nothing about", head + `"person":{"name":"A"},"offer":{"preset":"temu-cash-reward-2024"},"participation":{"country":"US"}}`, "offer.controller.name"},
		{"an unknown key", head + `"person":{"nmae":"A"},` + controller + `}`, "« nmae »"},
		{"cut short", head, "JSON"},
		{"two problems", head + `"person":{"name":3,"email":"x"}}`, "2 problèmes"},
		{"a day after --today", head + `"person":{"name":"A"},` + controller + `,"requests":[{"id":"a","rights":["access"],"events":[{"kind":"sent","on":"2026-05-03"}]}]}`, "demandes, élément 1, événements, élément 1, jour"},
	} {
		dir := t.TempDir()
		file, out := filepath.Join(dir, "F.json"), filepath.Join(dir, "out", "deep")
		if err := os.WriteFile(file, []byte(c.raw), 0o600); err != nil {
			t.Fatal(err)
		}
		got := command(t, nil, "letters", "--dossier", file, "--out", out, "--today", "2026-05-02")
		if got.code != exitRefused || got.stdout != "" || !strings.Contains(got.stderr, c.says) || strings.Contains(got.stderr, "⟦") {
			t.Errorf("%s: got exit %d, %q, want exit 1 and %q", c.name, got.code, got.stderr, c.says)
		}
		if names := namesOf(filesIn(t, dir)); len(names) != 1 {
			t.Errorf("%s: left %q behind", c.name, names)
		}
	}
}

func TestLettersMisused(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	for _, c := range []struct {
		name string
		args []string
		says string
	}{
		{"no dossier", []string{"letters", "--out", out}, "--dossier"},
		{"no folder", []string{"letters", "--dossier", nantes}, "--out"},
		{"no such right", []string{"letters", "--dossier", nantes, "--out", out, "--rights", "access,acess"}, "acess"},
		{"no right at all", []string{"letters", "--dossier", nantes, "--out", out, "--rights", ""}, "--rights"},
		{"no such language", []string{"letters", "--dossier", nantes, "--out", out, "--lang", "de"}, "« de »"},
		{"languages the wrong way round", []string{"letters", "--dossier", nantes, "--out", out, "--lang", "en+fr"}, "en+fr"},
		{"no such day", []string{"letters", "--dossier", nantes, "--out", out, "--today", "2026-02-29"}, "2026-02-29"},
		{"unknown flag", []string{"letters", "--dossier", nantes, "--out", out, "--draft"}, "--draft"},
	} {
		got := command(t, nil, c.args...)
		if got.code != exitMisused || !strings.Contains(got.stderr, c.says) || strings.Contains(got.stderr, "⟦") {
			t.Errorf("%s: got exit %d, %q", c.name, got.code, got.stderr)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: a folder was made", c.name)
		}
	}
}

func TestAFolderThatCannotBeWrittenInto(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := command(t, nil, "letters", "--dossier", nantes, "--out", file, "--today", "2026-05-02")
	if got.code != exitRefused || !strings.Contains(got.stderr, "a file") {
		t.Errorf("got exit %d, %q", got.code, got.stderr)
	}
	if kept, _ := os.ReadFile(file); string(kept) != "mine" {
		t.Error("the file in the way was changed")
	}
}

func TestLettersAsJSON(t *testing.T) {
	got := command(t, []string{"LANG=en_GB.UTF-8"}, "letters", "--dossier", nantes, "--out", t.TempDir(), "--rights", "access", "--today", "2026-05-02", "--json")
	var told struct {
		Files    []string
		Warnings []string
	}
	if err := json.Unmarshal([]byte(got.stdout), &told); err != nil {
		t.Fatalf("%v: %q", err, got.stdout)
	}
	if len(told.Files) != 2 || len(told.Warnings) != 1 || !strings.Contains(told.Warnings[0], "2 March 2026") {
		t.Errorf("got %+v", told)
	}
}

func TestTheLatestRequestSuppliesTheDetails(t *testing.T) {
	request := func(id, details string, rights []law.Right, sent bool) models.Request {
		r := models.Request{ID: id, Rights: rights, Details: details, Reference: "n° " + id}
		if sent {
			r.Events = []models.Event{{Event: law.Event{Kind: law.Sent, On: law.MustDate("2026-03-01")}}}
		}
		return r
	}
	erasure, both := []law.Right{law.Erasure}, []law.Right{law.Erasure, law.ConsentWithdrawal}
	for _, c := range []struct {
		name     string
		requests []models.Request
		want     models.Request
	}{
		{"none", nil, models.Request{Rights: erasure}},
		{"another right’s", []models.Request{request("a", "x", []law.Right{law.Access}, false)}, models.Request{Rights: erasure}},
		{"a draft comes whole", []models.Request{request("a", "old", erasure, true), request("b", "new", erasure, false)}, request("b", "new", erasure, false)},
		{"a sent one lends its details, not its reference", []models.Request{request("b", "new", erasure, false), request("a", "old", erasure, true)}, models.Request{Rights: erasure, Details: "old"}},
		{"a combination lends them too", []models.Request{request("a", "old", both, false)}, models.Request{Rights: erasure, Details: "old"}},
	} {
		got := letterFor(models.Case{Requests: c.requests}, law.Erasure)
		if got.ID != c.want.ID || got.Details != c.want.Details || got.Reference != c.want.Reference || !slices.Equal(got.Rights, c.want.Rights) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestWritingFilesIsAllOrNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := writeFiles(dir, map[string][]byte{"a": []byte("1"), "sub/b": []byte("2")}); err != nil {
		t.Fatal(err)
	}
	if got, want := namesOf(filesIn(t, dir)), []string{"a", "sub/b"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if info, err := os.Stat(filepath.Join(dir, "a")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	// "a" is a file, so "a/c" cannot be staged beside it.
	fresh := filepath.Join(t.TempDir(), "x", "y")
	if _, err := writeFiles(fresh, map[string][]byte{"a": []byte("1"), "a/c": []byte("2")}); err == nil {
		t.Error("an impossible set of files was written")
	}
	if _, err := os.Stat(filepath.Dir(fresh)); err == nil {
		t.Error("folders made for nothing stay behind")
	}
}
