package models_test

import (
	"errors"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

const year = 365 * 24 * hour

// aheadFor lets act happen while the clock of the machine is ahead, and then
// puts it right.
func aheadFor(db *modelstest.Database, by time.Duration, act func()) {
	db.Clock.Advance(by)
	act()
	db.Clock.Advance(-by)
}

// Who tried while the clock was ahead by any time is counted anew once it is
// right: nobody is kept out until the day that it showed.
func TestAClockAheadLocksNobodyOut(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t)
		for name, by := range map[string]time.Duration{"two hours": 2 * hour, "a year": year} {
			try := func() bool {
				ok, wait, err := store.Rate(ctx, name, 2, hour)
				must(t, err)
				if wait > hour {
					t.Errorf("ahead by %s: told to wait %s", name, wait)
				}
				return ok
			}
			aheadFor(db, by, func() { try(); try(); try() })
			if got := []bool{try(), try(), try()}; !got[0] || !got[1] || got[2] {
				t.Errorf("ahead by %s, then right: got %v, want two tries", name, got)
			}
		}
	})
}

// What was opened or asked while the clock was ahead lasts as long as any other
// from the moment that it is right.
func TestWhatAClockAheadOpenedEnds(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		account := w.c.Account
		var token, link, confirmation string
		var job models.Job
		aheadFor(db, year, func() {
			var err, errLink, errConfirmation, errOnce error
			_, token, err = w.store.StartSession(ctx, account, models.OwnDevice)
			link, errLink = w.store.NewSignInLink(ctx, account)
			confirmation, errConfirmation = w.store.ProposeEmail(ctx, account, "zoe@exemple.example", "fr")
			_, errOnce = w.store.Once(ctx, account, "a form of a year ahead", answer("/fr/"))
			must(t, errors.Join(err, errLink, errConfirmation, errOnce))
			job = w.ask(bundleOrder)
			w.claim() // and its worker died
		})
		if _, err := w.store.UseSignInLink(ctx, link); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a link that works for a year and ten minutes: %v", err)
		}
		_, err := w.store.Expire(ctx)
		must(t, err)
		if _, err := w.store.Session(ctx, token); err != nil {
			t.Errorf("the session: %v; its person may not have noted the code", err)
		}
		if got := w.claim(); got.ID != job.ID {
			t.Errorf("claimed %s, want %s", got.ID, job.ID)
		}
		db.Clock.Advance(25 * hour)
		_, err = w.store.Expire(ctx)
		must(t, err)
		if _, err := w.store.Session(ctx, token); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the session after its life: got %v, want ErrNotFound", err)
		}
		if _, _, err := w.store.ConfirmEmail(ctx, confirmation); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the confirmation after its life: got %v, want ErrNotFound", err)
		}
		for _, table := range []string{"sessions", "sign_in_links", "email_confirmations", "once_keys", "jobs"} {
			if n := rowsOf(t, db)[table]; n != 0 {
				t.Errorf("%s keeps %d rows", table, n)
			}
		}
	})
}

// A dossier that was looked at while the clock was ahead goes as many days after
// that visit as any other.
func TestAVisitOfAClockAheadCountsForToday(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, noDue)
		account := openAnother(t, store)
		_, err := store.CreateCase(ctx, account.ID, storyOf(""))
		must(t, err)
		aheadFor(db, year, func() {
			_, _, err := store.StartSession(ctx, account.ID, models.OwnDevice)
			must(t, err)
		})
		_, err = store.Expire(ctx)
		must(t, err)
		db.Clock.Advance(31 * 24 * hour)
		purged(t, store, models.Purged{Cases: 1, Accounts: 1})
	})
}

// Reminders that were queued, claimed or sent a year too early are sent on their
// day, and a case that was looked at then is looked at again.
func TestAClockAheadLosesNoReminder(t *testing.T) {
	for trap, act := range map[string]func(*testing.T, *models.Store){
		"queued":           func(*testing.T, *models.Store) {},
		"claimed":          func(t *testing.T, store *models.Store) { claim(t, store, 1) },
		"put back":         func(t *testing.T, store *models.Store) { must(t, store.PutBack(ctx, claim(t, store, 1), hour)) },
		"sent":             func(t *testing.T, store *models.Store) { must(t, store.HandedOver(ctx, claim(t, store, 1))) },
		"found unwanted":   func(t *testing.T, store *models.Store) { must(t, store.DropReminder(ctx, claim(t, store, 1))) },
		"no longer of use": nil,
	} {
		t.Run(trap, func(t *testing.T) {
			modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
				store := db.Open(t, func(c *models.Config) { c.Reminders = remindByStory })
				account := openAnother(t, store)
				token, err := store.ProposeEmail(ctx, account.ID, "zoe@exemple.example", "fr")
				must(t, err)
				_, _, err = store.ConfirmEmail(ctx, token)
				must(t, err)
				_, err = store.CreateCase(ctx, account.ID, storyOf("2026-12-20"))
				must(t, err)
				by := 40 * 24 * hour
				if act == nil {
					by = year
				}
				aheadFor(db, by, func() {
					_, err := store.QueueReminders(ctx, law.DateOf(db.Clock.Now()))
					must(t, err)
					if act != nil {
						act(t, store)
					}
				})
				must(t, store.LookAgain(ctx)) // as whoever swept by that clock does
				_, err = store.Expire(ctx)
				must(t, err)
				today := law.DateOf(db.Clock.Now())
				_, err = store.QueueReminders(ctx, today)
				must(t, err)
				for { // what is too early is dropped, as a postman does
					claims, err := store.ClaimReminders(ctx, 10, time.Minute)
					must(t, err)
					if len(claims) == 0 {
						break
					}
					if _, err := store.Notice(ctx, claims[0], today); !errors.Is(err, models.ErrUnwanted) {
						t.Fatalf("a reminder of a day to come: %v", err)
					}
					must(t, store.DropReminder(ctx, claims[0]))
				}
				db.Clock.Advance(28 * 24 * hour) // its day
				today = law.DateOf(db.Clock.Now())
				if n, err := store.QueueReminders(ctx, today); n != 1 || err != nil {
					t.Fatalf("on its day: queued %d, %v, want 1", n, err)
				}
				if _, err := store.Notice(ctx, claim(t, store, 1), today); err != nil {
					t.Errorf("on its day: %v", err)
				}
			})
		})
	}
}

// What a clock that jumped would purge is gone for good: it is not believed for
// some days, and neither is one that came back.
func TestAClockThatJumpsIsNotPurgedBy(t *testing.T) {
	const day = 24 * hour
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		for _, step := range []struct {
			trap  string
			after time.Duration
			want  bool
		}{
			{"the first day here", 0, false},
			{"asked again", hour, false},
			{"the second", day, false},
			{"the third", day, false},
			{"the fourth", day, true},
			{"a day later", day, true},
			{"down for two days", 2 * day, true},
			{"ten years ahead", 3650 * day, false},
			{"still ahead", day, false},
			{"put right", -3651 * day, false},
			{"a day after", day, false},
			{"two days after", day, false},
			{"three days after", day, true},
			{"down for three days", 3 * day, false},
			{"and three more", day, false},
			{"after the second", day, false},
			{"after the third", day, true},
		} {
			db.Clock.Advance(step.after)
			// A new process knows what the one before knew.
			if got, err := db.Open(t).Steady(ctx); got != step.want || err != nil {
				t.Errorf("%s: got %t, %v, want %t", step.trap, got, err, step.want)
			}
		}

		// A replica whose clock is wrong keeps the others from it.
		db.Clock.Advance(day)
		astray := db.Open(t, func(c *models.Config) {
			c.Now = func() time.Time { return db.Clock.Now().Add(400 * day) }
		})
		for name, store := range map[string]*models.Store{"astray": astray, "right": db.Open(t)} {
			if _, err := store.Steady(ctx); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, store := range map[string]*models.Store{"astray": astray, "right": db.Open(t)} {
			if got, err := store.Steady(ctx); got || err != nil {
				t.Errorf("beside one another, %s: got %t, %v", name, got, err)
			}
		}
	})
}
