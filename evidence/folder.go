package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"
)

// Folder keeps blobs as files of one folder that no path leaves.
type Folder struct {
	root *os.Root
}

// unfinished ends the name of a file that is still being written. A file under
// its own name is always whole.
const unfinished = ".part"

// OpenFolder opens the folder, and makes it with mode 0700 when it is not
// there.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return &Folder{root}, nil
}

// Close frees the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Put implements Blobs. The file reaches the disk under another name before it
// gets its own, and its name reaches the disk before Put returns.
func (f *Folder) Put(ctx context.Context, id string, size int64, r io.Reader) (err error) {
	if err := checkID(id); err != nil {
		return err
	}
	draft := id + unfinished
	file, err := f.root.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("evidence: %w", err), f.root.Remove(draft))
		}
	}()
	n, err := io.Copy(file, whileAlive{ctx, r})
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	// A link, unlike a new name, never replaces a file that is there.
	if err := f.root.Link(draft, id); err != nil {
		return err
	}
	if err := f.root.Remove(draft); err != nil {
		return err
	}
	return f.sync()
}

// sync makes the names of the folder survive a power loss.
func (f *Folder) sync() error {
	folder, err := f.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Get implements Blobs.
func (f *Folder) Get(_ context.Context, id string) (io.ReadCloser, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	file, err := f.root.Open(id)
	if err != nil {
		return nil, noBlob(err)
	}
	return file, nil
}

// Delete implements Blobs. With a blob goes what a Put that was killed left of it,
// so that it can be put once more; a leftover goes alone.
func (f *Folder) Delete(_ context.Context, id string) error {
	blob, isLeftover := strings.CutSuffix(id, unfinished)
	if err := checkID(blob); err != nil {
		return err
	}
	names := []string{id}
	if !isLeftover {
		names = append(names, blob+unfinished)
	}
	gone := 0
	for _, name := range names {
		err := f.root.Remove(name)
		switch {
		case err == nil:
			gone++
		case !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("evidence: %w", err)
		}
	}
	if gone == 0 {
		return nil
	}
	return f.sync()
}

// Stat implements Blobs.
func (f *Folder) Stat(_ context.Context, id string) (Blob, error) {
	if err := checkID(id); err != nil {
		return Blob{}, err
	}
	info, err := f.root.Stat(id)
	if err != nil {
		return Blob{}, noBlob(err)
	}
	return Blob{id, info.Size(), info.ModTime()}, nil
}

// All implements Blobs. Files that are not ours are passed over.
func (f *Folder) All(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		entries, err := fs.ReadDir(f.root.FS(), ".")
		if err != nil {
			yield(Blob{}, fmt.Errorf("evidence: %w", err))
			return
		}
		for _, entry := range entries {
			if ctx.Err() != nil {
				yield(Blob{}, ctx.Err())
				return
			}
			if checkID(strings.TrimSuffix(entry.Name(), unfinished)) != nil {
				continue
			}
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // deleted while we looked
			}
			if err != nil {
				yield(Blob{}, fmt.Errorf("evidence: %w", err))
				return
			}
			if !yield(Blob{entry.Name(), info.Size(), info.ModTime()}, nil) {
				return
			}
		}
	}
}

func noBlob(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoBlob
	}
	return fmt.Errorf("evidence: %w", err)
}

// whileAlive reads until nobody waits any more.
type whileAlive struct {
	ctx context.Context
	io.Reader
}

func (w whileAlive) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Reader.Read(p)
}
