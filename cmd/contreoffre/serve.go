package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"contreoffre/evidence"
	"contreoffre/lang"
	"contreoffre/migrations"
	"contreoffre/models"
	"contreoffre/vault"
)

// serveCommand runs the site until it is told to stop.
type serveCommand struct {
	Addr    string   `default:"127.0.0.1:8080" help:"${cli_serve_addr}"`
	Data    string   `default:"./data" help:"${cli_serve_data}"`
	BaseURL string   `name:"base-url" help:"${cli_serve_base_url}"`
	Proxies []string `name:"trusted-proxy" help:"${cli_serve_trusted_proxy}"`
	SMTP    string   `name:"smtp" help:"${cli_serve_smtp}"`
}

// Run serves until SIGTERM or an interrupt, then lets the answers under way
// finish; a second signal ends it at once.
func (s *serveCommand) Run(o outside) error {
	environment, err := readEnvironment(o)
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	defer signal.Stop(signals)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	force := make(chan struct{})
	go func() {
		<-signals
		stop()
		<-signals
		close(force)
	}()
	store := environment.store(o, s.Data)
	store.Serve = true
	return inWords(o, service{
		Addr: s.Addr, BaseURL: s.BaseURL, Proxies: s.Proxies, Operator: environment.operator(),
		SMTP: cmp.Or(s.SMTP, environment.SMTP), Store: store, Bucket: environment.bucket(), Now: o.now, Out: o.stdout,
		Log: slog.New(slog.NewTextHandler(o.stderr, nil)),
	}.run(ctx, force))
}

// inWords says in the person's language why the data could not be opened; any
// other error stays as it is.
func inWords(o outside, err error) error {
	for _, known := range []struct {
		cause error
		key   string
	}{
		{models.ErrServed, "cli.data.served"},
		{models.ErrUnsafe, "cli.data.unsafe"},
		{models.ErrNotEmpty, "cli.data.not_empty"},
		{models.ErrBadBackup, "cli.restore.bad_backup"},
		{vault.ErrNotFile, "cli.rekey.not_file"},
		{migrations.ErrNewer, "cli.data.newer"},
		{vault.ErrNoKey, "cli.data.no_key"},
		{vault.ErrBadKey, "cli.data.bad_key"},
		{vault.ErrWrongKey, "cli.data.wrong_key"},
		{evidence.ErrBucketSettings, "cli.data.bucket_settings"},
		{evidence.ErrBucketPlain, "cli.data.bucket_plain"},
		{evidence.ErrBucketVersioned, "cli.data.bucket_versioned"},
		{evidence.ErrNoBucket, "cli.data.no_bucket"},
	} {
		if errors.Is(err, known.cause) {
			return errors.New(lang.T(languageOf(o.env), known.key, "detail", err))
		}
	}
	return err
}
