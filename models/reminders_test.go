package models_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// remindByStory is a rule that a test can steer: the person's story is the day
// of the one reminder.
func remindByStory(c models.Case) []models.Reminder {
	day := dueByStory(c)
	if day.IsZero() {
		return nil
	}
	return []models.Reminder{{Occasion: models.DayPassed, Request: "r1", DueOn: day, On: day, Until: day.AddDays(30)}}
}

var sweepDay = law.MustDate("2026-11-22")

// queueOne returns a store with one reminder in its queue.
func queueOne(t *testing.T, db *modelstest.Database) (*models.Store, models.Case) {
	t.Helper()
	store := db.Open(t, func(c *models.Config) { c.Reminders = remindByStory })
	account := openAnother(t, store)
	token, err := store.ProposeEmail(ctx, account.ID, "zoe@exemple.example", "fr")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.ConfirmEmail(ctx, token); err != nil {
		t.Fatal(err)
	}
	c, err := store.CreateCase(ctx, account.ID, storyOf("2026-11-20"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{1, 0} {
		if n, err := store.QueueReminders(ctx, sweepDay); n != want || err != nil {
			t.Fatalf("sweep %d: queued %d, %v, want %d", i+1, n, err, want)
		}
	}
	return store, c
}

func claim(t *testing.T, store *models.Store, want int) models.Claim {
	t.Helper()
	claims, err := store.ClaimReminders(ctx, 10, time.Minute)
	if err != nil || len(claims) != want {
		t.Fatalf("claimed %d, %v, want %d", len(claims), err, want)
	}
	if want == 0 {
		return models.Claim{}
	}
	return claims[0]
}

func TestAClaimIsOursUntilItsLeaseEnds(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, _ := queueOne(t, db)
		first := claim(t, store, 1)
		claim(t, store, 0)
		db.Clock.Advance(2 * time.Minute) // who held it died
		second := claim(t, store, 1)
		if second.ID != first.ID || second.Tries() != 2 {
			t.Errorf("got %s at try %d, want %s at 2", second.ID, second.Tries(), first.ID)
		}
		// The first was slow, not dead: it may not give away what is no longer
		// its own.
		if err := errors.Join(store.PutBack(ctx, first, 0), store.DropReminder(ctx, first)); err != nil {
			t.Fatal(err)
		}
		claim(t, store, 0)
		// But what it sent was sent.
		if err := store.HandedOver(ctx, first); err != nil {
			t.Fatal(err)
		}
		if err := store.PutBack(ctx, second, 0); err != nil {
			t.Fatal(err)
		}
		db.Clock.Advance(time.Hour)
		claim(t, store, 0)
	})
}

func TestAReminderThatIsPutBackWaits(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, _ := queueOne(t, db)
		held := claim(t, store, 1)
		if err := store.PutBack(ctx, held, time.Hour); err != nil {
			t.Fatal(err)
		}
		db.Clock.Advance(59 * time.Minute)
		claim(t, store, 0)
		db.Clock.Advance(2 * time.Minute)
		claim(t, store, 1)
	})
}

func TestSweepsAtTheSameTimeQueueOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, c := queueOne(t, db)
		for range models.MaxCases - 1 {
			if _, err := store.CreateCase(ctx, c.Account, storyOf("2026-11-21")); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for range 4 {
			other := db.Open(t, func(c *models.Config) { c.Reminders = remindByStory })
			all.Go(func() {
				if _, err := other.QueueReminders(ctx, sweepDay); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := rowsOf(t, db)["reminders"]; n != models.MaxCases {
			t.Errorf("%d reminders, want %d", n, models.MaxCases)
		}
	})
}

// A case whose key is broken is named and does not keep the others waiting.
func TestABrokenCaseKeepsNobodyWaiting(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, broken := queueOne(t, db)
		broken, err := store.SaveFacts(ctx, broken.Account, broken.ID, broken.Version, storyOf("2026-11-10"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.CreateCase(ctx, broken.Account, storyOf("2026-11-21")); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Raw(t).Exec("UPDATE cases SET wrapped_key = (SELECT wrapped_key FROM accounts LIMIT 1) WHERE id = $1", broken.ID); err != nil {
			t.Fatal(err)
		}
		if n, err := store.QueueReminders(ctx, sweepDay); n != 1 || err == nil {
			t.Errorf("queued %d, %v, want the other one and an error", n, err)
		}
	})
}

// A case from before this column was there is looked at once.
func TestACaseFromBeforeIsSwept(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, c := queueOne(t, db)
		before := db.Open(t) // as the program was: it knows of no reminders
		if _, err := before.SaveFacts(ctx, c.Account, c.ID, c.Version, storyOf("2026-11-21")); err != nil {
			t.Fatal(err)
		}
		if n, err := store.QueueReminders(ctx, sweepDay); n != 0 || err != nil {
			t.Fatalf("queued %d, %v: the case was not from before", n, err)
		}
		if _, err := db.Raw(t).Exec("UPDATE cases SET remind_on = '0001-01-01'"); err != nil { // the migration's own words
			t.Fatal(err)
		}
		if n, err := store.QueueReminders(ctx, sweepDay); n != 1 || err != nil {
			t.Errorf("queued %d, %v, want 1", n, err)
		}
	})
}
