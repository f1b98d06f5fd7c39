package models_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"contreoffre/models"
	"contreoffre/models/modelstest"
)

const hour = time.Hour

func TestARecoveryCodeOpensItsAccount(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t)
		account, code, err := store.OpenAccount(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for trap, typed := range map[string]string{
			"as shown":            code,
			"lower case, spaced":  " " + strings.ToLower(strings.ReplaceAll(code, "-", " ")) + "\n",
			"letters for figures": strings.NewReplacer("0", "O", "1", "l").Replace(code),
		} {
			got, err := store.AccountByCode(ctx, typed)
			if got.ID != account.ID || err != nil {
				t.Errorf("%s: got %q, %v", trap, got.ID, err)
			}
		}
		renewed, err := store.NewRecoveryCode(ctx, account.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.AccountByCode(ctx, code); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the old code: got %v, want ErrNotFound", err)
		}
		if got, err := store.AccountByCode(ctx, renewed); got.ID != account.ID || err != nil {
			t.Errorf("the new code: got %q, %v", got.ID, err)
		}
		if _, err := store.AccountByCode(ctx, "AAAAA"); !errors.Is(err, models.ErrBadCode) {
			t.Errorf("no code: got %v, want ErrBadCode", err)
		}
	})
}

func TestAnAddressIsFoundWhateverItsCase(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		if err := store.SaveEmail(ctx, account.ID, "Zoe@Exemple.example"); err != nil {
			t.Fatal(err)
		}
		got, err := store.AccountsByEmail(ctx, " zoe@exemple.EXAMPLE")
		if err != nil || len(got) != 1 || got[0].ID != account.ID || got[0].Email != "Zoe@Exemple.example" {
			t.Errorf("got %+v, %v", got, err)
		}
		if err := store.SaveEmail(ctx, account.ID, ""); err != nil {
			t.Fatal(err)
		}
		if got, err := store.AccountsByEmail(ctx, "zoe@exemple.example"); len(got) != 0 || err != nil {
			t.Errorf("removed: got %+v, %v", got, err)
		}
		if got, err := store.Account(ctx, account.ID); got.Email != "" || err != nil {
			t.Errorf("removed: got %q, %v", got.Email, err)
		}
	})
}

func TestASessionEnds(t *testing.T) {
	limits := models.Limits{Idle: hour, Life: 3 * hour}
	tests := []struct {
		trap string
		act  func(t *testing.T, store *models.Store, clock *modelstest.Clock, s models.Session, token string) (typed string)
		want error
	}{
		{"visited", func(*testing.T, *models.Store, *modelstest.Clock, models.Session, string) string { return "" }, nil},
		{"idle for less than its limit", func(_ *testing.T, _ *models.Store, c *modelstest.Clock, _ models.Session, _ string) string {
			c.Advance(hour - time.Minute)
			return ""
		}, nil},
		{"idle for its limit", func(_ *testing.T, _ *models.Store, c *modelstest.Clock, _ models.Session, _ string) string {
			c.Advance(hour)
			return ""
		}, models.ErrNotFound},
		{"busy until the end of its life", func(t *testing.T, store *models.Store, c *modelstest.Clock, _ models.Session, token string) string {
			for range 5 {
				c.Advance(35 * time.Minute)
				if _, err := store.Session(ctx, token); err != nil {
					t.Errorf("a visit: %v", err)
				}
			}
			c.Advance(5 * time.Minute)
			return ""
		}, models.ErrNotFound},
		{"ended", func(t *testing.T, store *models.Store, _ *modelstest.Clock, s models.Session, _ string) string {
			if err := store.EndSession(ctx, s.Account, s.ID); err != nil {
				t.Error(err)
			}
			return ""
		}, models.ErrNotFound},
		{"ended with all others", func(t *testing.T, store *models.Store, _ *modelstest.Clock, s models.Session, _ string) string {
			if err := store.EndOtherSessions(ctx, s.Account, ""); err != nil {
				t.Error(err)
			}
			return ""
		}, models.ErrNotFound},
		{"kept while the others end", func(t *testing.T, store *models.Store, _ *modelstest.Clock, s models.Session, _ string) string {
			if err := store.EndOtherSessions(ctx, s.Account, s.ID); err != nil {
				t.Error(err)
			}
			return ""
		}, nil},
		{"ended by a stranger", func(t *testing.T, store *models.Store, _ *modelstest.Clock, s models.Session, _ string) string {
			stranger := openAnother(t, store)
			if err := store.EndSession(ctx, stranger.ID, s.ID); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("got %v, want ErrNotFound", err)
			}
			return ""
		}, nil},
		{"its id for its token", func(_ *testing.T, _ *models.Store, _ *modelstest.Clock, s models.Session, _ string) string {
			return s.ID
		}, models.ErrNotFound},
		{"a token of nobody", func(*testing.T, *models.Store, *modelstest.Clock, models.Session, string) string { return "\x00'; --" }, models.ErrNotFound},
	}
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		for _, test := range tests {
			session, token, err := store.StartSession(ctx, account.ID, limits)
			if err != nil {
				t.Fatal(err)
			}
			typed := test.act(t, store, db.Clock, session, token)
			if typed == "" {
				typed = token
			}
			got, err := store.Session(ctx, typed)
			if !errors.Is(err, test.want) {
				t.Errorf("%s: got %v, want %v", test.trap, err, test.want)
			}
			if err == nil && (got.ID != session.ID || got.Account != account.ID || !got.EndsAt.Equal(session.EndsAt)) {
				t.Errorf("%s: got %+v, want %+v", test.trap, got, session)
			}
			if err := store.EndOtherSessions(ctx, account.ID, ""); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAVisitIsNotedOnSessionAndAccount(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		_, token, err := store.StartSession(ctx, account.ID, models.Limits{Idle: 3 * hour, Life: 5 * hour})
		if err != nil {
			t.Fatal(err)
		}
		db.Clock.Advance(2 * hour)
		if _, err := store.Session(ctx, token); err != nil {
			t.Fatal(err)
		}
		sessions, err := store.Sessions(ctx, account.ID)
		if err != nil || len(sessions) != 1 || sessions[0].SeenAt.Sub(sessions[0].CreatedAt) < 2*hour {
			t.Errorf("got %+v, %v", sessions, err)
		}
		got, err := store.Account(ctx, account.ID)
		if err != nil || got.SeenAt.Sub(account.SeenAt) < 2*hour || got.SeenAt.Location() != time.UTC {
			t.Errorf("got %v after %v, %v", got.SeenAt, account.SeenAt, err)
		}
	})
}

func TestWhatHasHadItsTimeIsDeletedAndNothingElse(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		count := func() (n int) {
			for _, table := range []string{"sessions", "once_keys", "rate_counters"} {
				var rows int
				if err := db.Raw(t).QueryRow("SELECT count(*) FROM " + table).Scan(&rows); err != nil {
					t.Fatal(err)
				}
				n += rows
			}
			return n
		}
		fill := func(limits models.Limits, key string, window time.Duration) {
			_, _, err := store.StartSession(ctx, account.ID, limits)
			_, errOnce := store.Once(ctx, account.ID, key, answer("/fr/"))
			_, _, errRate := store.Rate(ctx, key, 5, window)
			if err := errors.Join(err, errOnce, errRate); err != nil {
				t.Fatal(err)
			}
		}
		fill(models.Limits{Idle: 48 * hour, Life: 24 * hour}, "old old old old old old", 24*hour)
		db.Clock.Advance(23 * hour)
		if n, err := store.Expire(ctx); n != 0 || err != nil {
			t.Errorf("early: deleted %d, %v", n, err)
		}
		fill(models.Limits{Idle: 2 * hour, Life: 48 * hour}, "new new new new new new", 48*hour)
		db.Clock.Advance(hour)
		if n, err := store.Expire(ctx); n != 3 || err != nil || count() != 3 {
			t.Errorf("in time: deleted %d, left %d, %v", n, count(), err)
		}
		db.Clock.Advance(hour)
		if n, err := store.Expire(ctx); n != 1 || err != nil {
			t.Errorf("the idle session: deleted %d, %v", n, err)
		}
	})
}

func TestAMarkBelongsToItsValueAndPurpose(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		mark := db.Open(t).Mark("form", "token")
		replica := db.Open(t)
		for _, test := range []struct {
			trap, purpose, value, mark string
			want                       bool
		}{
			{"on another replica", "form", "token", mark, true},
			{"another value", "form", "tokem", mark, false},
			{"another purpose", "farm", "token", mark, false},
			{"cut", "form", "token", mark[:len(mark)-1], false},
			{"empty", "form", "token", "", false},
		} {
			if got := replica.IsMark(test.purpose, test.value, test.mark); got != test.want {
				t.Errorf("%s: got %t", test.trap, got)
			}
		}
	})
}
