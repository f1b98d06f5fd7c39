package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"contreoffre/lang"
	"contreoffre/models"
)

// restoreCommand fills a database that was never opened from a backup.
type restoreCommand struct {
	Backup string   `arg:"" name:"FILE" help:"${cli_restore_file}"`
	Ledger []string `placeholder:"FILE" help:"${cli_restore_ledger}"`
	Data   string   `default:"./data" help:"${cli_serve_data}"`
	JSON   bool     `name:"json" help:"${cli_json}"`
}

// Run leaves out what any of the ledgers names: the ledger of the data folder
// is always one of them.
func (r *restoreCommand) Run(o outside) (err error) {
	ctx, stop := untilStopped()
	defer stop()
	l := languageOf(o.env)
	environment, err := readEnvironment(o)
	if err != nil {
		return err
	}
	var erased []models.Erasure
	for _, path := range r.Ledger {
		lines, err := readLedgerFile(path)
		if err != nil {
			return refusal(lang.T(l, "cli.restore.unreadable", "file", path))
		}
		erased = append(erased, lines...)
	}
	backup, err := os.Open(r.Backup)
	if err != nil {
		return refusal(lang.T(l, "cli.restore.unreadable", "file", r.Backup))
	}
	defer backup.Close()
	config := environment.store(o, r.Data)
	files, err := filesOf(ctx, config, environment.bucket())
	if err != nil {
		return inWords(o, err)
	}
	defer files.Close()
	done, err := models.Restore(ctx, config, backup, files, erased)
	if err != nil {
		return inWords(o, err)
	}
	if r.JSON {
		return json.NewEncoder(o.stdout).Encode(done)
	}
	_, err = fmt.Fprintln(o.stdout, lang.T(l, "cli.restore.done",
		"accounts", done.Rows["accounts"], "cases", done.Rows["cases"], "files", done.Files, "erased", done.Erased))
	return err
}

func readLedgerFile(path string) ([]models.Erasure, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	lines, err := models.ReadLedger(file)
	return lines, errors.Join(err, file.Close())
}
