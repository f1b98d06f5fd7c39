package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"contreoffre/evidence"
	"contreoffre/lang"
	"contreoffre/models"
)

// checkCommand reads everything that is kept, beside a server.
type checkCommand struct {
	Data string `default:"./data" help:"${cli_serve_data}"`
	Mend bool   `help:"${cli_check_mend}"`
	JSON bool   `name:"json" help:"${cli_json}"`
}

// Run ends with exit code 1 when something is left to mend.
func (k *checkCommand) Run(o outside) (err error) {
	ctx, stop := untilStopped()
	defer stop()
	store, err := openStore(ctx, o, k.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	found, err := store.Check(ctx, k.Mend)
	if err != nil {
		return err
	}
	if err := k.checkFiles(ctx, o, store, &found); err != nil {
		return err
	}
	l := languageOf(o.env)
	if k.JSON {
		err = json.NewEncoder(o.stdout).Encode(found)
	} else {
		tellChecked(o, l, found)
	}
	if err == nil && !found.Whole() {
		return refusal(lang.T(l, "cli.check.not_whole"))
	}
	return err
}

// checkFiles compares the files of exhibits with what dossiers name. A file
// that nobody names is a leftover of an upload that was cut short.
func (k *checkCommand) checkFiles(ctx context.Context, o outside, store *kept, found *models.Checked) error {
	keeper := &evidence.Keeper{Store: store.Store, Blobs: store.Files}
	report, err := keeper.Check(ctx, o.now())
	if err != nil {
		return err
	}
	for _, id := range report.Missing {
		found.Findings = append(found.Findings, models.Finding{Kind: "missing", Detail: id})
	}
	for _, id := range report.Leftover {
		found.Findings = append(found.Findings, models.Finding{Kind: "leftover", Detail: id, Mended: k.Mend})
	}
	if k.Mend {
		_, err = keeper.Sweep(ctx, o.now())
	}
	return err
}

func tellChecked(o outside, l lang.Lang, found models.Checked) {
	for _, f := range found.Findings {
		key := "cli.check." + f.Kind
		if f.Mended {
			key += ".mended"
		}
		fmt.Fprintln(o.stdout, lang.T(l, key, "account", f.Account, "case", f.Case, "detail", f.Detail,
			"stored", dayOrNone(l, f.Stored), "derived", dayOrNone(l, f.Derived)))
	}
	fmt.Fprintln(o.stdout, lang.T(l, "cli.check.done", "accounts", found.Accounts, "cases", found.Cases, "letters", found.Letters))
}
