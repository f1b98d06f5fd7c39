package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"contreoffre/lang"
)

// onDay is typed on another day than that of the other tests.
func onDay(t testing.TB, day time.Time, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(args, outside{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, env: func(string) string { return "" },
		now: func() time.Time { return day },
	})
	return result{code, lang.PlainSpaces(stdout.String()), lang.PlainSpaces(stderr.String())}
}

// The dossier was sent and has no e-mail: 30 months after its last day.
func TestPurgeErasesOnTheDayThatWasShown(t *testing.T) {
	data := t.TempDir()
	if got := typed(t, "", "import", nantes, "--data", data); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	for _, step := range []struct {
		on   time.Time
		want string
	}{
		{time.Date(2028, 11, 22, 12, 0, 0, 0, paris), `{"cases":0,"accounts":0,"unreadable":0}`},
		{time.Date(2036, 1, 1, 0, 0, 0, 0, paris), `{"cases":1,"accounts":1,"unreadable":0}`},
		{time.Date(2036, 1, 1, 0, 0, 1, 0, paris), `{"cases":0,"accounts":0,"unreadable":0}`},
	} {
		got := onDay(t, step.on, "purge", "--data", data, "--json")
		if got.code != exitDone || strings.TrimSpace(got.stdout) != step.want {
			t.Errorf("%s: exit %d, %q, %q, want %s", step.on, got.code, got.stdout, got.stderr, step.want)
		}
	}
	if got := onDay(t, time.Date(2036, 1, 2, 0, 0, 0, 0, paris), "purge", "--data", data); got.stdout != "0 dossier effacé ; comptes effacés : 0\n" {
		t.Errorf("it says %q", got.stdout)
	}
}
