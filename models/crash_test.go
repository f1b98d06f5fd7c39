package models_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// victim is what a process needs to write until it is killed.
type victim struct {
	Database      modelstest.Database
	Account, Case string
	Round         int
}

const victimEnv = "CONTREOFFRE_TEST_VICTIM"

// An acknowledged write survives kill -9 of the process, and none is there by
// half: an event and its frozen letter come together.
func TestAnAcknowledgedWriteSurvivesKill9(t *testing.T) {
	if as := os.Getenv(victimEnv); as != "" {
		writeUntilKilled(t, as)
	}
	const rounds = 4
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		acknowledged := map[string]bool{}
		for round := range rounds {
			for _, id := range killed(t, victim{*db, account.ID, c.ID, round}) {
				acknowledged[id] = true
			}
		}
		got, err := db.Open(t).Case(ctx, account.ID, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		events := got.Request("r1").Events
		stored := map[string]bool{}
		for _, e := range events {
			stored[e.ID] = true
			if letter, _, err := store.LetterAsSent(ctx, account.ID, c.ID, "r1", e.ID); letter.Text != e.ID || err != nil {
				t.Errorf("%s came without its letter: %q, %v", e.ID, letter.Text, err)
			}
		}
		for id := range acknowledged {
			if !stored[id] {
				t.Errorf("%s was acknowledged and is lost", id)
			}
		}
		if len(acknowledged) == 0 || len(events) > len(acknowledged)+rounds || len(stored) != len(events) || got.Version != c.Version+len(events) {
			t.Errorf("%d acknowledged, %d stored, %d of them different, version %d", len(acknowledged), len(events), len(stored), got.Version)
		}
		t.Logf("figure: %d rounds of kill -9, %d writes acknowledged, %d stored", rounds, len(acknowledged), len(events))
	})
}

// killed runs a victim, kills it in the middle of its work, and returns the
// writes that it acknowledged.
func killed(t *testing.T, v victim) (ids []string) {
	t.Helper()
	as, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	process := exec.Command(os.Args[0], "-test.run=^TestAnAcknowledgedWriteSurvivesKill9$")
	process.Env = append(os.Environ(), victimEnv+"="+string(as))
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		ids = append(ids, lines.Text())
		if len(ids) == 5+3*v.Round { // then at some moment of the writes that follow
			time.AfterFunc(time.Duration(v.Round)*1700*time.Microsecond, func() { process.Process.Kill() })
		}
	}
	if err := process.Wait(); err == nil || process.ProcessState.Exited() {
		t.Fatalf("the victim was not killed, it ended: %v; it said %q", err, ids)
	}
	return ids
}

// writeUntilKilled adds events with their letters and prints the id of each
// one that the store has acknowledged.
func writeUntilKilled(t *testing.T, as string) {
	var v victim
	if err := json.Unmarshal([]byte(as), &v); err != nil {
		t.Fatal(err)
	}
	v.Database.Clock = modelstest.NewClock()
	store := v.Database.Open(t)
	for i := 0; ; i++ {
		c, err := store.Case(ctx, v.Account, v.Case)
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("k%d-%d", v.Round, i)
		event := models.Event{Event: law.Event{ID: id, Kind: law.ReminderSent, On: law.MustDate("2026-11-20")}}
		if _, err := store.AddEvent(ctx, v.Account, v.Case, c.Version, "r1", event, &models.SentLetter{Text: id, PDF: pdf}); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString(id + "\n")
	}
}
