package vault

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
)

// Vault holds the master keys: the current one wraps, older ones still unwrap
// until everything was wrapped anew.
type Vault struct {
	keys    map[[idSize]byte]*Key
	current *Key
}

// Wrap seals a data key under the current master key.
func (v *Vault) Wrap(k *Key, at Place) []byte { return v.current.Seal(k.secret, at) }

// Unwrap opens a wrapped data key. It returns ErrWrongKey when its master key
// is not in this vault, ErrTampered when it was changed or moved.
func (v *Vault) Unwrap(wrapped []byte, at Place) (*Key, error) {
	if len(wrapped) < header {
		return nil, ErrTampered
	}
	master, ok := v.keys[idOf(wrapped)]
	if !ok {
		return nil, ErrWrongKey
	}
	secret, err := master.Open(wrapped, at)
	if err != nil {
		return nil, err
	}
	if len(secret) != keySize {
		return nil, ErrTampered
	}
	return keyOf(secret), nil
}

// Current reports whether a wrapped key is under the current master key.
func (v *Vault) Current(wrapped []byte) bool {
	return len(wrapped) >= header && idOf(wrapped) == v.current.id
}

// Read reads master keys written in base64, one a line or separated by
// commas; the last one is current. Lines that begin with # are skipped. It
// returns ErrNoKey when there is none and ErrBadKey, which never repeats the
// text, when one is not 32 bytes.
func Read(text string) (*Vault, error) {
	v := &Vault{keys: map[[idSize]byte]*Key{}}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ',' }) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		secret, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(secret) != keySize {
			return nil, ErrBadKey
		}
		v.current = keyOf(secret)
		v.keys[v.current.id] = v.current
	}
	if v.current == nil {
		return nil, ErrNoKey
	}
	return v, nil
}

// With returns v with the keys of another vault beside its own, of which the
// current one stays current.
func (v *Vault) With(other *Vault) *Vault {
	both := &Vault{keys: maps.Clone(other.keys), current: v.current}
	maps.Copy(both.keys, v.keys)
	return both
}

// Source is where the master keys come from: a value of the environment when
// it is set, else a file.
type Source struct {
	Value string
	File  string
}

// Load reads the master keys. It returns ErrNoKey when there are none, and
// ErrBadKey when they cannot be read or when others may read the file.
func (s Source) Load() (*Vault, error) {
	if s.Value != "" {
		return Read(s.Value)
	}
	if s.File == "" {
		return nil, ErrNoKey
	}
	info, err := os.Stat(s.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNoKey, s.File)
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: others may read %s, run chmod 600", ErrBadKey, s.File)
	}
	text, err := os.ReadFile(s.File)
	if err != nil {
		return nil, err
	}
	return Read(string(text))
}

// drafts are the names of key files that are being written.
const drafts = ".key-*"

// keyNotice opens a key file.
const keyNotice = "# Contre-offre master key. Without it nothing in the database can be read.\n"

// LoadOrCreate is Load, and writes a new key file with mode 0600 when there is
// none, in a folder with mode 0700 when there is none. It is for a database that holds nothing yet: over existing data a new
// key would hide the loss of the old one.
func (s Source) LoadOrCreate() (*Vault, error) {
	v, err := s.Load()
	if !errors.Is(err, ErrNoKey) || s.Value != "" || s.File == "" {
		if err == nil && s.Value == "" {
			err = s.sweepDrafts() // of a first start that was killed
		}
		return v, err
	}
	if err := os.MkdirAll(filepath.Dir(s.File), 0o700); err != nil {
		return nil, err
	}
	// Linking a finished file is atomic: of two starters one wins, and no one
	// ever reads half a key.
	draft, err := os.CreateTemp(filepath.Dir(s.File), drafts) // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(draft.Name())
	_, err = draft.WriteString(keyNotice + NewMaster() + "\n")
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return nil, err
	}
	// A draft that is gone was swept away by the one who won.
	if err := os.Link(draft.Name(), s.File); err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := syncFolder(filepath.Dir(s.File)); err != nil {
		return nil, err
	}
	return s.Load()
}

// sweepDrafts deletes the drafts beside the key file: whoever was killed left them,
// and they hold master keys.
func (s Source) sweepDrafts() error {
	dir := filepath.Dir(s.File)
	left, err := fs.Glob(os.DirFS(dir), drafts)
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// syncFolder makes a new name in a folder survive a power loss.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// NewMaster returns a new master key in the form that Read reads.
func NewMaster() string { return base64.StdEncoding.EncodeToString(NewKey().secret) }
