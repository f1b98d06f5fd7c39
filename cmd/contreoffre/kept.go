package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/law"
	"contreoffre/models"
)

// kept is all that is kept: the store, and the files of exhibits in the data
// folder beside it or in a bucket.
type kept struct {
	*models.Store
	Files files
}

// files is a place for files that is closed at the end.
type files interface {
	evidence.Blobs
	io.Closer
}

// filesOf opens the bucket or, where none is set, the folder of files of a data
// folder, and makes both folders where they are missing.
func filesOf(ctx context.Context, c models.Config, bucket evidence.S3) (files, error) {
	if bucket != (evidence.S3{}) {
		return evidence.OpenBucket(ctx, bucket)
	}
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, err
	}
	return evidence.OpenFolder(filepath.Join(c.DataDir, "evidence"))
}

// openKept opens the store of a configuration with its files, which go with
// what names them.
func openKept(ctx context.Context, c models.Config, bucket evidence.S3) (*kept, error) {
	files, err := filesOf(ctx, c, bucket)
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
