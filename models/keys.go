package models

import (
	"context"
	"fmt"

	"contreoffre/migrations"
	"contreoffre/vault"
)

// lookupKeyRow is a key for look-up hashes, wrapped by the master key. It is
// also the proof that the master key at hand is the one of this database.
type lookupKeyRow struct {
	ID         string `gorm:"primaryKey"`
	WrappedKey []byte
	Created    int64 `gorm:"column:created_at"`
}

func (lookupKeyRow) TableName() string { return "lookup_keys" }

// keyPlace is where a wrapped key lives.
func keyPlace(owner, table, row string) vault.Place {
	return vault.Place{Owner: owner, Table: table, Column: "wrapped_key", Row: []string{row}}
}

// isEmpty reports whether the database has no look-up key, and so nothing that
// a master key protects: no account exists without one.
func (s *Store) isEmpty(ctx context.Context) (bool, error) {
	var n int64
	err := s.db(ctx).Model(&lookupKeyRow{}).Count(&n).Error
	return n == 0, err
}

func (s *Store) readLookupKeys(ctx context.Context) error {
	var rows []lookupKeyRow
	if err := s.db(ctx).Order("created_at, id").Find(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		key, err := s.keys.unwrap(row.WrappedKey, keyPlace("", "lookup_keys", row.ID))
		if err != nil {
			return fmt.Errorf("lookup_keys: %w", err)
		}
		s.lookup.Add(key)
	}
	return nil
}

// firstLookupKey makes the key of an empty database. Of several starters one
// makes it and the others read it, which fails for a starter that came with a
// master key of its own.
func (s *Store) firstLookupKey(ctx context.Context) error {
	err := s.write(ctx, func(ctx context.Context) error {
		if err := s.alone(ctx); err != nil {
			return err
		}
		if empty, err := s.isEmpty(ctx); err != nil || !empty {
			return err
		}
		row := lookupKeyRow{ID: NewID(), Created: s.nowMicros()}
		row.WrappedKey = s.keys.wrap(vault.NewKey(), keyPlace("", "lookup_keys", row.ID))
		return s.db(ctx).Create(&row).Error
	})
	if err != nil {
		return err
	}
	return s.readLookupKeys(ctx)
}

// alone keeps other starters from an empty database until the end of the
// write. On SQLite a write is alone anyway.
func (s *Store) alone(ctx context.Context) error {
	if s.engine != migrations.Postgres {
		return nil
	}
	const starters = 0x636f6e747265 // "contre": any number that is ours alone
	return s.db(ctx).Exec("SELECT pg_advisory_xact_lock(?)", starters).Error
}

// Mark returns a keyed hash of value that is the same on every replica, for
// tokens that are checked and never stored (a form's, an unsubscribe link's).
// Each use has its own purpose.
func (s *Store) Mark(purpose, value string) string { return s.lookup.Hash("mark "+purpose, value) }

// IsMark reports whether mark is the hash of value, without telling how much
// of it is right.
func (s *Store) IsMark(purpose, value, mark string) bool {
	return s.lookup.Matches("mark "+purpose, value, mark)
}

// Rekey wraps every key anew under the current master key and returns how many
// it wrapped. It may be stopped and run again. Every server should be able to
// read both master keys before; the old one may go when Rekey is done. The
// look-up keys go after all others: as long as they are under the old master key,
// no store opens without it. From then on nothing is made under the old one, so
// that what was made meanwhile is all that is left.
func (s *Store) Rekey(ctx context.Context) (int, error) {
	accounts, cases := keyTable{"accounts", "id"}, keyTable{"cases", "account_id"}
	done := 0
	for _, table := range []keyTable{accounts, cases, {"lookup_keys", "''"}, accounts, cases} {
		n, err := s.rewrap(ctx, table.name, table.owner)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// keyTable is a table of wrapped keys, and its column of the account.
type keyTable struct{ name, owner string }

// rewrap walks one table by its id. A row that is erased meanwhile is not
// there to be updated, which is right.
func (s *Store) rewrap(ctx context.Context, table, owner string) (done int, err error) {
	const batch = 500
	var rows []struct {
		ID         string
		Owner      string
		WrappedKey []byte
	}
	for last := ""; ; last = rows[len(rows)-1].ID {
		rows = rows[:0]
		query := "SELECT id, " + owner + " AS owner, wrapped_key FROM " + table + " WHERE id > ? ORDER BY id LIMIT ?"
		if err := s.db(ctx).Raw(query, last, batch).Scan(&rows).Error; err != nil {
			return done, err
		}
		if len(rows) == 0 {
			return done, nil
		}
		for _, row := range rows {
			if s.keys.held.Load().Current(row.WrappedKey) {
				continue
			}
			at := keyPlace(row.Owner, table, row.ID)
			key, err := s.keys.unwrap(row.WrappedKey, at)
			if err != nil {
				return done, fmt.Errorf("%s: %w", table, err)
			}
			err = s.write(ctx, func(ctx context.Context) error {
				return s.db(ctx).Exec("UPDATE "+table+" SET wrapped_key = ? WHERE id = ?", s.keys.wrap(key, at), row.ID).Error
			})
			if err != nil {
				return done, err
			}
			done++
		}
	}
}
