package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// backupCommand writes a backup of everything but the master key, beside a
// running server.
type backupCommand struct {
	Out  string `required:"" placeholder:"FILE" help:"${cli_backup_out}"`
	Data string `default:"./data" help:"${cli_serve_data}"`
	JSON bool   `name:"json" help:"${cli_json}"`
}

// untilStopped is a context that ends when the command is told to stop.
func untilStopped() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
}

// Run puts the backup in its place when it is whole and on the disk; one that
// was there before stays until then.
func (k *backupCommand) Run(o outside) (err error) {
	ctx, stop := untilStopped()
	defer stop()
	store, err := openStore(ctx, o, k.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	l := languageOf(o.env)
	var saved models.Saved
	err = writeWhole(k.Out, func(w io.Writer) (err error) {
		saved, err = store.Backup(ctx, w, store.Files)
		return err
	})
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return refusal(lang.T(l, "cli.unwritable", "folder", filepath.Dir(k.Out)))
	}
	if err != nil {
		return err
	}
	if k.JSON {
		err = json.NewEncoder(o.stdout).Encode(saved)
	} else {
		_, err = fmt.Fprintln(o.stdout, lang.T(l, "cli.backup.done", "file", k.Out,
			"accounts", saved.Rows["accounts"], "cases", saved.Rows["cases"], "files", saved.Files))
	}
	if err == nil && saved.Missing > 0 {
		return refusal(lang.TN(l, "cli.backup.missing", saved.Missing))
	}
	return err
}

// writeWhole writes a file that only its owner may read, under another name
// until all of it is on the disk.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	sweepAsides(filepath.Dir(path))
	draft, err := os.CreateTemp(filepath.Dir(path), asides) // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(draft.Name()))
		}
	}()
	if err := errors.Join(hold(draft), write(draft), draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Rename(draft.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// dayOrNone words a day that there may not be.
func dayOrNone(l lang.Lang, d law.Date) string {
	if d.IsZero() {
		return lang.T(l, "cli.check.no_day")
	}
	return lang.Date(l, d)
}
