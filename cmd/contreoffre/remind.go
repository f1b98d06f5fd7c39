package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os/signal"
	"syscall"
	"time"

	"contreoffre/lang"
	"contreoffre/mail"
	"contreoffre/models"
)

// remindEvery is how often a running site looks for reminders whose day has
// come, and for messages to try again.
const remindEvery = time.Minute

// remindCommand sends what is due and ends. It may run beside a site that
// sends too, and beside itself.
type remindCommand struct {
	Data    string `default:"./data" help:"${cli_serve_data}"`
	BaseURL string `name:"base-url" help:"${cli_serve_base_url}"`
	SMTP    string `name:"smtp" help:"${cli_serve_smtp}"`
}

// Run makes one round and says what it did.
func (r *remindCommand) Run(o outside) (err error) {
	environment, err := readEnvironment(o)
	if err != nil {
		return err
	}
	base, server, err := r.server(environment)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	store, err := models.Open(ctx, environment.store(o, r.Data))
	if err != nil {
		return inWords(o, err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	postman := &mail.Postman{Store: store, Server: server, Base: base, Now: o.now, Log: slog.New(slog.NewTextHandler(o.stderr, nil))}
	round, err := postman.Round(ctx)
	fmt.Fprintln(o.stdout, lang.T(languageOf(o.env), "cli.remind.done",
		"queued", round.Queued, "sent", round.Sent, "dropped", round.Dropped, "failed", round.Failed))
	return err
}

// server reads where to send and which address messages give. Both must be
// said: nothing listens here that could tell.
func (r *remindCommand) server(e environment) (*url.URL, *mail.Server, error) {
	address := cmp.Or(r.SMTP, e.SMTP)
	if address == "" {
		return nil, nil, misuse{key: "cli.remind.off"}
	}
	if r.BaseURL == "" {
		return nil, nil, misuse{key: "cli.remind.base"}
	}
	if err := checkBase(r.BaseURL, true); err != nil {
		return nil, nil, err
	}
	base, err := baseURL(r.BaseURL, nil)
	if err != nil {
		return nil, nil, err
	}
	server, err := mailServer(address, base)
	return base, server, err
}

// mailServer reads the address of the mail server; empty means none.
func mailServer(address string, base *url.URL) (*mail.Server, error) {
	if address == "" {
		return nil, nil
	}
	server, err := mail.ReadServer(address, base)
	if errors.Is(err, mail.ErrBadServer) {
		return nil, misuse{key: "cli.remind.server"}
	}
	return server, err
}
