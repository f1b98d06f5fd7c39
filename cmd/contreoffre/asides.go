package main

import (
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

// sweepAsides deletes what others left aside in a folder and nobody holds. What it
// may not open or delete is somebody else's, and no reason to write nothing.
func sweepAsides(dir string) {
	left, _ := fs.Glob(os.DirFS(dir), asides) // the pattern is ours
	for _, name := range left {
		path := filepath.Join(dir, name)
		file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
		if err != nil {
			continue
		}
		if hold(file) == nil {
			_ = os.RemoveAll(path)
		}
		file.Close()
	}
}
