package models_test

import (
	"errors"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

func openReachable(t *testing.T, store *models.Store) string {
	t.Helper()
	return openReachableAt(t, store, "zoe@exemple.example")
}

// openReachableAt opens an account that wants reminders at an address.
func openReachableAt(t *testing.T, store *models.Store, address string) string {
	t.Helper()
	account := openAnother(t, store).ID
	token, err := store.ProposeEmail(ctx, account, address, "fr")
	must(t, err)
	_, _, err = store.ConfirmEmail(ctx, token)
	must(t, err)
	return account
}

func openDraft(t *testing.T, store *models.Store, account string) models.Case {
	t.Helper()
	c, err := store.CreateCase(ctx, account, models.Facts{})
	must(t, err)
	c, err = store.SaveRequest(ctx, account, c.ID, c.Version, models.Request{Rights: []law.Right{law.Access}})
	must(t, err)
	return c
}

// sweptOn moves the clock to noon of a day and sweeps.
func sweptOn(t *testing.T, db *modelstest.Database, store *models.Store, day string, want int) {
	t.Helper()
	on := law.MustDate(day)
	at(db, time.Date(on.Year, on.Month, on.Day, 12, 0, 0, 0, paris))
	if n, err := store.QueueReminders(ctx, on); n != want || err != nil {
		t.Errorf("%s: queued %d, %v, want %d", day, n, err, want)
	}
}

func visit(t *testing.T, store *models.Store, account string) {
	t.Helper()
	_, _, err := store.StartSession(ctx, account, models.OwnDevice)
	must(t, err)
}

func TestAPurgeIsAnnounced(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, noDue)
		account := openReachable(t, store)
		openDraft(t, store, account)
		openDraft(t, store, openAnother(t, store).ID) // left no address
		stopped := openReachableAt(t, store, "yann@exemple.example")
		openDraft(t, store, stopped)
		must(t, store.StopReminders(ctx, stopped))

		sweptOn(t, db, store, "2026-11-22", 0)
		sweptOn(t, db, store, "2027-10-22", 0)
		sweptOn(t, db, store, "2027-10-23", 1) // thirty days before 22 November
		sweptOn(t, db, store, "2027-10-24", 0)
		held := claim(t, store, 1)
		notice, err := store.Notice(ctx, held, law.MustDate("2027-10-24"))
		if want := (models.Notice{Address: "zoe@exemple.example", Language: "fr", Occasion: models.PurgeAhead}); notice != want || err != nil {
			t.Errorf("got %+v, %v, want %+v", notice, err, want)
		}
		must(t, store.HandedOver(ctx, held))
		must(t, store.StartReminders(ctx, stopped, "en"))
		sweptOn(t, db, store, "2027-11-21", 1) // who comes back to the reminders late is told late
		sweptOn(t, db, store, "2027-11-22", 0)
		purged(t, store, models.Purged{Cases: 2, Accounts: 2})
	})
}

func TestANoticeFollowsThePurgeDay(t *testing.T) {
	for trap, test := range map[string]struct {
		prepare func(*testing.T, *models.Store, string)
		on      string // something happens beside the case
		happens func(*testing.T, *models.Store, string)
		none    string // the day on which the notice would have come, and does not
		noticed string
		others  int // dossiers that are announced with it
	}{
		"a visit writes nothing to the case": {
			prepare: func(t *testing.T, store *models.Store, account string) { openDraft(t, store, account) },
			on:      "2027-03-01", happens: visit, none: "2027-10-23", noticed: "2028-01-31",
		},
		"a visit after the notice": {
			prepare: func(t *testing.T, store *models.Store, account string) { openDraft(t, store, account) },
			on:      "2027-10-30", happens: visit, none: "2027-11-22", noticed: "2028-09-30",
		},
		"nothing was written: a week is left": {
			prepare: func(t *testing.T, store *models.Store, account string) {
				_, err := store.CreateCase(ctx, account, models.Facts{})
				must(t, err)
			},
			on: "2026-11-25", happens: visit, none: "2026-12-15", noticed: "2026-12-18",
		},
		"the neighbour that kept it is erased": {
			prepare: openBareBesideDraft,
			on:      "2027-02-01", happens: func(t *testing.T, store *models.Store, account string) {
				visit(t, store, account)
				cases, err := store.Cases(ctx, account)
				must(t, err)
				for _, c := range cases {
					if len(c.Requests) > 0 {
						must(t, store.EraseCase(ctx, account, c.ID))
					}
				}
			}, none: "2027-02-23", noticed: "2027-02-24",
		},
		"the only letter, in the neighbour that kept it, is thrown away": {
			prepare: openBareBesideDraft,
			on:      "2027-02-01", happens: func(t *testing.T, store *models.Store, account string) {
				visit(t, store, account)
				eachDraft(t, store, account, func(c *models.Case) { c.Requests = nil })
			}, none: "2027-02-23", noticed: "2027-02-24", others: 1,
		},
		"the neighbour that keeps it is closed": {
			prepare: openBareBesideDraft,
			on:      "2027-02-01", happens: func(t *testing.T, store *models.Store, account string) {
				visit(t, store, account)
				eachDraft(t, store, account, func(c *models.Case) {
					c.Closed = &models.Closed{On: law.MustDate("2027-02-01"), As: "given_up"}
				})
			}, none: "2027-07-01", noticed: "2027-07-02", others: 1,
		},
	} {
		t.Run(trap, func(t *testing.T) {
			db := modelstest.SQLite(t)
			store := db.Open(t, noDue)
			account := openReachable(t, store)
			test.prepare(t, store, account)
			sweptOn(t, db, store, "2026-11-22", 0)
			happensOn := law.MustDate(test.on)
			at(db, time.Date(happensOn.Year, happensOn.Month, happensOn.Day, 9, 0, 0, 0, paris))
			_, err := store.QueueReminders(ctx, happensOn) // for a notice before
			must(t, err)
			for _, old := range claimAll(t, store) {
				must(t, store.HandedOver(ctx, old))
			}
			test.happens(t, store, account)
			// On a site that runs, the sweep comes by every day.
			for day := happensOn.AddDays(1); day.Before(law.MustDate(test.none)); day = day.AddDays(1) {
				sweptOn(t, db, store, day.String(), 0)
			}
			sweptOn(t, db, store, test.none, 0)
			sweptOn(t, db, store, test.noticed, 1+test.others)
			held := claimAll(t, store)
			visit(t, store, account) // before the message is written
			for _, claim := range held {
				if _, err := store.Notice(ctx, claim, law.MustDate(test.noticed)); !errors.Is(err, models.ErrUnwanted) {
					t.Errorf("a notice after a visit: got %v, want %v", err, models.ErrUnwanted)
				}
			}
		})
	}
}

func openBareBesideDraft(t *testing.T, store *models.Store, account string) {
	t.Helper()
	_, err := store.CreateCase(ctx, account, models.Facts{})
	must(t, err)
	openDraft(t, store, account)
}

// eachDraft changes the cases of an account that have a letter.
func eachDraft(t *testing.T, store *models.Store, account string, change func(*models.Case)) {
	t.Helper()
	cases, err := store.Cases(ctx, account)
	must(t, err)
	for _, c := range cases {
		if len(c.Requests) > 0 {
			_, err := store.Change(ctx, account, c.ID, c.Version, func(c *models.Case) error { change(c); return nil })
			must(t, err)
		}
	}
}

func claimAll(t *testing.T, store *models.Store) []models.Claim {
	t.Helper()
	claims, err := store.ClaimReminders(ctx, 100, time.Minute)
	must(t, err)
	return claims
}
