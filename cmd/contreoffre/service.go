package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/law"
	"contreoffre/mail"
	"contreoffre/models"
	"contreoffre/views"
)

// leaveWithin is how long answers under way may take when the service stops.
const leaveWithin = 15 * time.Second

// service is the running site. The command serve and the tests run the same
// one.
type service struct {
	Addr     string
	BaseURL  string
	Proxies  []string
	Operator views.Operator
	SMTP     string // the mail server; empty means that no e-mail is sent
	Store    models.Config
	Bucket   evidence.S3 // of the files of exhibits; zero means the data folder
	Now      func() time.Time
	Log      *slog.Logger
	Out      io.Writer // told the address, once it listens
}

// run serves until ctx ends, then lets the answers under way finish. A value
// on force ends it at once. It returns an error when the service may not or
// cannot start.
func (s service) run(ctx context.Context, force <-chan struct{}) (err error) {
	if err := checkAddress(s.Addr, s.BaseURL); err != nil {
		return err
	}
	proxies, err := readProxies(s.Proxies)
	if err != nil {
		return err
	}
	store, err := openKept(ctx, s.Store, s.Bucket)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	// Before anybody can read what a database from before an erasure brought
	// back.
	if err := store.SyncLedger(ctx); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	base, err := baseURL(s.BaseURL, listener.Addr())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server, err := mailServer(s.SMTP, base)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	keeper := store.Evidence(func() law.Date { return law.DateOf(s.Now()) })
	keeper.Scratch = s.Store.DataDir
	app, err := handlers.New(handlers.Config{
		Base: base, Proxies: proxies, Store: store.Store, Evidence: keeper, Mail: server, Now: s.Now, Log: s.Log, Operator: s.Operator,
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	sweeping, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait() // before the store closes: what was sent has to be noted
	defer stop()
	beside.Go(func() { s.sweep(sweeping, store.Store, keeper) })
	beside.Go(func() { app.Work(sweeping, time.Tick(workEvery)) })
	if server != nil {
		postman := &mail.Postman{Store: store.Store, Server: server, Base: base, Now: s.Now, Log: s.Log}
		beside.Go(func() { postman.Run(sweeping, time.Tick(remindEvery)) })
	}
	fmt.Fprintf(s.Out, "http://%s\n", listener.Addr())
	return serveUntil(ctx, force, app, listener)
}

// workEvery is how often each server looks for jobs that were asked of another.
const workEvery = 5 * time.Second

// sweepEvery is how often what has had its time is deleted: ended sessions, the
// first answers of old forms, counters of past windows; that the ledger beside
// the data gets the erasures of other replicas; and, once a day, that the
// dossiers go whose day has come.
const sweepEvery = time.Hour

func (s service) sweep(ctx context.Context, store *models.Store, keeper *evidence.Keeper) {
	var purgedOn law.Date
	for ticks := time.Tick(sweepEvery); ; {
		if _, err := store.Expire(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("sweep", "cause", err)
		}
		if _, err := keeper.Sweep(ctx, s.Now()); err != nil && ctx.Err() == nil {
			s.Log.Error("sweep of files", "cause", err)
		}
		if err := store.SyncLedger(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("ledger", "cause", err)
		}
		if today := law.DateOf(s.Now()); purgedOn != today && s.purge(ctx, store) {
			purgedOn = today
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// purge reports whether the purge of the day is done. One that failed is tried
// again at the next sweep. Nothing goes by a clock that has just jumped.
func (s service) purge(ctx context.Context, store *models.Store) bool {
	steady, err := store.Steady(ctx)
	if err != nil {
		s.Log.Error("purge", "cause", err)
		return false
	}
	if !steady {
		s.Log.Warn("no purge: the clock is new here, or has jumped", "today", law.DateOf(s.Now()).String())
		return true
	}
	done, err := store.Purge(ctx)
	if done != (models.Purged{}) {
		s.Log.Info("purge", "cases", done.Cases, "accounts", done.Accounts, "unreadable", done.Unreadable)
	}
	switch {
	case err == nil:
		return true
	case errors.Is(err, models.ErrNotScrubbed):
		s.Log.Warn("purged", "cause", err)
		return true
	case ctx.Err() == nil:
		s.Log.Error("purge", "cause", err)
	}
	return false
}

// serveUntil returns nil when the site stopped because it was asked to.
func serveUntil(ctx context.Context, force <-chan struct{}, app *handlers.App, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	patience, giveUp := context.WithTimeout(context.Background(), leaveWithin)
	defer giveUp()
	go func() {
		select {
		case <-force:
			giveUp()
		case <-patience.Done():
		}
	}()
	if err := app.Shutdown(patience); err != nil {
		return err
	}
	// Told to stop before it had begun, the server does not know its listener
	// yet and would go on with it.
	listener.Close()
	return <-ended
}
