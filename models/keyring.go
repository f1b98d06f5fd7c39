package models

import (
	"context"
	"errors"
	"sync/atomic"

	"gorm.io/gorm/clause"

	"contreoffre/migrations"
	"contreoffre/vault"
)

// keyring holds the master keys. The file that they came from may get a new one
// while we run (rekey --add); whoever meets a key that it does not know looks
// there again, so that servers need not be restarted at the same moment.
type keyring struct {
	source vault.Source
	held   atomic.Pointer[vault.Vault]
}

// loadKeys fills the keyring.
func (s *Store) loadKeys(source vault.Source, load func() (*vault.Vault, error)) error {
	held, err := load()
	if err != nil {
		return err
	}
	s.keys.source = source
	s.keys.held.Store(held)
	return nil
}

// unwrap is Unwrap of the keys at hand, or of those that came since.
func (k *keyring) unwrap(wrapped []byte, at vault.Place) (*vault.Key, error) {
	held := k.held.Load()
	key, err := held.Unwrap(wrapped, at)
	if !errors.Is(err, vault.ErrWrongKey) {
		return key, err
	}
	found, failed := k.source.Load()
	if failed != nil { // the first error says what is wrong
		return nil, err
	}
	held = found.With(held) // a retired key may still be needed by what we are reading
	if key, err = held.Unwrap(wrapped, at); err == nil {
		k.held.Store(held)
	}
	return key, err
}

func (k *keyring) wrap(key *vault.Key, at vault.Place) []byte { return k.held.Load().Wrap(key, at) }

// wrap wraps the key of something new, in the write that makes it. It returns
// vault.ErrWrongKey where the database went on to a master key that we cannot
// read: what we made under ours would be lost with it.
func (s *Store) wrap(ctx context.Context, key *vault.Key, at vault.Place) ([]byte, error) {
	query := s.db(ctx)
	if s.engine == migrations.Postgres { // a change of keys waits for us, or we for it
		query = query.Clauses(clause.Locking{Strength: clause.LockingStrengthShare})
	}
	var rows []lookupKeyRow
	if err := query.Order("created_at, id").Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, row := range rows {
		if _, err := s.keys.unwrap(row.WrappedKey, keyPlace("", "lookup_keys", row.ID)); err != nil {
			return nil, err
		}
	}
	return s.keys.wrap(key, at), nil
}
