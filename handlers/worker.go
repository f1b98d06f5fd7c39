package handlers

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"contreoffre/models"
)

// workers is how many jobs a process does at once. A bundle opens one exhibit at
// a time whatever their number; the second worker keeps a small one from
// waiting for a large one.
const workers = 2

// A job is ours as long as we say so within each lease. One that fails is tried
// again after a while, since what was away may be back, and then given up: also
// one whose workers died of it.
const (
	jobLease  = 2 * time.Minute
	jobBeat   = jobLease / 4
	jobGlance = 500 * time.Millisecond // between two steps that are told
	jobWithin = 30 * time.Minute
	jobTries  = 5
	jobRetry  = 10 * time.Second
	jobEnding = 10 * time.Second // to write down how it ended, also while the service leaves
)

// Work does the jobs that people asked for until ctx ends; what is under way
// then is put back. Those asked here begin at once; at each tick it looks for
// others: asked of another replica, or left by one that died.
func (a *App) Work(ctx context.Context, tick <-chan time.Time) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for {
				for a.workOnce(ctx) {
				}
				select {
				case <-ctx.Done():
					return
				case <-a.asked:
				case <-tick:
				}
			}
		})
	}
	all.Wait()
}

// wake tells a worker that a job waits.
func (a *App) wake() {
	select {
	case a.asked <- struct{}{}:
	default: // every worker was told already
	}
}

var errGivenUp = errors.New("handlers: whoever worked on the job never told how it ended")

// workOnce does one job and reports whether there may be another.
func (a *App) workOnce(ctx context.Context) bool {
	claim, ok, err := a.Store.ClaimJob(ctx, jobLease)
	if err != nil && ctx.Err() == nil {
		a.Log.Error("claiming a job", "cause", err)
	}
	if !ok {
		return false
	}
	outcome, failed := models.Outcome{}, errGivenUp
	if claim.Tries <= jobTries {
		outcome, failed = a.makeOurs(ctx, claim)
	}
	stopped := ctx.Err() != nil
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), jobEnding)
	err = a.settle(ending, claim, outcome, failed, stopped)
	cancel()
	if errors.Is(err, models.ErrNotFound) { // dropped or erased meanwhile
		return true
	}
	if failed != nil && !stopped {
		a.Log.Error("job", "try", claim.Tries, "cause", failed)
	}
	if err != nil {
		a.Log.Error("ending a job", "cause", err)
	}
	return err == nil && !stopped
}

// settle writes down how a job ended, or puts it back. A file that is nobody's
// because the job is gone is deleted.
func (a *App) settle(ctx context.Context, claim models.JobClaim, outcome models.Outcome, failed error, stopped bool) error {
	switch {
	case stopped && failed != nil:
		return a.Store.ReturnJob(ctx, claim)
	case failed != nil && claim.Tries < jobTries:
		return a.Store.PutJobBack(ctx, claim, time.Duration(claim.Tries)*jobRetry)
	case failed != nil:
		outcome = models.Outcome{Failed: true}
	}
	err := a.Store.EndJob(ctx, claim, outcome)
	if errors.Is(err, models.ErrNotFound) && outcome.Made != nil {
		a.Evidence.Drop(outcome.Made.Blob)
	}
	return err
}

// makeOurs is make while the job stays ours: its steps are told as they come,
// and it ends with models.ErrNotFound when the job is not ours any more.
func (a *App) makeOurs(ctx context.Context, claim models.JobClaim) (outcome models.Outcome, err error) {
	ctx, cancel := context.WithTimeout(ctx, jobWithin)
	defer cancel()
	t := &teller{app: a, claim: claim}
	telling, stop := context.WithCancel(ctx)
	lost := make(chan error, 1)
	go func() {
		lost <- t.tell(telling)
		cancel()
	}()
	defer func() {
		if thrown := recover(); thrown != nil { // its text may quote what somebody typed
			err = fmt.Errorf("panic (%s)\n%s", kindOf(thrown), debug.Stack())
		}
		stop()
		if gone := <-lost; gone != nil {
			if outcome.Made != nil {
				a.Evidence.Drop(outcome.Made.Blob)
			}
			outcome, err = models.Outcome{}, gone
		}
	}()
	return a.make(ctx, claim, func(done, steps int) { t.at.Store(&progress{done, steps}) })
}

// progress is how far a job is.
type progress struct{ done, steps int }

// teller writes down how far a job is, beside the work.
type teller struct {
	app   *App
	claim models.JobClaim
	at    atomic.Pointer[progress]
}

// tell writes down each new step, and now and then that the job is still ours,
// until ctx ends. It returns models.ErrNotFound when it is not.
func (t *teller) tell(ctx context.Context) error {
	glance, told, quiet := time.NewTicker(jobGlance), progress{}, time.Duration(0)
	defer glance.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-glance.C:
		}
		now := told
		if at := t.at.Load(); at != nil {
			now = *at
		}
		if quiet += jobGlance; now == told && quiet < jobBeat {
			continue
		}
		err := t.app.Store.JobStep(ctx, t.claim, now.done, now.steps, jobLease)
		switch {
		case err == nil:
			told, quiet = now, 0
		case errors.Is(err, models.ErrNotFound):
			return err
		} // else the database is away: it may be back before the lease ends
	}
}
