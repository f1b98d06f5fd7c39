package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"contreoffre/lang"
	"contreoffre/models"
)

// openStore opens the data for a command that runs beside a server.
func openStore(ctx context.Context, o outside, data string) (*models.Store, error) {
	environment, err := readEnvironment(o)
	if err != nil {
		return nil, err
	}
	store, err := models.Open(ctx, environment.store(o, data))
	return store, inWords(o, err)
}

// importCommand puts a portable dossier into the store, in an account of its
// own.
type importCommand struct {
	Dossier string `arg:"" name:"F.json" help:"${cli_import_dossier}"`
	Data    string `default:"./data" help:"${cli_serve_data}"`
	JSON    bool   `name:"json" help:"${cli_json}"`
}

// Run prints the recovery code, which is kept nowhere and cannot be shown
// again. A dossier that is wrong opens no account.
func (k *importCommand) Run(o outside) (err error) {
	l := languageOf(o.env)
	d, err := openDossier(o, l, k.Dossier, o.today())
	if err != nil {
		return err
	}
	ctx := context.Background()
	store, err := openStore(ctx, o, k.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	account, code, err := store.OpenAccount(ctx)
	if err != nil {
		return err
	}
	c, err := store.ImportCase(ctx, account.ID, d.Case, d.Letters)
	if err != nil {
		// An account that holds nothing would stay behind, with a code that
		// nobody knows.
		return errors.Join(err, store.EraseAccount(ctx, account.ID))
	}
	if k.JSON {
		return json.NewEncoder(o.stdout).Encode(map[string]string{"recovery_code": code, "case": c.ID})
	}
	_, err = fmt.Fprintln(o.stdout, lang.T(l, "cli.import.done", "code", code))
	return err
}
