package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"contreoffre/lang"
	"contreoffre/models"
)

// purgeCommand erases the dossiers whose day has come. serve does so too, once
// a day; this is for those who want it at an hour of theirs.
type purgeCommand struct {
	Data string `default:"./data" help:"${cli_serve_data}"`
	JSON bool   `name:"json" help:"${cli_json}"`
}

// Run may be stopped and run again, beside any number of servers.
func (p *purgeCommand) Run(o outside) (err error) {
	ctx := context.Background()
	store, err := openStore(ctx, o, p.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	done, err := store.Purge(ctx)
	l := languageOf(o.env)
	if errors.Is(err, models.ErrNotScrubbed) {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.warning", "warning", lang.T(l, "cli.purge.not_scrubbed", "detail", err)))
		err = nil
	}
	if err != nil {
		return err
	}
	if p.JSON {
		return json.NewEncoder(o.stdout).Encode(done)
	}
	fmt.Fprintln(o.stdout, lang.TN(l, "cli.purge.done", done.Cases, "accounts", done.Accounts))
	if done.Unreadable > 0 {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.warning", "warning", lang.TN(l, "cli.purge.unreadable", done.Unreadable)))
	}
	return nil
}
