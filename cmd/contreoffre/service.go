package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"contreoffre/handlers"
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
	Store    models.Config
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
	if err := os.MkdirAll(s.Store.DataDir, 0o700); err != nil {
		return err
	}
	store, err := models.Open(ctx, s.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	base, err := baseURL(s.BaseURL, listener.Addr())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	app, err := handlers.New(handlers.Config{
		Base: base, Proxies: proxies, Store: store, Now: s.Now, Log: s.Log, Operator: s.Operator,
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	sweeping, stop := context.WithCancel(ctx)
	defer stop()
	go s.sweep(sweeping, store)
	fmt.Fprintf(s.Out, "http://%s\n", listener.Addr())
	return serveUntil(ctx, force, app, listener)
}

// sweepEvery is how often what has had its time is deleted: ended sessions, the
// first answers of old forms, counters of past windows.
const sweepEvery = time.Hour

func (s service) sweep(ctx context.Context, store *models.Store) {
	for ticks := time.Tick(sweepEvery); ; {
		if _, err := store.Expire(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("sweep", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
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
	return <-ended
}
