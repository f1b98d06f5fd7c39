package models_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

// parallel runs n at the same time on two replicas and returns when all are
// done.
func parallel(t *testing.T, db *modelstest.Database, n int, run func(store *models.Store, i int)) {
	t.Helper()
	replicas := []*models.Store{db.Open(t), db.Open(t)}
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			run(replicas[i%len(replicas)], i)
		})
	}
	close(start)
	all.Wait()
}

func TestOfFiftyParallelSaversOneWins(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		var won atomic.Int64
		var winner atomic.Value
		parallel(t, db, 50, func(store *models.Store, i int) {
			name := fmt.Sprint("numéro ", i)
			_, err := store.SaveFacts(ctx, account.ID, c.ID, c.Version, models.Facts{Person: &models.Person{Name: name}})
			switch {
			case err == nil:
				won.Add(1)
				winner.Store(name)
			case !errors.Is(err, models.ErrStale):
				t.Errorf("saver %d: got %v, want ErrStale", i, err)
			}
		})
		got, err := store.Case(ctx, account.ID, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if won.Load() != 1 || got.Person.Name != winner.Load() || got.Version != c.Version+1 {
			t.Errorf("%d won; stored %q, version %d", won.Load(), got.Person.Name, got.Version)
		}
	})
}

func TestNoSaveIsLostAmongRetries(t *testing.T) {
	const writers, each = 8, 5
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		parallel(t, db, writers, func(store *models.Store, i int) {
			for n := range each {
				event := models.Event{Event: law.Event{ID: fmt.Sprintf("w%d-%d", i, n), Kind: law.Sent, On: law.MustDate("2026-11-02")}}
				for {
					seen, err := store.Case(ctx, account.ID, c.ID)
					if err != nil {
						t.Error(err)
						return
					}
					_, err = store.AddEvent(ctx, account.ID, c.ID, seen.Version, "r1", event, &models.SentLetter{Text: event.ID})
					if err == nil {
						break
					}
					if !errors.Is(err, models.ErrStale) {
						t.Error(err)
						return
					}
				}
			}
		})
		got, err := store.Case(ctx, account.ID, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(got.Request("r1").Events); n != writers*each || got.Version != c.Version+n {
			t.Errorf("got %d events at version %d, want %d and as many versions more", n, got.Version, writers*each)
		}
	})
}

func TestOneFormSentTwentyTimesMakesOneObject(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t)
		key := vault.NewID()
		var runs atomic.Int64
		answers := make([]string, 20)
		parallel(t, db, len(answers), func(store *models.Store, i int) {
			var err error
			answers[i], err = store.Once(ctx, "visitor", key, func(ctx context.Context) (string, string, error) {
				runs.Add(1)
				account, code, err := store.OpenAccount(ctx)
				if err != nil {
					return "", "", err
				}
				_, err = store.CreateCase(ctx, account.ID, models.Facts{Language: "fr"})
				return code, account.ID, err
			})
			if err != nil {
				t.Error(err)
			}
		})
		for i, got := range answers {
			if got != answers[0] || got == "" {
				t.Errorf("answer %d: got %q, want %q", i, got, answers[0])
			}
		}
		account, err := store.AccountByCode(ctx, answers[0])
		if err != nil {
			t.Fatal(err)
		}
		cases, err := store.Cases(ctx, account.ID)
		if err != nil || len(cases) != 1 || runs.Load() != 1 {
			t.Errorf("got %d cases in %d runs, %v", len(cases), runs.Load(), err)
		}
		var accounts int
		if err := db.Raw(t).QueryRow("SELECT count(*) FROM accounts").Scan(&accounts); err != nil || accounts != 1 {
			t.Errorf("got %d accounts, %v", accounts, err)
		}
	})
}

func TestAFailedFormMayBeSentAgain(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		key, broken := vault.NewID(), errors.New("broken")
		_, err := store.Once(ctx, account.ID, key, func(ctx context.Context) (string, string, error) {
			if _, err := store.CreateCase(ctx, account.ID, models.Facts{}); err != nil {
				return "", "", err
			}
			return "never", account.ID, broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("got %v, want the form's own error", err)
		}
		if cases, err := store.Cases(ctx, account.ID); len(cases) != 0 || err != nil {
			t.Errorf("the failed form left %d cases, %v", len(cases), err)
		}
		got, err := store.Once(ctx, account.ID, key, func(context.Context) (string, string, error) { return "now", account.ID, nil })
		if got != "now" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

func TestAFormsAnswerIsItsOwn(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t)
		key := vault.NewID()
		for _, test := range []struct{ trap, scope, key, say, want string }{
			{"the first", "a", key, "first", "first"},
			{"the same again", "a", key, "second", "first"},
			{"the same key of another visitor", "b", key, "third", "third"},
			{"another key", "a", key + "x", "fourth", "fourth"},
			{"scope and key run together", "a\x00" + key[:1], key[1:], "fifth", "fifth"},
		} {
			got, err := store.Once(ctx, test.scope, test.key, answer(test.say))
			if got != test.want || err != nil {
				t.Errorf("%s: got %q, %v, want %q", test.trap, got, err, test.want)
			}
		}
	})
}

func TestAttemptsAreCountedAcrossReplicas(t *testing.T) {
	const limit, tries = 10, 30
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t)
		var allowed atomic.Int64
		parallel(t, db, tries, func(store *models.Store, _ int) {
			ok, wait, err := store.Rate(ctx, "code 203.0.113.7", limit, hour)
			if err != nil || ok == (wait > 0) || wait > hour+time.Second { // the replicas read the clock in any order
				t.Errorf("got %t, %v, %v", ok, wait, err)
			}
			if ok {
				allowed.Add(1)
			}
		})
		if allowed.Load() != limit {
			t.Errorf("%d were let through, want %d", allowed.Load(), limit)
		}
		if ok, _, err := store.Rate(ctx, "code 203.0.113.8", limit, hour); !ok || err != nil {
			t.Errorf("another address: got %t, %v", ok, err)
		}
		db.Clock.Advance(hour)
		if ok, _, err := db.Open(t).Rate(ctx, "code 203.0.113.7", limit, hour); !ok || err != nil {
			t.Errorf("the next window: got %t, %v", ok, err)
		}
	})
}

// A replica may freeze in the middle of a write: its machine is paused, or the
// network to it gone, which the database would notice after hours. Others wait a
// minute for what it holds; when it wakes up, its write is undone.
func TestAReplicaThatFreezesHoldsNobodyUp(t *testing.T) {
	db := modelstest.Postgres(t)
	store, account := open(t, db)
	c := importWhole(t, store, account.ID)
	var patience string
	if err := store.ORM().Raw("SHOW idle_in_transaction_session_timeout").Scan(&patience).Error; err != nil || patience != "1min" {
		t.Errorf("it waits %q, %v, want a minute", patience, err)
	}
	frozen := db.Open(t, func(c *models.Config) { c.DatabaseURL += "&idle_in_transaction_session_timeout=1000" })
	inside, wake, woken := make(chan bool), make(chan bool), make(chan error)
	go func() {
		_, err := frozen.Change(ctx, account.ID, c.ID, c.Version, func(c *models.Case) error {
			c.Participation.Story = "by the one that froze"
			close(inside)
			<-wake
			return nil
		})
		woken <- err
	}()
	<-inside
	began := time.Now()
	within, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	changed, err := store.Change(within, account.ID, c.ID, c.Version, func(c *models.Case) error {
		c.Participation.Story = "by the other"
		return nil
	})
	if err != nil {
		t.Errorf("the other waited %s: %v", time.Since(began), err)
	}
	t.Logf("figure: a dossier held by a frozen replica was free after %s, of a second given", time.Since(began).Round(time.Millisecond))
	close(wake)
	if err := <-woken; err == nil || !models.Away(err) {
		t.Errorf("the one that woke up: %v, want the database away", err)
	}
	if got, err := store.Case(ctx, account.ID, c.ID); err != nil || got.Version != changed.Version || got.Participation.Story != "by the other" {
		t.Errorf("version %d of %d, %q, %v", got.Version, changed.Version, got.Participation.Story, err)
	}
}

// answer is a form that only answers.
func answer(word string) func(context.Context) (string, string, error) {
	return func(context.Context) (string, string, error) { return word, "", nil }
}
