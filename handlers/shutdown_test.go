package handlers_test

import (
	"context"
	"net"
	"testing"
	"time"

	"contreoffre/handlers"
	"contreoffre/models/modelstest"
)

// A signal may come between the moment the address is told and the first
// accept; the site must leave all the same.
func TestAShutdownBeforeTheFirstAcceptIsNotLost(t *testing.T) {
	db := modelstest.SQLite(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app, err := handlers.New(handlers.Config{
		Base: mustURL(t, "http://"+listener.Addr().String()), Store: db.Open(t), Now: db.Clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	left, served := make(chan error, 1), make(chan error, 1)
	go func() { left <- app.Shutdown(ctx) }()
	time.Sleep(20 * time.Millisecond) // the shutdown comes first
	go func() { served <- app.Serve(listener) }()
	for name, ended := range map[string]chan error{"shutdown": left, "serve": served} {
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case <-ctx.Done():
			t.Fatalf("%s never returns", name)
		}
	}
}
