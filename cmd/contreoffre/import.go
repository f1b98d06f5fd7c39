package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"contreoffre/dossier"
	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/lang"
	"contreoffre/models"
)

// openStore opens the data for a command that runs beside a server.
func openStore(ctx context.Context, o outside, data string) (*kept, error) {
	environment, err := readEnvironment(o)
	if err != nil {
		return nil, err
	}
	opened, err := openKept(ctx, environment.store(o, data), environment.bucket())
	return opened, inWords(o, err)
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
	if err := k.attach(ctx, o, l, store.Evidence(o.today), c, d); err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(o.stdout).Encode(map[string]string{"recovery_code": code, "case": c.ID})
	}
	_, err = fmt.Fprintln(o.stdout, lang.T(l, "cli.import.done", "code", code))
	return err
}

// attach keeps the files of exhibits that stand beside the dossier, and warns
// of each that was not taken.
func (k *importCommand) attach(ctx context.Context, o outside, l lang.Lang, keeper *evidence.Keeper, c models.Case, d dossier.Dossier) error {
	folder, err := os.OpenRoot(filepath.Dir(k.Dossier))
	if err != nil {
		return err
	}
	defer folder.Close()
	d.Folder = folder.FS()
	for _, e := range handlers.AttachExhibits(ctx, keeper, c.Account, c.ID, d) {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.warning", "warning", lang.T(l, "evidence.import.without", "file", e.File)))
	}
	return nil
}
