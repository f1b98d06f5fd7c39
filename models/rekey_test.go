package models_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

// keyInFile has stores read the master key of a database from a file.
func keyInFile(db *modelstest.Database) (vault.Source, func(*models.Config)) {
	keys := vault.Source{File: filepath.Join(db.Dir, "master.key")}
	return keys, func(c *models.Config) { c.Keys = keys }
}

// Servers are restarted one after the other, and one may be forgotten: it opens
// what the others made under the new key, and goes on when the old one is
// retired.
func TestAServerThatWasNotRestartedLearnsTheNewKey(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		keys, inFile := keyInFile(db)
		forgotten := db.Open(t, inFile)
		early := openAnother(t, forgotten)
		must(t, keys.Add())
		restarted := db.Open(t, inFile)
		late := openAnother(t, restarted)
		c := importWhole(t, restarted, early.ID)
		if _, err := forgotten.Account(ctx, late.ID); err != nil {
			t.Errorf("an account under the new key: %v", err)
		}
		if _, err := forgotten.Case(ctx, early.ID, c.ID); err != nil {
			t.Errorf("a case under the new key: %v", err)
		}
		_, err := restarted.Rekey(ctx)
		must(t, err)
		_, err = keys.Retire()
		must(t, err)
		last := openAnother(t, forgotten)
		alone := db.Open(t, inFile)
		for _, account := range []models.Account{early, late, last} {
			for name, store := range map[string]*models.Store{"forgotten": forgotten, "with the new key alone": alone} {
				if _, err := store.Account(ctx, account.ID); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	})
}

// A server whose environment has the old key alone makes nothing under it any
// more: it would be lost with that key.
func TestNothingIsMadeUnderARetiredKey(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		forgotten, account := open(t, db)
		db.Key += "," + vault.NewMaster()
		_, err := db.Open(t).Rekey(ctx)
		must(t, err)
		before := rowsOf(t, db)
		if _, _, err := forgotten.OpenAccount(ctx); !errors.Is(err, vault.ErrWrongKey) {
			t.Errorf("an account: got %v, want ErrWrongKey", err)
		}
		if _, err := forgotten.CreateCase(ctx, account.ID, models.Facts{}); !errors.Is(err, vault.ErrWrongKey) {
			t.Errorf("a case: got %v, want ErrWrongKey", err)
		}
		if after := rowsOf(t, db); after["accounts"] != before["accounts"] || after["cases"] != before["cases"] {
			t.Errorf("rows: %v, before %v", after, before)
		}
	})
}

// What servers with the old key alone make while the keys are changed is either
// refused or changed too.
func TestWhatIsMadeDuringARekeyIsNotLeftBehind(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		forgotten := db.Open(t)
		for range 20 {
			openAnother(t, forgotten)
		}
		old, renewed := db.Key, vault.NewMaster()
		var made []string
		var all sync.WaitGroup
		all.Go(func() {
			for {
				account, _, err := forgotten.OpenAccount(ctx)
				if errors.Is(err, vault.ErrWrongKey) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				made = append(made, account.ID)
				time.Sleep(time.Millisecond) // let the other in
			}
		})
		db.Key = old + "," + renewed
		_, err := db.Open(t).Rekey(ctx)
		must(t, err)
		all.Wait()
		db.Key = renewed
		after := db.Open(t)
		for _, account := range made {
			if _, err := after.Account(ctx, account); err != nil {
				t.Errorf("made during the change: %v", err)
			}
		}
		t.Logf("figure: %d accounts made during a change of the master key, all under the new one", len(made))
	})
}
