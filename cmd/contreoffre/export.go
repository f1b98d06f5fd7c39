package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"

	"contreoffre/dossier"
	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/lang"
	"contreoffre/models"
)

// exportCommand writes every dossier of an account as portable dossiers.
type exportCommand struct {
	Out  string `required:"" placeholder:"DIR" help:"${cli_export_out}"`
	Data string `default:"./data" help:"${cli_serve_data}"`
	JSON bool   `name:"json" help:"${cli_json}"`
}

// longestCode bounds what is read from standard input.
const longestCode = 1_000

// Run reads the recovery code on standard input, where no list of processes
// shows it, and writes dossier.json and the letters as sent; an account with
// several dossiers gets one numbered folder each.
func (k *exportCommand) Run(o outside) (err error) {
	l := languageOf(o.env)
	typed, err := io.ReadAll(io.LimitReader(o.stdin, longestCode))
	if err != nil {
		return err
	}
	if _, err := os.Stat(k.Data); o.env("DATABASE_URL") == "" && errors.Is(err, fs.ErrNotExist) {
		// Opening it would make an empty one.
		return refusal(lang.T(l, "cli.export.no_data", "folder", k.Data))
	}
	ctx := context.Background()
	store, err := openStore(ctx, o, k.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	account, err := store.AccountByCode(ctx, strings.TrimSpace(string(typed)))
	if errors.Is(err, models.ErrBadCode) || errors.Is(err, models.ErrNotFound) {
		return refusal(lang.T(l, "cli.export.no_such_code"))
	}
	if err != nil {
		return err
	}
	files, err := exported(ctx, o, store, account.ID)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return refusal(lang.T(l, "cli.export.nothing"))
	}
	names, err := writeFiles(k.Out, files)
	if err != nil {
		return refusal(lang.T(l, "cli.unwritable", "folder", k.Out))
	}
	return tellFiles(o, k.JSON, names, nil)
}

// exported gathers the files of every dossier of the account.
func exported(ctx context.Context, o outside, store *kept, account string) (map[string][]byte, error) {
	keeper := store.Evidence(o.today)
	cases, err := store.Cases(ctx, account)
	if err != nil {
		return nil, err
	}
	box, err := store.Mailbox(ctx, account)
	if err != nil {
		return nil, err
	}
	all := map[string][]byte{}
	for n, c := range cases {
		d, err := wholeDossier(ctx, store.Store, c)
		if err != nil {
			return nil, err
		}
		files, err := dossier.Files(d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.ID, err)
		}
		l, ok := lang.Parse(c.Language)
		if !ok {
			l = languageOf(o.env)
		}
		if err := handlers.AddRecord(files, l, o.today(), box); err != nil {
			return nil, err
		}
		folder := ""
		if len(cases) > 1 {
			folder = strconv.Itoa(n + 1)
		}
		names := dossier.ExhibitNames(c)
		for _, e := range c.Evidence {
			if !d.Exhibits[e.ID] {
				continue
			}
			if files[names[e.ID]], err = original(ctx, keeper, c, e); err != nil {
				return nil, fmt.Errorf("%s: %w", c.ID, err)
			}
		}
		for name, data := range files {
			all[path.Join(folder, name)] = data
		}
	}
	return all, nil
}

// original is the file of an exhibit as it was given.
func original(ctx context.Context, keeper *evidence.Keeper, c models.Case, e models.Evidence) ([]byte, error) {
	_, file, err := keeper.Original(ctx, c.Account, c.ID, e.ID)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// wholeDossier adds to a case the PDFs of its letters as sent, and names the
// exhibits whose files go along.
func wholeDossier(ctx context.Context, store *models.Store, c models.Case) (dossier.Dossier, error) {
	d := dossier.Dossier{Case: c, Exhibits: map[string]bool{}}
	for _, e := range c.Evidence {
		d.Exhibits[e.ID] = e.Kept != nil
	}
	var err error
	d.Letters, err = store.PDFsAsSent(ctx, c.Account, c.ID)
	return d, err
}
