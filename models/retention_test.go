package models_test

import (
	"errors"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

func happened(day string) models.Event {
	return models.Event{Event: law.Event{Kind: law.Sent, On: law.MustDate(day)}}
}

func TestEachClassIsKeptForItsTime(t *testing.T) {
	on := law.MustDate
	bare := models.Case{}
	draft := models.Case{Requests: []models.Request{{ID: "r1", Rights: []law.Right{law.Access}}}}
	sent := models.Case{Requests: []models.Request{{ID: "r1", Events: []models.Event{happened("2026-11-02")}}}}
	filed := models.Case{Complaint: &models.Complaint{Events: []models.ComplaintEvent{{Kind: "filed", On: on("2027-03-01")}}}}
	closed := func(c models.Case, day string) models.Case {
		c.Closed = &models.Closed{On: on(day), As: "given_up"}
		return c
	}
	for trap, test := range map[string]struct {
		c       models.Case
		lastDue string
		beside  bool // another case of the account has a letter
		email   bool
		visited string
		want    string
	}{
		"nothing written":                     {c: bare, visited: "2026-11-22", want: "2026-12-22"},
		"nothing written, with e-mail":        {c: bare, email: true, visited: "2026-11-22", want: "2026-12-22"},
		"the letter is in another dossier":    {c: bare, beside: true, email: true, visited: "2026-11-22", want: "2027-11-22"},
		"a draft":                             {c: draft, email: true, visited: "2026-11-22", want: "2027-11-22"},
		"a draft without e-mail":              {c: draft, visited: "2026-11-22", want: "2028-05-22"},
		"an exhibit alone":                    {c: models.Case{Evidence: []models.Evidence{{ID: "p1"}}}, email: true, visited: "2026-11-22", want: "2027-11-22"},
		"sent, the visit is last":             {c: sent, email: true, visited: "2026-11-22", lastDue: "2026-11-10", want: "2028-11-22"},
		"sent, the deadline is last":          {c: sent, email: true, visited: "2026-11-22", lastDue: "2027-02-08", want: "2029-02-08"},
		"sent, the event is last":             {c: sent, email: true, visited: "2026-10-01", lastDue: "2026-10-02", want: "2028-11-02"},
		"sent, no deadline while suspended":   {c: sent, email: true, visited: "2026-11-22", want: "2028-11-22"},
		"sent without e-mail":                 {c: sent, visited: "2026-11-22", lastDue: "2027-02-08", want: "2029-08-08"},
		"a complaint without a request":       {c: filed, email: true, visited: "2026-11-22", want: "2029-03-01"},
		"closed":                              {c: closed(sent, "2026-11-22"), email: true, visited: "2026-11-22", lastDue: "2026-11-10", want: "2027-05-22"},
		"closed while a day still runs":       {c: closed(sent, "2026-11-22"), email: true, visited: "2026-11-22", lastDue: "2027-02-08", want: "2027-08-08"},
		"closed, and looked at again":         {c: closed(sent, "2026-11-22"), email: true, visited: "2027-01-15", want: "2027-07-15"},
		"closed without anything sent":        {c: closed(bare, "2026-11-22"), visited: "2026-11-22", want: "2027-11-22"},
		"29 February has no day a year later": {c: draft, email: true, visited: "2028-02-29", want: "2029-03-01"},
		"31 August has no day in February":    {c: closed(bare, "2026-08-31"), email: true, visited: "2026-08-31", want: "2027-03-03"},
	} {
		t.Run(trap, func(t *testing.T) {
			var due law.Date
			if test.lastDue != "" {
				due = on(test.lastDue)
			}
			db := modelstest.SQLite(t)
			store := db.Open(t, func(c *models.Config) { c.LastDue = func(models.Case) law.Date { return due } })
			account := openAnother(t, store)
			if test.email {
				must(t, store.SaveEmail(ctx, account.ID, "zoe@exemple.example"))
			}
			if test.beside {
				importWhole(t, store, account.ID)
			}
			test.c.Account = account.ID
			if got, err := store.PurgeOn(ctx, test.c, on(test.visited)); got != on(test.want) || err != nil {
				t.Errorf("got %v, %v, want %s", got, err, test.want)
			}
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// noDue is the horizon of cases without a deadline.
func noDue(c *models.Config) { c.LastDue = func(models.Case) law.Date { return law.Date{} } }

// paris is where the days of the clock begin in these tests: an hour east.
var paris = time.FixedZone("CET", 3600)

// at moves the clock to an instant.
func at(db *modelstest.Database, when time.Time) { db.Clock.Advance(when.Sub(db.Clock.Now())) }

func purged(t *testing.T, store *models.Store, want models.Purged) {
	t.Helper()
	if got, err := store.Purge(ctx); got != want || err != nil {
		t.Errorf("purged %+v, %v, want %+v", got, err, want)
	}
}

// The dossiers of four people who came once, on 22 November 2026.
func TestADossierGoesOnItsDayAndNotASecondBefore(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, noDue)
		bare, prepared, whole := openAnother(t, store), openAnother(t, store), openAnother(t, store)
		openAnother(t, store) // without a case
		_, err := store.CreateCase(ctx, bare.ID, models.Facts{})
		must(t, err)
		c, err := store.CreateCase(ctx, prepared.ID, models.Facts{})
		must(t, err)
		_, err = store.SaveRequest(ctx, prepared.ID, c.ID, c.Version, models.Request{Rights: []law.Right{law.Access}})
		must(t, err)
		fillAccount(t, store, whole.ID)

		for _, step := range []struct {
			trap string
			on   time.Time
			want models.Purged
		}{
			{"a month", time.Date(2026, 12, 22, 0, 0, 0, 0, paris), models.Purged{Cases: 1, Accounts: 2}},
			{"twelve months and six", time.Date(2028, 5, 22, 0, 0, 0, 0, paris), models.Purged{Cases: 1, Accounts: 1}},
			{"twenty-four months", time.Date(2028, 11, 22, 0, 0, 0, 0, paris), models.Purged{Cases: 1, Accounts: 1}},
		} {
			at(db, step.on.Add(-time.Second))
			purged(t, store, models.Purged{})
			at(db, step.on)
			purged(t, store, step.want)
			purged(t, store, models.Purged{})
		}
		_, err = store.Expire(ctx)
		must(t, err)
		for table, n := range rowsOf(t, db) {
			if want := map[string]int{"erasure_ledger": 7, "lookup_keys": 1, "clock_days": 1}[table]; n != want {
				t.Errorf("%s has %d rows, want %d", table, n, want)
			}
		}
	})
}

func TestAVisitPutsThePurgeOff(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, noDue)
		account := openAnother(t, store)
		_, token, err := store.StartSession(ctx, account.ID, models.Limits{Idle: 90 * 24 * hour, Life: 90 * 24 * hour})
		must(t, err)
		at(db, time.Date(2026, 12, 1, 23, 30, 0, 0, paris))
		_, err = store.Session(ctx, token)
		must(t, err)
		at(db, time.Date(2026, 12, 2, 0, 20, 0, 0, paris)) // within the hour: not written down
		_, err = store.Session(ctx, token)
		must(t, err)
		at(db, time.Date(2026, 12, 31, 23, 59, 59, 0, paris))
		purged(t, store, models.Purged{})
		at(db, time.Date(2027, 1, 1, 0, 0, 0, 0, paris))
		purged(t, store, models.Purged{Accounts: 1})
	})
}

// The day of a visit is the day that its pages count from, on both sides of
// midnight, although not every visit is written down.
func TestAVisitAroundMidnightCountsForItsDay(t *testing.T) {
	at0 := func(day, hour, minute, second int) time.Time {
		return time.Date(2026, 12, day, hour, minute, second, 0, paris)
	}
	for trap, test := range map[string]struct {
		visits []time.Time
		goes   time.Time
	}{
		"twice in the last hour of a day":    {[]time.Time{at0(1, 23, 10, 0), at0(1, 23, 50, 0)}, at0(31, 0, 0, 0)},
		"half a minute apart, over midnight": {[]time.Time{at0(1, 23, 59, 40), at0(2, 0, 0, 10)}, at0(32, 0, 0, 0)},
		"ten minutes apart, over midnight":   {[]time.Time{at0(1, 23, 55, 0), at0(2, 0, 5, 0)}, at0(32, 0, 0, 0)},
	} {
		t.Run(trap, func(t *testing.T) {
			modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
				store := db.Open(t, noDue)
				account := openAnother(t, store)
				_, token, err := store.StartSession(ctx, account.ID, models.Limits{Idle: 90 * 24 * hour, Life: 90 * 24 * hour})
				must(t, err)
				for _, when := range test.visits {
					at(db, when)
					_, err := store.Session(ctx, token)
					must(t, err)
				}
				at(db, test.goes.Add(-time.Second))
				purged(t, store, models.Purged{})
				at(db, test.goes)
				purged(t, store, models.Purged{Accounts: 1})
			})
		})
	}
}

func TestOneDossierGoesAndItsNeighbourStays(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, noDue)
		account := openAnother(t, store)
		kept, err := store.ImportCase(ctx, account.ID, wholeCase(), nil)
		must(t, err)
		given := wholeCase()
		given.Closed = &models.Closed{On: law.MustDate("2026-11-22"), As: "given_up"}
		_, err = store.ImportCase(ctx, account.ID, given, nil)
		must(t, err)
		at(db, time.Date(2027, 11, 22, 0, 0, 0, 0, paris))
		purged(t, store, models.Purged{Cases: 1})
		if cases, err := store.Cases(ctx, account.ID); len(cases) != 1 || cases[0].ID != kept.ID || err != nil {
			t.Errorf("got %d cases, %v", len(cases), err)
		}
	})
}

// A page was shown on 22 November 2026, and nobody came back: what lies beside a
// dossier may go before it, and must not make its day come sooner.
func TestABareDossierGoesOnItsDayWhateverGoesBesideIt(t *testing.T) {
	closed := wholeCase()
	closed.Closed = &models.Closed{On: law.MustDate("2026-11-22"), As: "given_up"}
	draft := models.Case{Requests: []models.Request{{Rights: []law.Right{law.Access}}}}
	closedBare := models.Case{Facts: models.Facts{Closed: &models.Closed{On: law.MustDate("2026-11-22"), As: "given_up"}}}
	for trap, test := range map[string]struct {
		beside []models.Case
		email  bool
		want   string
	}{
		"a closed one with letters":          {[]models.Case{closed}, true, "2027-05-22"},
		"the same without e-mail":            {[]models.Case{closed}, false, "2027-11-22"},
		"a closed one and one sent":          {[]models.Case{closed, wholeCase()}, true, "2027-11-22"},
		"a closed one and a draft":           {[]models.Case{closed, draft}, true, "2027-11-22"},
		"a closed one without letters":       {[]models.Case{closedBare}, true, "2026-12-22"},
		"another without letters, and older": {[]models.Case{{}, closed}, true, "2027-05-22"},
	} {
		t.Run(trap, func(t *testing.T) {
			modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
				store := db.Open(t, noDue)
				account := openAnother(t, store)
				if test.email {
					must(t, store.SaveEmail(ctx, account.ID, "zoe@exemple.example"))
				}
				for _, c := range test.beside {
					_, err := store.ImportCase(ctx, account.ID, c, nil)
					must(t, err)
				}
				bare, err := store.CreateCase(ctx, account.ID, models.Facts{})
				must(t, err)
				shown, err := store.PurgeOn(ctx, bare, law.MustDate("2026-11-22"))
				if shown != law.MustDate(test.want) || err != nil {
					t.Errorf("its page shows %v, %v, want %s", shown, err, test.want)
				}
				// The purge comes by around each day on which any of them can go.
				for _, d := range []string{"2026-12-22", "2027-05-22", "2027-11-22", "2028-05-22"} {
					day := law.MustDate(d)
					midnight := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, paris)
					for _, when := range []time.Time{midnight.Add(-time.Second), midnight, midnight.AddDate(0, 0, 1)} {
						at(db, when)
						_, err := store.Purge(ctx)
						must(t, err)
						there := true
						if _, err := store.Case(ctx, account.ID, bare.ID); errors.Is(err, models.ErrNotFound) {
							there = false
						}
						if want := law.DateOf(when).Before(shown); there != want {
							t.Fatalf("%v: there is %t, its page showed %s", when, there, shown)
						}
					}
				}
			})
		})
	}
}

func TestThreeReplicasPurgeAsOne(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, noDue)
		const people = 12
		for range people {
			_, err := store.CreateCase(ctx, openAnother(t, store).ID, models.Facts{})
			must(t, err)
		}
		at(db, time.Date(2027, 1, 1, 0, 0, 0, 0, paris))
		var total models.Purged
		results := make(chan models.Purged, 3)
		for range 3 {
			replica := db.Open(t, noDue)
			go func() {
				done, err := replica.Purge(ctx)
				if err != nil && !errors.Is(err, models.ErrNotScrubbed) {
					t.Error(err)
				}
				results <- done
			}()
		}
		for range 3 {
			done := <-results
			total.Cases, total.Accounts = total.Cases+done.Cases, total.Accounts+done.Accounts
		}
		if want := (models.Purged{Cases: people, Accounts: people}); total != want {
			t.Errorf("purged %+v, want %+v", total, want)
		}
		if n := rowsOf(t, db)["accounts"]; n != 0 {
			t.Errorf("%d accounts are left", n)
		}
	})
}

func TestWhatCannotBeReadIsLeftAlone(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, noDue)
		_, err := store.CreateCase(ctx, openAnother(t, store).ID, models.Facts{})
		must(t, err)
		mustDamage(t, db, "UPDATE cases SET facts_version = 2")
		_, err = store.CreateCase(ctx, openAnother(t, store).ID, models.Facts{})
		must(t, err)
		at(db, time.Date(2027, 1, 1, 0, 0, 0, 0, paris))
		purged(t, store, models.Purged{Cases: 1, Accounts: 1, Unreadable: 1})
		if n := rowsOf(t, db)["cases"]; n != 1 {
			t.Errorf("%d cases are left, want the unreadable one", n)
		}
	})
}

func TestAPurgeWithoutAHorizonIsRefused(t *testing.T) {
	db := modelstest.SQLite(t)
	store, account := open(t, db)
	importWhole(t, store, account.ID)
	at(db, time.Date(2099, 1, 1, 0, 0, 0, 0, paris))
	if done, err := store.Purge(ctx); err != models.ErrNoHorizon || done != (models.Purged{}) {
		t.Errorf("got %+v, %v, want ErrNoHorizon", done, err)
	}
}
