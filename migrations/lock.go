package migrations

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// ErrLocked is returned when another process holds a lock.
var ErrLocked = errors.New("migrations: locked by another process")

// TryLock takes the lock that the file stands for, or returns ErrLocked. The
// system frees it when the process ends, however it ends. The file stays: to
// remove it would let two processes hold two files of the same name.
func TryLock(path string) (release func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: %s", ErrLocked, path)
		}
		return nil, err
	}
	return f.Close, nil
}

// Lock is TryLock that waits until the lock is free or ctx ends.
func Lock(ctx context.Context, path string) (release func() error, err error) {
	for {
		release, err = TryLock(path)
		if !errors.Is(err, ErrLocked) {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(err, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
