package models_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// P26: a sign-in link opens its account once, whoever else tries it at the
// same time.
func TestASignInLinkOpensOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		old, err := store.NewSignInLink(ctx, account.ID)
		must(t, err)
		token, err := store.NewSignInLink(ctx, account.ID)
		must(t, err)
		if len(token) < 52 { // 5 bits a character
			t.Errorf("a token of %d characters", len(token))
		}
		for name, wrong := range map[string]string{"a link from before": old, "unknown": "x", "empty": "", "the account": account.ID} {
			if _, err := store.UseSignInLink(ctx, wrong); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
		}
		var won atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				switch got, err := store.UseSignInLink(ctx, token); {
				case err == nil && got == account.ID:
					won.Add(1)
				case !errors.Is(err, models.ErrNotFound):
					t.Errorf("got %q, %v", got, err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d of 20 opened the account, want 1", won.Load())
		}
	})
}

func TestASignInLinkDies(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		for name, end := range map[string]func() error{
			"of age":               func() error { db.Clock.Advance(models.SignInLinkLife); return nil },
			"with the old code":    func() error { return second(store.NewRecoveryCode(ctx, account.ID)) },
			"with the old address": func() error { return store.SaveEmail(ctx, account.ID, "autre@exemple.example") },
			"with the address":     func() error { return second(store.ForgetEmail(ctx, account.ID)) },
		} {
			token, err := store.NewSignInLink(ctx, account.ID)
			must(t, err)
			must(t, end())
			if _, err := store.UseSignInLink(ctx, token); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
		}
		if _, err := store.NewSignInLink(ctx, account.ID); err != nil {
			t.Fatal(err)
		}
		db.Clock.Advance(models.SignInLinkLife)
		if _, err := store.Expire(ctx); err != nil {
			t.Fatal(err)
		}
		if n := rowsOf(t, db)["sign_in_links"]; n != 0 {
			t.Errorf("%d links that nobody used are still there", n)
		}
	})
}
