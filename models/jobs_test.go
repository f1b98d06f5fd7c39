package models_test

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

const jobLease = time.Minute

var bundleOrder = models.Order{What: "bundle", On: law.MustDate("2026-11-22")}

func madeOf(version int) models.Outcome {
	return models.Outcome{Made: &models.Made{Blob: models.NewID(), Size: 7, Version: version}}
}

// jobWorld is a store with one case, and what its jobs are asked and claimed
// with.
type jobWorld struct {
	t     *testing.T
	store *models.Store
	gone  func() []string
	c     models.Case
}

func newJobWorld(t *testing.T, db *modelstest.Database) *jobWorld {
	store, gone := discards(t, db)
	return &jobWorld{t, store, gone, importWhole(t, store, openAnother(t, store).ID)}
}

func (w *jobWorld) ask(order models.Order) models.Job {
	w.t.Helper()
	job, err := w.store.AskJob(ctx, w.c.Account, w.c.ID, order)
	if err != nil {
		w.t.Fatal(err)
	}
	return job
}

func (w *jobWorld) claim() models.JobClaim {
	w.t.Helper()
	claim, ok, err := w.store.ClaimJob(ctx, jobLease)
	if err != nil || !ok {
		w.t.Fatalf("claimed: %t, %v", ok, err)
	}
	return claim
}

func (w *jobWorld) end(outcome models.Outcome) {
	w.t.Helper()
	if err := w.store.EndJob(ctx, w.claim(), outcome); err != nil {
		w.t.Fatal(err)
	}
}

func TestTheSameOrderIsWorkedOnOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		first := w.ask(bundleOrder)
		if again := w.ask(bundleOrder); again.ID != first.ID {
			t.Error("asked twice while it waits: two jobs")
		}
		made := madeOf(w.c.Version)
		w.end(made)
		if again := w.ask(bundleOrder); again.ID != first.ID || again.Made == nil || *again.Made != *made.Made {
			t.Errorf("asked again while its file is that of the case: %+v", again)
		}
		light := bundleOrder
		light.What, light.Under = "light", 5
		other := w.ask(light)
		if jobs, err := w.store.Jobs(ctx, w.c.Account, w.c.ID); err != nil || len(jobs) != 2 || len(w.gone()) > 0 {
			t.Errorf("another kind: got %+v, %v", jobs, err)
		}
		light.Under = 3
		if smaller := w.ask(light); smaller.ID == other.ID {
			t.Error("another size is the same job")
		}
		if _, err := w.store.Change(ctx, w.c.Account, w.c.ID, w.c.Version, func(c *models.Case) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if anew := w.ask(bundleOrder); anew.ID == first.ID {
			t.Error("the case changed, and its old file is given")
		}
		if gone := w.gone(); !slices.Equal(gone, []string{made.Made.Blob}) {
			t.Errorf("the old file: got %v discarded", gone)
		}
		jobs, err := w.store.Jobs(ctx, w.c.Account, w.c.ID)
		if err != nil || len(jobs) != 2 {
			t.Errorf("a case has one job of each kind: got %+v, %v", jobs, err)
		}
	})
}

func TestAJobHasOneWorker(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		replica := db.Open(t)
		for _, what := range []string{"a", "b", "c"} {
			w.ask(models.Order{What: what, On: bundleOrder.On})
		}
		var mu sync.Mutex
		var all sync.WaitGroup
		claimed := map[string]int{}
		for i := range 12 {
			all.Go(func() {
				store := []*models.Store{w.store, replica}[i%2]
				claim, ok, err := store.ClaimJob(ctx, jobLease)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if ok {
					claimed[claim.What]++
				}
			})
		}
		all.Wait()
		for _, what := range []string{"a", "b", "c"} {
			if claimed[what] != 1 {
				t.Errorf("%s was claimed %d times", what, claimed[what])
			}
		}
	})
}

// Who held a job died: another takes it, and the first, should it be alive,
// writes nothing any more.
func TestALostJobIsTakenUp(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		job := w.ask(bundleOrder)
		slow := w.claim()
		db.Clock.Advance(jobLease - time.Second)
		if err := w.store.JobStep(ctx, slow, 1, 3, jobLease); err != nil {
			t.Fatal(err)
		}
		db.Clock.Advance(jobLease - time.Second)
		if _, ok, err := w.store.ClaimJob(ctx, jobLease); ok || err != nil {
			t.Fatalf("claimed while its worker tells its steps: %t, %v", ok, err)
		}
		db.Clock.Advance(2 * time.Second)
		next := w.claim()
		if next.ID != job.ID || next.Tries != 2 || next.Done != 1 || next.Steps != 3 {
			t.Errorf("taken up: got %+v", next)
		}
		for what, err := range map[string]error{
			"a step":   w.store.JobStep(ctx, slow, 2, 3, jobLease),
			"an end":   w.store.EndJob(ctx, slow, madeOf(1)),
			"put back": w.store.PutJobBack(ctx, slow, 0),
		} {
			if !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s of who lost the job: got %v", what, err)
			}
		}
		if err := w.store.PutJobBack(ctx, next, time.Hour); err != nil {
			t.Fatal(err)
		}
		if _, ok, _ := w.store.ClaimJob(ctx, jobLease); ok {
			t.Error("put back for an hour, and claimed at once")
		}
		db.Clock.Advance(time.Hour)
		w.end(models.Outcome{Failed: true})
		if _, ok, err := w.store.ClaimJob(ctx, jobLease); ok || err != nil {
			t.Errorf("ended, and claimed again: %t, %v", ok, err)
		}
		if got, err := w.store.Job(ctx, w.c.Account, w.c.ID, job.ID); err != nil || !got.Failed || !got.Ended() {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

// A service that is told to stop during a job has not tried it: however often that
// happens, the job is not given up.
func TestAStopIsNoTry(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		w.ask(bundleOrder)
		for range 10 {
			claim := w.claim()
			if claim.Tries != 1 {
				t.Fatalf("try %d, want the first", claim.Tries)
			}
			if err := w.store.ReturnJob(ctx, claim); err != nil {
				t.Fatal(err)
			}
			if err := w.store.ReturnJob(ctx, claim); !errors.Is(err, models.ErrNotFound) {
				t.Fatalf("returned twice: got %v", err)
			}
		}
		if err := w.store.PutJobBack(ctx, w.claim(), 0); err != nil {
			t.Fatal(err)
		}
		if claim := w.claim(); claim.Tries != 2 {
			t.Errorf("after one that failed: try %d, want the second", claim.Tries)
		}
	})
}

// The file of a job goes with whatever ends the job: its person, the case, a
// day.
func TestTheFileOfAJobGoesWithIt(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		for what, end := range map[string]func(w *jobWorld, job models.Job) error{
			"dropped":            func(w *jobWorld, job models.Job) error { return w.store.DropJob(ctx, w.c.Account, w.c.ID, job.ID) },
			"its case erased":    func(w *jobWorld, job models.Job) error { return w.store.EraseCase(ctx, w.c.Account, w.c.ID) },
			"its account erased": func(w *jobWorld, job models.Job) error { return w.store.EraseAccount(ctx, w.c.Account) },
			"a day old and swept": func(w *jobWorld, job models.Job) error {
				db.Clock.Advance(models.JobLife)
				_, err := w.store.Expire(ctx)
				return err
			},
		} {
			w := newJobWorld(t, db)
			job, made := w.ask(bundleOrder), madeOf(1)
			w.end(made)
			named, err := w.store.Blobs(ctx)
			if err != nil || !slices.Contains(named, made.Made.Blob) {
				t.Errorf("%s: the file is a leftover while its job is there: %v, %v", what, named, err)
			}
			if err := end(w, job); err != nil {
				t.Fatal(err)
			}
			if gone := w.gone(); !slices.Contains(gone, made.Made.Blob) {
				t.Errorf("%s: got %v discarded", what, gone)
			}
			if named, err := w.store.Blobs(ctx); err != nil || slices.Contains(named, made.Made.Blob) {
				t.Errorf("%s: the file is still named", what)
			}
			if _, err := w.store.Job(ctx, w.c.Account, w.c.ID, job.ID); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: the job is there: %v", what, err)
			}
		}
	})
}

// Also before anything sweeps.
func TestAJobIsNotShownAfterItsDay(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		job := w.ask(bundleOrder)
		w.end(madeOf(1))
		db.Clock.Advance(models.JobLife - time.Second)
		if _, err := w.store.Job(ctx, w.c.Account, w.c.ID, job.ID); err != nil {
			t.Errorf("a second before: %v", err)
		}
		db.Clock.Advance(2 * time.Second)
		if _, err := w.store.Job(ctx, w.c.Account, w.c.ID, job.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a second after: %v", err)
		}
	})
}

func TestAStrangerHasNoPartInAJob(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		job, stranger := w.ask(bundleOrder), openAnother(t, w.store).ID
		_, errAsk := w.store.AskJob(ctx, stranger, w.c.ID, bundleOrder)
		_, errJobs := w.store.Jobs(ctx, stranger, w.c.ID)
		_, errJob := w.store.Job(ctx, stranger, w.c.ID, job.ID)
		_, errUnknown := w.store.Job(ctx, w.c.Account, w.c.ID, models.NewID())
		for what, err := range map[string]error{
			"asking": errAsk, "the list": errJobs, "one": errJob, "an unknown one": errUnknown,
			"dropping": w.store.DropJob(ctx, stranger, w.c.ID, job.ID),
		} {
			if !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: got %v", what, err)
			}
		}
	})
}

// Somebody who asks for everything at once waits behind those who ask for one
// thing, and never holds every worker while others wait.
func TestWhoAsksForMuchDoesNotKeepOthersWaiting(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		greedy := newJobWorld(t, db)
		another := &jobWorld{t: t, store: greedy.store, c: importWhole(t, greedy.store, openAnother(t, greedy.store).ID)}
		for _, what := range []string{"a", "b", "c"} {
			greedy.ask(models.Order{What: what, On: bundleOrder.On})
		}
		db.Clock.Advance(time.Second)
		another.ask(bundleOrder)
		var accounts []string
		for range 4 {
			accounts = append(accounts, greedy.claim().Account)
		}
		if want := []string{greedy.c.Account, another.c.Account, greedy.c.Account, greedy.c.Account}; !slices.Equal(accounts, want) {
			t.Errorf("claimed for %q, want %q", accounts, want)
		}
	})
}

// However many cases an account has, its jobs and their files are bounded.
func TestTheJobsOfAnAccountAreBounded(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newJobWorld(t, db)
		other := importWhole(t, w.store, w.c.Account)
		for i := range models.MaxJobs {
			w.ask(models.Order{What: strconv.Itoa(i), On: bundleOrder.On})
			db.Clock.Advance(time.Second)
		}
		if _, err := w.store.AskJob(ctx, w.c.Account, other.ID, bundleOrder); !errors.Is(err, models.ErrBusy) {
			t.Fatalf("one more while all wait: got %v", err)
		}
		oldest, made := w.claim(), madeOf(w.c.Version)
		if err := w.store.EndJob(ctx, oldest, made); err != nil {
			t.Fatal(err)
		}
		if _, err := w.store.AskJob(ctx, w.c.Account, other.ID, bundleOrder); err != nil {
			t.Fatalf("one more when one has ended: got %v", err)
		}
		if gone := w.gone(); !slices.Equal(gone, []string{made.Made.Blob}) {
			t.Errorf("the file of the one that ended: got %v discarded", gone)
		}
		if _, err := w.store.Job(ctx, w.c.Account, w.c.ID, oldest.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the one that ended: got %v", err)
		}
		stranger := importWhole(t, w.store, openAnother(t, w.store).ID)
		if _, err := w.store.AskJob(ctx, stranger.Account, stranger.ID, bundleOrder); err != nil {
			t.Errorf("somebody else: got %v", err)
		}
	})
}

// Who took an exhibit out, as the page advises, asks for the same size again.
func TestTooLargeIsSaidOfTheCaseAsItIs(t *testing.T) {
	w := newJobWorld(t, modelstest.SQLite(t))
	first := w.ask(bundleOrder)
	w.end(models.Outcome{TooLarge: &models.TooLarge{Version: w.c.Version, Bytes: 9}})
	if again := w.ask(bundleOrder); again.ID != first.ID || again.TooLarge == nil {
		t.Errorf("the case is the same: got %+v", again)
	}
	if _, err := w.store.Change(ctx, w.c.Account, w.c.ID, w.c.Version, func(c *models.Case) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if anew := w.ask(bundleOrder); anew.ID == first.ID || anew.Ended() {
		t.Errorf("the case changed: got %+v", anew)
	}
}
