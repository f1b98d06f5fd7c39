package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"contreoffre/lang"
)

// result is what one command line left behind.
type result struct {
	code           int
	stdout, stderr string
}

// command runs a command line in process, in the French of an empty
// environment unless variables ("LANG=en_GB.UTF-8") say otherwise.
func command(t testing.TB, env []string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(args, outside{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		env: func(name string) string {
			for _, line := range env {
				if value, ok := strings.CutPrefix(line, name+"="); ok {
					return value
				}
			}
			return ""
		},
		now: func() time.Time { return time.Date(2026, time.March, 29, 12, 0, 0, 0, paris) },
	})
	return result{code, lang.PlainSpaces(stdout.String()), lang.PlainSpaces(stderr.String())}
}

func TestWrongUseIsToldWithAHint(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		says string
	}{
		{"unknown flag", []string{"due", "--received", "2026-03-06", "--recieved", "x"}, "--recieved"},
		{"unknown command", []string{"dew"}, "dew"},
		{"a word too many", []string{"due", "--received", "2026-03-06", "please"}, "please"},
		{"no day of receipt", []string{"due"}, "--received"},
		{"a flag without value", []string{"due", "--received"}, "--received"},
		{"30 February", []string{"due", "--received", "2026-02-30"}, "2026-02-30"},
		{"29 February of an ordinary year", []string{"due", "--received", "2025-02-29"}, "2025-02-29"},
		{"a day written the French way", []string{"due", "--received", "06/03/2026"}, "AAAA-MM-JJ"},
		{"an empty day", []string{"due", "--received", ""}, "--received"},
		{"an empty optional day", []string{"due", "--received", "2026-03-06", "--extended-on", ""}, "--extended-on"},
		{"no such extension day", []string{"due", "--received", "2026-03-06", "--extended-on", "2026-04-31"}, "--extended-on"},
		{"no such identity day", []string{"due", "--received", "2026-03-06", "--identity-asked-on", "soon"}, "--identity-asked-on"},
		{"unknown controller country", []string{"due", "--received", "2026-03-06", "--controller-country", "UK"}, "UK"},
		{"unknown person country", []string{"due", "--received", "2026-03-06", "--person-country", "XX"}, "XX"},
		{"a country's name", []string{"due", "--received", "2026-03-06", "--person-country", "France"}, "France"},
		{"an empty country", []string{"due", "--received", "2026-03-06", "--person-country", ""}, "--person-country"},
		{"given, never asked", []string{"due", "--received", "2026-03-06", "--identity-given-on", "2026-03-09"}, "--identity-asked-on"},
		{"given before asked", []string{"due", "--received", "2026-03-06", "--identity-asked-on", "2026-03-10", "--identity-given-on", "2026-03-09"}, "avant d’être demandée"},
		{"asked before receipt", []string{"due", "--received", "2026-03-06", "--identity-asked-on", "2026-03-05"}, "réception"},
		{"extended before receipt", []string{"due", "--received", "2026-03-06", "--extended-on", "2026-03-05"}, "réception"},
		{"the end of time", []string{"due", "--received", "9999-12-31"}, "lointaine"},
		{"a language we do not speak", []string{"due", "--received", "2026-03-06", "--lang", "de"}, "« de »"},
	} {
		got := command(t, nil, c.args...)
		if got.code != exitMisused || got.stdout != "" {
			t.Errorf("%s: got exit %d and output %q, want exit 2 and none", c.name, got.code, got.stdout)
		}
		if !strings.Contains(got.stderr, c.says) || !strings.Contains(got.stderr, "--help") || strings.Contains(got.stderr, "⟦") {
			t.Errorf("%s: got %q", c.name, got.stderr)
		}
	}
}

func TestHelpIsNoError(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"due", "--help"}, {"due", "-h"}} {
		got := command(t, nil, args...)
		if got.code != exitDone || got.stderr != "" || !strings.Contains(got.stdout, "affiche cette aide") || strings.Contains(got.stdout, "Flags:") {
			t.Errorf("%v: got %+v", args, got)
		}
	}
}

func TestHelpListsTheCommands(t *testing.T) {
	got := command(t, nil, "--help").stdout
	for _, want := range []string{"serve", "migrate", "due", "letters", "import", "export"} {
		if !strings.Contains(got, "\n  contreoffre "+want+" ") {
			t.Errorf("%s is not listed in %q", want, got)
		}
	}
}

func TestLanguageOfTheCommandLine(t *testing.T) {
	for _, c := range []struct {
		name string
		env  []string
		args []string
		want string
	}{
		{"French by default", nil, nil, "Réponse attendue"},
		{"a machine that says nothing", []string{"LANG=C"}, nil, "Réponse attendue"},
		{"a language we do not speak", []string{"LANG=de_DE.UTF-8"}, nil, "Réponse attendue"},
		{"English", []string{"LANG=en_GB.UTF-8"}, nil, "Answer due"},
		{"LC_ALL wins", []string{"LC_ALL=en_US.UTF-8", "LANG=fr_FR.UTF-8"}, nil, "Answer due"},
		{"the flag wins", []string{"LANG=en_GB.UTF-8"}, []string{"--lang", "fr"}, "Réponse attendue"},
	} {
		got := command(t, c.env, append([]string{"due", "--received", "2026-03-06"}, c.args...)...)
		if got.code != exitDone || !strings.Contains(got.stdout, c.want) {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
}

// The day changes at midnight in Paris, whatever the server's zone and the
// hour's offset.
func TestTodayIsTheDayInParis(t *testing.T) {
	for _, c := range []struct{ name, instant, want string }{
		{"before midnight in London, after it in Paris", "2026-01-31T23:30:00Z", "2026-02-01"},
		{"the last minute of a summer day", "2026-06-30T21:59:00Z", "2026-06-30"},
		{"its first minute", "2026-06-30T22:00:00Z", "2026-07-01"},
		{"clocks go forward", "2026-03-29T00:59:59Z", "2026-03-29"},
		{"just after", "2026-03-29T01:00:00Z", "2026-03-29"},
		{"the evening of that day", "2026-03-29T22:00:00Z", "2026-03-30"},
		{"clocks go back", "2026-10-25T00:30:00Z", "2026-10-25"},
		{"the evening of that day, an hour later", "2026-10-25T22:59:00Z", "2026-10-25"},
		{"midnight of that day", "2026-10-25T23:00:00Z", "2026-10-26"},
	} {
		instant, err := time.Parse(time.RFC3339, c.instant)
		if err != nil {
			t.Fatal(err)
		}
		o := outside{now: func() time.Time { return instant.In(paris) }}
		if got := o.today().String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
