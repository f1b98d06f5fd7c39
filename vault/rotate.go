package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrNotFile is returned where master keys that do not come from a file would
// have to be changed: whoever set the environment changes them there.
var ErrNotFile = errors.New("vault: the master keys are not in a file")

// Add makes a new master key and puts it last in the file, where it is the
// current one. Everything under the older ones still opens.
func (s Source) Add() error {
	text, err := s.text()
	if err == nil {
		err = s.sweepDrafts()
	}
	if err != nil {
		return err
	}
	return replace(s.File, append(bytes.TrimRight(text, "\n"), []byte("\n"+NewMaster()+"\n")...))
}

// Retire leaves the current master key alone in the file. The older ones go to
// a file of their own beside it, which is returned: the backups that were made
// under them can be read with them alone. With a single key it does nothing
// and returns an empty path.
func (s Source) Retire() (retired string, err error) {
	text, err := s.text()
	if err == nil {
		err = s.sweepDrafts() // or the old key would outlive its retirement in one
	}
	if err != nil {
		return "", err
	}
	var older []string
	var current string
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if current != "" {
			older = append(older, current)
		}
		current = line
	}
	if len(older) == 0 {
		return "", nil
	}
	retired = s.File + ".retired"
	before, err := os.ReadFile(retired)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	// The older keys are safe before they leave the file.
	if err := replace(retired, append(before, []byte(strings.Join(older, "\n")+"\n")...)); err != nil {
		return "", err
	}
	return retired, replace(s.File, []byte(keyNotice+current+"\n"))
}

// text returns the key file, whose keys were read and are right.
func (s Source) text() ([]byte, error) {
	if s.Value != "" || s.File == "" {
		return nil, ErrNotFile
	}
	if _, err := s.Load(); err != nil {
		return nil, err
	}
	return os.ReadFile(s.File)
}

// replace puts a file in the place of another at once: whoever reads sees all
// of the one or all of the other, also after a power loss.
func replace(path string, content []byte) error {
	draft, err := os.CreateTemp(filepath.Dir(path), drafts) // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	_, err = draft.Write(content)
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	if err := os.Rename(draft.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
