package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"contreoffre/lang"
	"contreoffre/law"
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

// A clock that shows a day of another decade erases nothing, until it has gone on
// for days; the command, which somebody types, believes it.
func TestServePurgesByNoClockThatJumped(t *testing.T) {
	data := t.TempDir()
	if got := typed(t, "", "import", nantes, "--data", data); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	var log bytes.Buffer
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, paris)
	config := environment{}.store(outside{now: func() time.Time { return now }}, data)
	s := service{Store: config, Now: config.Now, Log: slog.New(slog.NewTextHandler(io.MultiWriter(&log, t.Output()), nil))}
	store, err := openKept(context.Background(), config, s.Bucket)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, step := range []struct {
		days int // since the step before
		want int // cases that are left
	}{{0, 1}, {1, 1}, {1, 1}, {1, 1}, {3650, 1}, {1, 1}, {1, 1}, {1, 0}} {
		now = now.AddDate(0, 0, step.days)
		log.Reset()
		if !s.purge(t.Context(), store.Store) {
			t.Errorf("%s: tried again at the next sweep", now)
		}
		if found, err := store.Check(t.Context(), false); found.Cases != step.want || err != nil {
			t.Errorf("%s: %d dossiers are left, %v, want %d", now, found.Cases, err, step.want)
		}
		if step.days > 1 && !strings.Contains(log.String(), "jumped") {
			t.Errorf("nothing is said of it:\n%s", log.String())
		}
	}
}

// Day by day, sweeping or not, no dossier is ever looked at too late by the check's
// own measure: what it finds was put off by a clock.
func TestACheckFindsNothingPutOffOnAnyDay(t *testing.T) {
	data := t.TempDir()
	for _, dossier := range []string{nantes, lyon, whole} {
		if got := typed(t, "", "import", dossier, "--data", data); got.code != exitDone {
			t.Fatal(got.stderr)
		}
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, paris)
	config := environment{}.store(outside{now: func() time.Time { return now }}, data)
	store, err := openKept(context.Background(), config, service{}.Bucket)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for step := range 120 {
		found, err := store.Check(t.Context(), false)
		if err != nil || !found.Whole() {
			t.Fatalf("%s: %+v, %v", now, found.Findings, err)
		}
		if step%5 != 0 { // one round in five fails
			if _, err := store.QueueReminders(t.Context(), law.DateOf(now)); err != nil {
				t.Fatal(err)
			}
		}
		now = now.AddDate(0, 0, 1+step%4*3)
	}
	now = now.AddDate(0, 0, -300)
	if found, err := store.Check(t.Context(), true); err != nil || found.Whole() == false || len(found.Findings) == 0 {
		t.Errorf("the clock went back: %+v, %v, want findings that were mended", found.Findings, err)
	}
	if found, err := store.Check(t.Context(), false); err != nil || len(found.Findings) > 0 {
		t.Errorf("once mended: %+v, %v", found.Findings, err)
	}
}
