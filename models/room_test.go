package models_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// long is facts with a text of so many bytes.
func long(n int) models.Facts {
	return models.Facts{Offer: &models.Offer{Title: strings.Repeat("x", n)}}
}

// P9: what is typed in all dossiers of an account together has a bound; one that
// is above it may still become smaller, and others have theirs.
func TestAnAccountHoldsSoMuch(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		first, err := store.CreateCase(ctx, account.ID, long(models.MaxDocBytes*3/4))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.CreateCase(ctx, account.ID, long(models.MaxDocBytes*3/4)); !errors.Is(err, models.ErrFull) {
			t.Errorf("a second long one: got %v, want ErrFull", err)
		}
		second, err := store.CreateCase(ctx, account.ID, models.Facts{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.SaveFacts(ctx, account.ID, second.ID, second.Version, long(models.MaxDocBytes*3/4)); !errors.Is(err, models.ErrFull) {
			t.Errorf("a short one that grows: got %v, want ErrFull", err)
		}
		letter := models.SentLetter{Text: strings.Repeat("x", models.MaxDocBytes/5), PDF: []byte("%PDF-")}
		withLetter, err := store.SaveRequest(ctx, account.ID, second.ID, second.Version, models.Request{ID: "r"})
		if err == nil {
			withLetter, err = store.AddEvent(ctx, account.ID, second.ID, withLetter.Version, "r", models.Event{Event: law.Event{Kind: law.Sent, On: law.MustDate("2026-11-20")}}, &letter)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.AddEvent(ctx, account.ID, second.ID, withLetter.Version, "r", models.Event{
			Event: law.Event{Kind: law.ReminderSent, On: law.MustDate("2026-11-21")}}, &letter); !errors.Is(err, models.ErrFull) {
			t.Errorf("a second long letter: got %v, want ErrFull", err)
		}
		grown := models.Request{ID: "other", Letter: &models.Letter{Edits: map[string]string{"fr.x.1": strings.Repeat("x", models.MaxDocBytes/10)}}}
		if _, err := store.SaveRequest(ctx, account.ID, second.ID, withLetter.Version, grown); !errors.Is(err, models.ErrFull) {
			t.Errorf("beside a long letter: got %v, want ErrFull", err)
		}
		if got, err := store.Case(ctx, account.ID, second.ID); err != nil || got.Version != withLetter.Version {
			t.Errorf("the refused changes left version %d, want %d (%v)", got.Version, withLetter.Version, err)
		}
		if _, err := store.SaveFacts(ctx, account.ID, first.ID, first.Version, long(10)); err != nil {
			t.Errorf("a long one made shorter: %v", err)
		}
		if _, err := store.SaveRequest(ctx, account.ID, second.ID, withLetter.Version, grown); err != nil {
			t.Errorf("where room was made: %v", err)
		}
		if _, err := store.CreateCase(ctx, openAnother(t, store).ID, long(models.MaxDocBytes*3/4)); err != nil {
			t.Errorf("another account: %v", err)
		}
	})
}

// P9: an account that is full may still say what happened, in few words and not for
// ever: nobody must erase a dossier to note the answer that came, or to close it.
func TestAFullAccountMayStillSayWhatHappened(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c, err := store.CreateCase(ctx, account.ID, models.Facts{})
		if err == nil {
			c, err = store.SaveRequest(ctx, account.ID, c.ID, c.Version, models.Request{ID: "r"})
		}
		if err == nil {
			_, err = store.CreateCase(ctx, account.ID, long(models.MaxDocBytes-1000))
		}
		if err != nil {
			t.Fatal(err)
		}
		noted := func(note string) error {
			after, err := store.AddEvent(ctx, account.ID, c.ID, c.Version, "r", models.Event{
				Event: law.Event{Kind: law.Acknowledged, On: law.MustDate("2026-11-20")}, Note: note}, nil)
			if err == nil {
				c = after
			}
			return err
		}
		for i := range 5 {
			if err := noted(strings.Repeat("x", 300)); err != nil {
				t.Fatalf("news %d of a full account: %v", i+1, err)
			}
		}
		if err := noted(strings.Repeat("x", 5000)); !errors.Is(err, models.ErrFull) {
			t.Errorf("a long note of a full account: got %v, want ErrFull", err)
		}
		for range 200 {
			if err = noted(strings.Repeat("x", 1500)); err != nil {
				break
			}
		}
		if !errors.Is(err, models.ErrFull) {
			t.Errorf("an account that goes on and on: got %v, want ErrFull", err)
		}
	})
}

// P9: of dossiers opened at the same time, exactly those that fit stay.
func TestAnAccountHoldsSoManyDossiers(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		for range models.MaxCases - 3 {
			if _, err := store.CreateCase(ctx, account.ID, models.Facts{}); err != nil {
				t.Fatal(err)
			}
		}
		errs := make([]error, 10)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { _, errs[i] = store.CreateCase(ctx, account.ID, models.Facts{}) })
		}
		all.Wait()
		opened := 0
		for _, err := range errs {
			switch {
			case err == nil:
				opened++
			case !errors.Is(err, models.ErrManyCases):
				t.Errorf("got %v, want ErrManyCases", err)
			}
		}
		cases, err := store.Cases(ctx, account.ID)
		if opened != 3 || len(cases) != models.MaxCases || err != nil {
			t.Errorf("%d of ten were opened, %d are there (%v); want 3 and %d", opened, len(cases), err, models.MaxCases)
		}
		if err := store.EraseCase(ctx, account.ID, cases[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := store.CreateCase(ctx, account.ID, models.Facts{}); err != nil {
			t.Errorf("where room was made: %v", err)
		}
	})
}

// P9: the files of all dossiers of an account together have a bound as well.
func TestTheFilesOfAnAccountHaveABound(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, gone := discards(t, db)
		account := openAnother(t, store)
		quota := models.Quota{Files: 100, Bytes: 1 << 40, AccountBytes: 5 * 101}
		var cases []models.Case
		for range 2 {
			c, err := store.CreateCase(ctx, account.ID, models.Facts{})
			if err != nil {
				t.Fatal(err)
			}
			cases = append(cases, c)
		}
		kept := 0
		for i := range 8 {
			_, err := store.AddEvidence(ctx, account.ID, cases[i%2].ID, quota, fileOf(fmt.Sprintf("%02d", i), 100))
			switch {
			case err == nil:
				kept++
			case !errors.Is(err, models.ErrQuota):
				t.Errorf("got %v, want ErrQuota", err)
			}
		}
		if kept != 5 || len(gone()) > 0 {
			t.Errorf("%d files were taken, want 5", kept)
		}
		if err := store.EraseCase(ctx, account.ID, cases[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := store.AddEvidence(ctx, account.ID, cases[1].ID, quota, fileOf("ff", 100)); err != nil {
			t.Errorf("where room was made: %v", err)
		}
	})
}
