package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// What a command writes lies aside until it is whole. Somebody who is killed
// cannot take it away, and it may be a letter in the clear, or a backup that
// should have gone after thirty days: whoever writes to the same folder next does.

// asides are the names of what lies aside.
const asides = ".contreoffre-*"

// hold keeps what lies aside from being swept away, as long as it is open. The
// system lets go of it when we end, however we end.
func hold(file *os.File) error { return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// sweepAsides deletes what others left aside in a folder and nobody holds.
func sweepAsides(dir string) error {
	left, err := fs.Glob(os.DirFS(dir), asides)
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range left {
		path := filepath.Join(dir, name)
		file, err := os.Open(path)
		if err != nil {
			continue // gone, or somebody else's
		}
		if hold(file) == nil {
			errs = append(errs, os.RemoveAll(path))
		}
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}
