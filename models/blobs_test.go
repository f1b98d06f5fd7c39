package models_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"contreoffre/models"
	"contreoffre/models/modelstest"
)

var plenty = models.Quota{Files: 1000, Bytes: 1 << 40, AccountBytes: 1 << 40}

// fileOf is an exhibit with a file of that hash and size, and a copy of one
// byte.
func fileOf(hash string, size int64) models.Evidence {
	return models.Evidence{Kind: "other", Caption: hash, SHA256: hash,
		Kept: &models.Kept{Original: models.NewID(), Copy: models.NewID(), Size: size, CopySize: 1}}
}

// discards is a store that notes what it would delete.
func discards(t *testing.T, db *modelstest.Database) (*models.Store, func() []string) {
	var mu sync.Mutex
	var gone []string
	store := db.Open(t, func(c *models.Config) {
		c.Discard = func(blobs []string) {
			mu.Lock()
			defer mu.Unlock()
			gone = append(gone, blobs...)
		}
	})
	return store, func() []string {
		mu.Lock()
		defer mu.Unlock()
		told := slices.Sorted(slices.Values(gone))
		gone = nil
		return told
	}
}

// A blob is discarded exactly when no row names it any more.
func TestABlobGoesWithWhatNamedIt(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, gone := discards(t, db)
		account := openAnother(t, store)
		add := func(c models.Case, hash string) models.Evidence {
			t.Helper()
			e, err := store.AddEvidence(ctx, account.ID, c.ID, plenty, fileOf(hash, 5))
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		version := func(c models.Case) int {
			c, err := store.Case(ctx, account.ID, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return c.Version
		}
		blobs := func(es ...models.Evidence) []string {
			var ids []string
			for _, e := range es {
				ids = append(ids, e.Kept.Original, e.Kept.Copy)
			}
			slices.Sort(ids)
			return ids
		}
		c, other := importWhole(t, store, account.ID), importWhole(t, store, account.ID)
		one, two, three, four := add(c, "01"), add(c, "02"), add(c, "03"), add(other, "01")
		kept, err := store.Blobs(ctx)
		if err != nil || !slices.Equal(kept, blobs(one, two, three, four)) || len(gone()) > 0 {
			t.Errorf("at first: got %v, %v", kept, err)
		}

		old := two.Kept.Copy
		two, err = store.ChangeEvidence(ctx, account.ID, c.ID, two.ID, plenty, func(e *models.Evidence) error {
			e.Kept.Copy = models.NewID()
			return nil
		})
		if got := gone(); err != nil || !slices.Equal(got, []string{old}) {
			t.Errorf("another copy: discarded %v, %v, want %s", got, err, old)
		}
		two.Kept, two.Caption = nil, "another caption"
		if _, err := store.SaveEvidence(ctx, account.ID, c.ID, version(c), two); err != nil || len(gone()) > 0 {
			t.Errorf("another caption discarded something, %v", err)
		}
		stored, err := store.Case(ctx, account.ID, c.ID)
		if err != nil || stored.Exhibit(two.ID).Kept == nil {
			t.Fatalf("another caption lost the file, %v", err)
		}
		two = *stored.Exhibit(two.ID)

		refused := errors.New("no")
		_, err = store.Change(ctx, account.ID, c.ID, version(c), func(c *models.Case) error {
			c.Evidence = nil
			return refused
		})
		if got := gone(); !errors.Is(err, refused) || len(got) > 0 {
			t.Errorf("a refused change discarded %v, %v", got, err)
		}
		if _, err := store.DeleteEvidence(ctx, account.ID, c.ID, version(c), one.ID); err != nil || !slices.Equal(gone(), blobs(one)) {
			t.Errorf("deleting one: %v", err)
		}
		if err := store.EraseCase(ctx, account.ID, c.ID); err != nil || !slices.Equal(gone(), blobs(two, three)) {
			t.Errorf("erasing the case: %v", err)
		}
		if err := store.EraseAccount(ctx, account.ID); err != nil || !slices.Equal(gone(), blobs(four)) {
			t.Errorf("erasing the account: %v", err)
		}
		if kept, err := store.Blobs(ctx); err != nil || len(kept) > 0 {
			t.Errorf("at last: got %v, %v", kept, err)
		}
	})
}

// P9: of twenty uploads at the same time, exactly those that fit stay.
func TestTheQuotaHoldsAgainstParallelUploads(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, gone := discards(t, db)
		account := openAnother(t, store)
		for name, quota := range map[string]models.Quota{
			"files": {Files: 7, Bytes: 1 << 40, AccountBytes: 1 << 40},
			"bytes": {Files: 1000, Bytes: 7 * 101, AccountBytes: 1 << 40},
		} {
			c, err := store.CreateCase(ctx, account.ID, models.Facts{})
			if err != nil {
				t.Fatal(err)
			}
			errs := make([]error, 20)
			var all sync.WaitGroup
			for i := range errs {
				all.Go(func() {
					_, errs[i] = store.AddEvidence(ctx, account.ID, c.ID, quota, fileOf(fmt.Sprintf("%02d", i), 100))
				})
			}
			all.Wait()
			added := 0
			for _, err := range errs {
				switch {
				case err == nil:
					added++
				case !errors.Is(err, models.ErrQuota):
					t.Errorf("%s: got %v", name, err)
				}
			}
			stored, err := store.Case(ctx, account.ID, c.ID)
			if added != 7 || err != nil || len(stored.Evidence) != 7 || stored.Version != 8 || len(gone()) > 0 {
				t.Errorf("%s: %d were let in, %d are there at version %d, %v", name, added, len(stored.Evidence), stored.Version, err)
			}
		}
	})
}

func TestTheSameFileIsAddedOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c, err := store.CreateCase(ctx, account.ID, models.Facts{})
		if err != nil {
			t.Fatal(err)
		}
		errs := make(chan error)
		for range 5 {
			go func() {
				_, err := store.AddEvidence(ctx, account.ID, c.ID, plenty, fileOf("aa", 5))
				errs <- err
			}()
		}
		added := 0
		for range 5 {
			switch err := <-errs; {
			case err == nil:
				added++
			case !errors.Is(err, models.ErrSame):
				t.Errorf("got %v, want ErrSame", err)
			}
		}
		if added != 1 {
			t.Errorf("it was added %d times", added)
		}
	})
}

// A blob belongs to one exhibit: naming another's is refused.
func TestABlobIsNamedOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		stranger := openAnother(t, store)
		mine, theirs := importWhole(t, store, account.ID), importWhole(t, store, stranger.ID)
		e, err := store.AddEvidence(ctx, account.ID, mine.ID, plenty, fileOf("aa", 5))
		if err != nil {
			t.Fatal(err)
		}
		stolen := fileOf("bb", 5)
		stolen.Kept.Original = e.Kept.Original
		for name, who := range map[string][2]string{"another's": {stranger.ID, theirs.ID}, "one's own": {account.ID, mine.ID}} {
			if _, err := store.AddEvidence(ctx, who[0], who[1], plenty, stolen); err == nil {
				t.Errorf("%s blob was named again", name)
			}
		}
	})
}
