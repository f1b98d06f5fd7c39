package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/law"
	"contreoffre/models"
)

// kept is all that a data folder keeps: the store, and the files of exhibits
// beside it.
type kept struct {
	*models.Store
	Files *evidence.Folder
}

// filesOf opens the folder of files of a data folder, and makes both where
// they are missing.
func filesOf(c models.Config) (*evidence.Folder, error) {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, err
	}
	return evidence.OpenFolder(filepath.Join(c.DataDir, "evidence"))
}

// openKept opens the store of a configuration with its files, which go with
// what names them.
func openKept(ctx context.Context, c models.Config) (*kept, error) {
	files, err := filesOf(c)
	if err != nil {
		return nil, err
	}
	c.Discard = evidence.Discard(files)
	store, err := models.Open(ctx, c)
	if err != nil {
		return nil, errors.Join(err, files.Close())
	}
	return &kept{store, files}, nil
}

// Close frees both.
func (k *kept) Close() error { return errors.Join(k.Store.Close(), k.Files.Close()) }

// Evidence returns the keeper of the files.
func (k *kept) Evidence(today func() law.Date) *evidence.Keeper {
	return evidence.NewKeeper(k.Store, k.Files, handlers.EvidenceTools, today)
}
