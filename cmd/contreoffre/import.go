package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"contreoffre/handlers"
	"contreoffre/lang"
	"contreoffre/models"
	"contreoffre/vault"
)

// storeFlags say where the data lives; serve and the commands that run beside
// it share them.
type storeFlags struct {
	Data string `default:"data" placeholder:"DIR" help:"${cli_data}"`
}

// config is the store's, for a command that runs beside a server.
func (f storeFlags) config(o outside) models.Config {
	return models.Config{
		DatabaseURL: o.env("DATABASE_URL"), DataDir: f.Data,
		Keys: masterKey(o.env), Now: o.now, NextDue: handlers.NextDue,
	}
}

// masterKey is the key of the environment, or of the file that it names;
// without either, the store looks beside the data.
func masterKey(env func(string) string) vault.Source {
	return vault.Source{Value: env("CONTREOFFRE_MASTER_KEY"), File: env("CONTREOFFRE_MASTER_KEY_FILE")}
}

// importCommand puts a portable dossier into the store, in an account of its
// own.
type importCommand struct {
	Dossier string `arg:"" name:"F.json" help:"${cli_import_dossier}"`
	storeFlags
	JSON bool `name:"json" help:"${cli_json}"`
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
	store, err := models.Open(ctx, k.config(o))
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
