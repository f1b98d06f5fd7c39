package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"contreoffre/lang"

	"github.com/google/go-cmp/cmp"
)

// typed is command with something on standard input and a data folder.
func typed(t testing.TB, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(args, outside{
		stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr, env: func(string) string { return "" },
		now: func() time.Time { return time.Date(2026, time.November, 22, 12, 0, 0, 0, paris) },
	})
	return result{code, lang.PlainSpaces(stdout.String()), lang.PlainSpaces(stderr.String())}
}

var codePattern = regexp.MustCompile(`[0-9A-Z]{5}(-[0-9A-Z]{5}){4}`)

func tree(t testing.TB, raw []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestADossierGoesThroughTheStoreAndBack(t *testing.T) {
	for _, file := range []string{nantes, lyon, whole} {
		data, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
		got := typed(t, "", "import", file, "--data", data)
		code := codePattern.FindString(got.stdout)
		if got.code != exitDone || code == "" {
			t.Fatalf("import: exit %d, %q, %q", got.code, got.stdout, got.stderr)
		}
		// As people type it: lower case, spaces.
		got = typed(t, strings.ToLower(strings.ReplaceAll(code, "-", " "))+"\n", "export", "--out", out, "--data", data)
		if got.code != exitDone {
			t.Fatalf("export: exit %d, %q", got.code, got.stderr)
		}
		first := filesIn(t, out)["dossier.json"]
		original, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, have := tree(t, original), tree(t, first)
		if file == whole {
			samePDF(t, want, have, filesIn(t, out))
			// What a file is, is found in the file.
			want.(map[string]any)["evidence"].([]any)[0].(map[string]any)["media_type"] = "text/plain"
		} else {
			nameless(have)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s (-in +out):\n%s", file, diff)
		}
		// What came out goes in and comes out the same, to the byte.
		got = typed(t, "", "import", filepath.Join(out, "dossier.json"), "--data", data, "--json")
		var told struct {
			Code string `json:"recovery_code"`
		}
		if err := json.Unmarshal([]byte(got.stdout), &told); err != nil {
			t.Fatal(err, got.stderr)
		}
		again := t.TempDir()
		if got := typed(t, told.Code, "export", "--out", again, "--data", data); got.code != exitDone {
			t.Fatal(got.stderr)
		}
		if diff := cmp.Diff(string(first), string(filesIn(t, again)["dossier.json"])); diff != "" {
			t.Errorf("%s: a second export differs:\n%s", file, diff)
		}
	}
}

// whole holds every property of the format.
const whole = "../../dossier/testdata/whole/dossier.json"

// samePDF checks that the PDFs of a request's letter and of one that followed
// it came back, and lets their paths differ: the folder they came from is not
// the one they go to.
func samePDF(t *testing.T, in, out any, files map[string][]byte) {
	t.Helper()
	afters := lettersIn(out)
	for i, before := range lettersIn(in) {
		want, err := os.ReadFile(filepath.Join(filepath.Dir(whole), before["pdf"].(string)))
		if err != nil {
			t.Fatal(err)
		}
		if got := files[afters[i]["pdf"].(string)]; !bytes.Equal(got, want) {
			t.Errorf("a letter came back as %q, want %q", got, want)
		}
		afters[i]["pdf"] = before["pdf"]
	}
}

func lettersIn(dossier any) []map[string]any {
	request := dossier.(map[string]any)["requests"].([]any)[0].(map[string]any)
	event := request["events"].([]any)[0].(map[string]any)
	filed := dossier.(map[string]any)["complaint"].(map[string]any)["events"].([]any)[0].(map[string]any)
	return []map[string]any{request["letter"].(map[string]any), event["letter"].(map[string]any), filed["letter"].(map[string]any)}
}

// nameless takes away the ids that storing gives to events without one.
func nameless(dossier any) {
	requests, _ := dossier.(map[string]any)["requests"].([]any)
	for _, r := range requests {
		events, _ := r.(map[string]any)["events"].([]any)
		for _, e := range events {
			delete(e.(map[string]any), "id")
		}
	}
}

func TestAWrongDossierOpensNoAccount(t *testing.T) {
	file := filepath.Join(t.TempDir(), "F.json")
	if err := os.WriteFile(file, []byte(`{"format":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data")
	if got := typed(t, "", "import", file, "--data", data); got.code != exitRefused || codePattern.MatchString(got.stdout) {
		t.Errorf("got exit %d, %q", got.code, got.stdout)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a store was made for nothing")
	}
}

func TestExportMakesNoEmptyStore(t *testing.T) {
	data := filepath.Join(t.TempDir(), "daata")
	got := typed(t, "00000-00000-00000-00000-00000", "export", "--out", t.TempDir(), "--data", data)
	if got.code != exitRefused || !strings.Contains(got.stderr, "--data") {
		t.Errorf("got exit %d, %q", got.code, got.stderr)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a mistyped folder was made")
	}
}

func TestAWrongCodeExportsNothing(t *testing.T) {
	data, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	if got := typed(t, "", "import", nantes, "--data", data); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	for name, code := range map[string]string{
		"nothing": "", "no code": "hello", "another’s": "00000-00000-00000-00000-00000", "endless": strings.Repeat("A", 1<<20),
	} {
		got := typed(t, code, "export", "--out", out, "--data", data)
		if got.code != exitRefused || !strings.Contains(got.stderr, "code") || strings.Contains(got.stderr, "⟦") {
			t.Errorf("%s: got exit %d, %q", name, got.code, got.stderr)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: something was written", name)
		}
	}
}
