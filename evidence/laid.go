package evidence

import (
	"errors"
	"fmt"
	"io"
	"os"

	"contreoffre/models"
	"contreoffre/vault"
)

// Lay writes what write writes to the disk, sealed under a key that only the
// reader it returns knows, in a file without a name: nothing of it is left or can
// be read, however we end. It returns what write returned. The reader must be
// closed.
func (k *Keeper) Lay(write func(io.Writer) error) (io.ReadCloser, error) {
	key, place := vault.NewKey(), placeOf("", models.NewID())
	draft, _, err := k.drafted(key, place, write)
	if err != nil {
		return nil, err
	}
	return opened{key.OpenStream(draft, place), draft}, nil
}

// drafted is a draft that holds what write writes, sealed, to be read from its
// start; size is that of the sealed stream. It returns what write returned, and
// then there is no draft.
func (k *Keeper) drafted(key *vault.Key, place vault.Place, write func(io.Writer) error) (_ *os.File, size int64, err error) {
	file, err := k.draft()
	if err != nil {
		return nil, 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	plain, pen := io.Pipe()
	defer pen.Close() // also should write panic
	kept := make(chan error, 1)
	go func() {
		var err error
		size, err = io.Copy(file, key.SealStream(plain, place))
		plain.CloseWithError(err) // write must not wait for a reader that is gone
		kept <- err
	}()
	err = write(pen)
	pen.CloseWithError(err)
	if unkept := <-kept; err == nil && unkept != nil {
		err = fmt.Errorf("evidence: %w", unkept)
	}
	if err != nil {
		return nil, 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, 0, fmt.Errorf("evidence: %w", err)
	}
	return file, size, nil
}
