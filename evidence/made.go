package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"contreoffre/models"
	"contreoffre/vault"
)

// Make keeps what write writes, sealed under the key of a case, as a blob that
// nothing names yet: whoever made it has it named within leftoverAfter, or it
// goes as a leftover. Its length may be anything and need not be known before:
// it is drafted on the disk, sealed like the blob itself, never in the clear. It
// returns the id of the blob and the bytes that were written, what write
// returned, or models.ErrNotFound for a case that the account does not have;
// with any error nothing is kept.
func (k *Keeper) Make(ctx context.Context, account, id string, write func(io.Writer) error) (blob string, size int64, err error) {
	key, err := k.Store.CaseKey(ctx, account, id)
	if err != nil {
		return "", 0, err
	}
	blob = models.NewID()
	counted := counter{}
	draft, sealed, err := k.drafted(key, placeOf(account, blob), func(w io.Writer) error {
		counted.w = w
		return write(&counted)
	})
	if err != nil {
		return "", 0, err
	}
	defer draft.Close()
	if err := k.Blobs.Put(ctx, blob, sealed, draft); err != nil {
		return "", 0, err
	}
	return blob, counted.n, nil
}

// draft opens a file that has no name: nothing of it is left, however we end.
func (k *Keeper) draft() (*os.File, error) {
	file, err := os.CreateTemp(k.Scratch, ".draft-*")
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("evidence: %w", err), file.Close())
	}
	return file, nil
}

// counter counts what goes through.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// Made opens a file that was made of a case; a read fails with
// vault.ErrTampered when it was touched. It returns models.ErrNotFound for a
// case that the account does not have.
func (k *Keeper) Made(ctx context.Context, account, id, blob string) (io.ReadCloser, error) {
	key, err := k.Store.CaseKey(ctx, account, id)
	if err != nil {
		return nil, err
	}
	return k.unseal(ctx, key, account, blob)
}

// Drop deletes a blob that nothing names.
func (k *Keeper) Drop(blob string) { k.drop([]string{blob}) }

func (k *Keeper) unseal(ctx context.Context, key *vault.Key, account, blob string) (io.ReadCloser, error) {
	sealed, err := k.Blobs.Get(ctx, blob)
	if err != nil {
		return nil, fmt.Errorf("evidence: a file of the case is missing: %w", err)
	}
	return opened{key.OpenStream(sealed, placeOf(account, blob)), sealed}, nil
}
