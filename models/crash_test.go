package models_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// victim is what a process needs to write until it is killed: each writer has
// a case of its own.
type victim struct {
	Database modelstest.Database
	Account  string
	Cases    []string
	Round    int
}

const crashWriters = 8

// crashRounds is how often the violent tests do it: few times in a run of all
// tests, many where there is time.
func crashRounds(short, long int) int {
	if os.Getenv("CONTREOFFRE_LONG") != "" {
		return long
	}
	return short
}

const victimEnv = "CONTREOFFRE_TEST_VICTIM"

// An acknowledged write survives kill -9 of the process, and none is there by
// half: an event and its frozen letter come together.
func TestAnAcknowledgedWriteSurvivesKill9(t *testing.T) {
	if as := os.Getenv(victimEnv); as != "" {
		writeUntilKilled(t, as)
	}
	rounds := crashRounds(4, 60)
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		v := victim{Database: *db, Account: account.ID}
		for range crashWriters {
			v.Cases = append(v.Cases, importWhole(t, store, account.ID).ID)
		}
		acknowledged := map[string]bool{}
		for v.Round = range rounds {
			for _, id := range killed(t, v) {
				acknowledged[id] = true
			}
		}
		stored := eventsOf(t, db.Open(t), account.ID, v.Cases)
		for id := range acknowledged {
			if !stored[id] {
				t.Errorf("%s was acknowledged and is lost", id)
			}
		}
		if n := len(stored) - len(acknowledged); len(acknowledged) == 0 || n > rounds*crashWriters {
			t.Errorf("%d acknowledged, %d more stored", len(acknowledged), n)
		}
		if found, err := store.Check(ctx, false); err != nil || !found.Whole() {
			t.Errorf("after the last crash: %+v, %v", found.Findings, err)
		}
		t.Logf("figure: %d rounds of kill -9 under %d writers, %d writes acknowledged, %d stored, none lost", rounds, crashWriters, len(acknowledged), len(stored))
	})
}

// eventsOf returns the events that were written to the cases, each of which
// must be there once, with its letter, and have moved the version by one.
func eventsOf(t *testing.T, store *models.Store, account string, cases []string) map[string]bool {
	t.Helper()
	stored := map[string]bool{}
	for _, id := range cases {
		c, err := store.Case(ctx, account, id)
		must(t, err)
		events := c.Request("r1").Events
		for _, e := range events {
			if stored[e.ID] {
				t.Errorf("%s is there twice", e.ID)
			}
			stored[e.ID] = true
			if letter, _, err := store.LetterAsSent(ctx, account, id, "r1", e.ID); letter.Text != e.ID || err != nil {
				t.Errorf("%s came without its letter: %q, %v", e.ID, letter.Text, err)
			}
		}
		if c.Version != 1+len(events) {
			t.Errorf("%d events, version %d", len(events), c.Version)
		}
	}
	return stored
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
	var complaints bytes.Buffer
	process.Stderr = &complaints
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
		if len(ids) == 1+rand.IntN(60) || len(ids) == 60 { // then at some moment of the writes that follow
			time.AfterFunc(rand.N(20*time.Millisecond), func() { process.Process.Kill() })
		}
	}
	if err := process.Wait(); err == nil || process.ProcessState.Exited() {
		t.Fatalf("the victim was not killed, it ended: %v; it said %q\n%s", err, ids, complaints.String())
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
	for writer, id := range v.Cases {
		go func() {
			for i := 0; ; i++ {
				event := fmt.Sprintf("k%d-%d-%d", v.Round, writer, i)
				err := addEvent(ctx, store, v.Account, id, event)
				if errors.Is(err, models.ErrStale) {
					continue // PostgreSQL has just finished a write of the victim before
				}
				if err != nil {
					panic(err)
				}
				os.Stdout.WriteString(event + "\n")
			}
		}()
	}
	select {} // until killed
}

// addEvent adds an event and the letter that is frozen with it.
func addEvent(ctx context.Context, store *models.Store, account, id, event string) error {
	c, err := store.Case(ctx, account, id)
	if err != nil {
		return err
	}
	e := models.Event{Event: law.Event{ID: event, Kind: law.ReminderSent, On: law.MustDate("2026-11-20")}}
	_, err = store.AddEvent(ctx, account, id, c.Version, "r1", e, &models.SentLetter{Text: event, PDF: pdf})
	return err
}

// P2: PostgreSQL is killed again and again while eight writers work. The
// program is not restarted; what it acknowledged is there, and a write whose
// answer was lost on the way is made once, because its form's key is.
func TestAnAcknowledgedWriteSurvivesTheDeathOfTheDatabase(t *testing.T) {
	db := modelstest.Postgres(t)
	store, account := open(t, db)
	var cases []string
	for range crashWriters {
		cases = append(cases, importWhole(t, store, account.ID).ID)
	}
	stop := make(chan struct{})
	var writers sync.WaitGroup
	var acknowledged, refused atomic.Int64
	for writer, id := range cases {
		writers.Go(func() {
			for i := 0; ; i++ {
				event := fmt.Sprintf("p%d-%d", writer, i)
				for {
					_, err := store.Once(ctx, account.ID, event, func(ctx context.Context) (string, string, error) {
						return event, account.ID, addEvent(ctx, store, account.ID, id, event)
					})
					if err == nil {
						break
					}
					refused.Add(1)
					time.Sleep(10 * time.Millisecond)
				}
				acknowledged.Add(1)
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	rounds, slowest := crashRounds(3, 20), time.Duration(0)
	for range rounds {
		time.Sleep(200*time.Millisecond + rand.N(200*time.Millisecond))
		db.Crash(t)
		back, before := time.Now(), acknowledged.Load()
		for acknowledged.Load() < before+crashWriters {
			if time.Since(back) > 10*time.Second {
				t.Fatal("ten seconds after the database came back nothing is written")
			}
			time.Sleep(time.Millisecond)
		}
		slowest = max(slowest, time.Since(back))
	}
	close(stop)
	writers.Wait()
	stored := eventsOf(t, store, account.ID, cases)
	if got, want := int64(len(stored)), acknowledged.Load(); got != want || refused.Load() == 0 {
		t.Errorf("%d stored, %d acknowledged, %d refused meanwhile", got, want, refused.Load())
	}
	t.Logf("figure: PostgreSQL killed %d times under %d writers, %d writes acknowledged, %d attempts refused, none lost or doubled, writing again after %s at most",
		rounds, crashWriters, acknowledged.Load(), refused.Load(), slowest.Round(time.Millisecond))
}
