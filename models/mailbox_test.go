package models_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"contreoffre/models"
	"contreoffre/models/modelstest"
)

func TestAnAddressIsConfirmedOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		old, err := store.ProposeEmail(ctx, account.ID, "vieille@exemple.example", "fr")
		if err != nil {
			t.Fatal(err)
		}
		token, err := store.ProposeEmail(ctx, account.ID, "zoe@exemple.example", "en")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := store.Mailbox(ctx, account.ID); got != (models.Mailbox{Pending: "zoe@exemple.example"}) || err != nil {
			t.Errorf("before: got %+v, %v", got, err)
		}
		for name, wrong := range map[string]string{"a link from before": old, "unknown": "x", "empty": ""} {
			if _, _, err := store.ConfirmEmail(ctx, wrong); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
		}
		var won atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				switch got, previous, err := store.ConfirmEmail(ctx, token); {
				case err == nil && got == account.ID && previous == "":
					won.Add(1)
				case !errors.Is(err, models.ErrNotFound):
					t.Errorf("got %q, %v", got, err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d of 20 confirmed, want 1", won.Load())
		}
		if got, err := store.Mailbox(ctx, account.ID); got != (models.Mailbox{Address: "zoe@exemple.example", Language: "en"}) || err != nil {
			t.Errorf("after: got %+v, %v", got, err)
		}
		if err := store.StopReminders(ctx, account.ID); err != nil {
			t.Fatal(err)
		}
		if got, _ := store.Mailbox(ctx, account.ID); got != (models.Mailbox{Address: "zoe@exemple.example"}) {
			t.Errorf("stopped: got %+v", got)
		}
		if err := store.StartReminders(ctx, account.ID, "fr"); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"zoe@exemple.example", ""} { // whoever asks second has nobody to write to
			if got, err := store.ForgetEmail(ctx, account.ID); got != want || err != nil {
				t.Errorf("forgetting: got %q, %v, want %q", got, err, want)
			}
		}
		if got, err := store.Mailbox(ctx, account.ID); got != (models.Mailbox{}) || err != nil {
			t.Errorf("forgotten: got %+v, %v", got, err)
		}
		if err := store.StartReminders(ctx, account.ID, "fr"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("reminders without an address: got %v, want ErrNotFound", err)
		}
	})
}

func TestAConfirmationGrowsOld(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		token, err := store.ProposeEmail(ctx, account.ID, "zoe@exemple.example", "fr")
		if err != nil {
			t.Fatal(err)
		}
		db.Clock.Advance(models.ConfirmationLife + time.Second)
		if _, _, err := store.ConfirmEmail(ctx, token); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
		if got, err := store.Mailbox(ctx, account.ID); got != (models.Mailbox{}) || err != nil {
			t.Errorf("got %+v, %v", got, err)
		}
		if _, err := store.Expire(ctx); err != nil {
			t.Fatal(err)
		}
		if n := rowsOf(t, db)["email_confirmations"]; n != 0 {
			t.Errorf("%d addresses that nobody confirmed are still there", n)
		}
	})
}

func TestAFeedIsFoundByItsSecretAlone(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		if _, err := store.Feed(ctx, account.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("no feed yet: got %v", err)
		}
		old, err := store.OpenFeed(ctx, account.ID, models.Feed{Language: "fr"})
		if err != nil {
			t.Fatal(err)
		}
		token, err := store.OpenFeed(ctx, account.ID, models.Feed{Language: "en", Detailed: true})
		if err != nil || len(token) < 52 { // 5 bits a character
			t.Fatalf("got a token of %d characters, %v", len(token), err)
		}
		if got, err := store.AccountOfFeed(ctx, token); got != account.ID || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
		if got, err := store.Feed(ctx, account.ID); got != (models.Feed{Language: "en", Detailed: true}) || err != nil {
			t.Errorf("got %+v, %v", got, err)
		}
		if err := store.CloseFeed(ctx, account.ID); err != nil {
			t.Fatal(err)
		}
		for name, wrong := range map[string]string{"the one from before": old, "a closed one": token, "the account's id": account.ID, "empty": ""} {
			if got, err := store.AccountOfFeed(ctx, wrong); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: got %q, %v, want ErrNotFound", name, got, err)
			}
		}
	})
}
