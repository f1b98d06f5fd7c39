package main

import (
	"context"
	"fmt"

	"contreoffre/lang"
	"contreoffre/models"
)

// migrateCommand brings a database to the schema of this program. serve does
// so too when it starts; this is for those who want to do it before.
type migrateCommand struct {
	Data string `default:"./data" help:"${cli_serve_data}"`
}

// Run opens the database, which migrates it, and closes it again.
func (m *migrateCommand) Run(o outside) error {
	environment, err := readEnvironment(o)
	if err != nil {
		return err
	}
	store, err := models.Open(context.Background(), environment.store(o, m.Data))
	if err != nil {
		return inWords(o, err)
	}
	if err := store.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(o.stdout, lang.T(languageOf(o.env), "cli.migrate.done"))
	return err
}
