package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"contreoffre/migrations"
	"contreoffre/vault"
)

// backedUp lists the tables of a backup, what others refer to first. Sessions,
// counters and first answers are not in it: a restored session would be open
// again. Nor is the ledger, which must outlive every backup.
func backedUp() []archiveTable {
	var tables []archiveTable
	for _, table := range slices.Backward(ReadManifest().Tables) {
		if !slices.Contains([]string{"case", "account", "ever"}, table.Retention) || table.Name == (Erasure{}).TableName() {
			continue
		}
		kept := archiveTable{Name: table.Name}
		for _, column := range table.Columns {
			kept.Columns = append(kept.Columns, column.Name)
		}
		tables = append(tables, kept)
	}
	return tables
}

// Backup writes a backup of everything that was acknowledged before it began,
// while the site goes on, and returns how many rows of each table it holds.
// The master key is not in it and must be kept elsewhere.
func (s *Store) Backup(ctx context.Context, w io.Writer) (map[string]int, error) {
	archive := newArchiver(w)
	db, err := s.orm.DB()
	if err != nil {
		return nil, err
	}
	schema, err := migrations.Version(ctx, s.engine, db)
	if err != nil {
		return nil, err
	}
	head := archiveHead{Format: archiveFormat, Schema: schema, MadeAt: s.nowMicros(), Tables: backedUp()}
	if err := archive.head(head); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(ctx context.Context) error {
		for _, table := range head.Tables {
			if err := s.backUp(ctx, archive, table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return archive.rows, archive.end()
}

func (s *Store) backUp(ctx context.Context, archive *archiver, table archiveTable) error {
	rows, err := s.db(ctx).Raw("SELECT " + strings.Join(table.Columns, ", ") + " FROM " + table.Name).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	cells, into := make([]any, len(table.Columns)), make([]any, len(table.Columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := archive.row(table.Name, cells); err != nil {
			return err
		}
	}
	return errors.Join(rows.Err(), archive.flush(table.Name))
}

// Restored is what a restore brought back.
type Restored struct {
	Rows   map[string]int `json:"rows"`
	Erased int            `json:"erased"` // accounts and cases of the backup that were erased since, and stay so
}

// Restore fills the database of c, which nobody has opened before, from a
// backup of either engine. What the ledger of the data folder and the lines
// name is left out: it never enters the database. All of it is there at the
// end or none, so it may be stopped and run again.
//
// It returns ErrNotEmpty, ErrBadBackup, ErrServed, migrations.ErrNewer, or
// the vault's errors when the master key is not that of the backup.
func Restore(ctx context.Context, c Config, backup io.Reader, lines []Erasure) (Restored, error) {
	r := restoring{gone: map[string]bool{}}
	archive, err := openArchive(backup)
	if err != nil {
		return Restored{}, err
	}
	c.Serve = true
	s, err := open(ctx, c, func(s *Store, ctx context.Context, db *sql.DB, keys vault.Source) error {
		kept, err := readLedger(s.ledgerFile)
		if err != nil {
			return err
		}
		if s.vault, err = keys.Load(); err != nil {
			return err
		}
		return r.run(ctx, s, db, archive, append(kept, lines...))
	})
	if err != nil {
		return Restored{}, err
	}
	return Restored{archive.rows, r.erased}, errors.Join(s.SyncLedger(ctx), s.Close())
}

// restoring is a restore under way.
type restoring struct {
	gone   map[string]bool // hashes of ids that were erased
	erased int
}

func (r *restoring) run(ctx context.Context, s *Store, db *sql.DB, archive *archiveReader, lines []Erasure) error {
	version, err := migrations.Version(ctx, s.engine, db)
	if err != nil {
		return err
	}
	if version > 0 {
		if empty, err := s.isEmpty(ctx); err != nil || !empty {
			return errors.Join(err, ErrNotEmpty)
		}
	}
	for _, line := range lines {
		r.gone[line.SubjectHash] = true
	}
	// The rows go into the schema they were taken from; what migrations did to
	// rows since then, they do now.
	if err := migrations.UpTo(ctx, s.engine, db, archive.head.Schema); err != nil {
		return err
	}
	err = s.write(ctx, func(ctx context.Context) error {
		if err := s.alone(ctx); err != nil {
			return err
		}
		if empty, err := s.isEmpty(ctx); err != nil || !empty {
			return errors.Join(err, ErrNotEmpty)
		}
		put := func(table archiveTable, cells []any) error { return r.put(ctx, s, table, cells) }
		if err := archive.each(put); err != nil {
			return err
		}
		if empty, err := s.isEmpty(ctx); err != nil || empty {
			return errors.Join(err, fmt.Errorf("%w: no look-up key", ErrBadBackup))
		}
		return s.readLookupKeys(ctx) // proves the master key
	})
	if err != nil {
		return err
	}
	_, err = migrations.Up(ctx, s.engine, db)
	return err
}

// put inserts a row, unless it belongs to what was erased. What is erased
// takes what refers to it along, by the order of the tables.
func (r *restoring) put(ctx context.Context, s *Store, table archiveTable, cells []any) error {
	for _, cell := range cells {
		id, ok := cell.(string)
		if !ok || !r.gone[hashOf([]byte(id))] {
			continue
		}
		if table.Name == "accounts" || table.Name == "cases" {
			r.gone[hashOf([]byte(cells[0].(string)))] = true
			r.erased++
		}
		return nil
	}
	insert := "INSERT INTO " + table.Name + " (" + strings.Join(table.Columns, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(cells)-1) + ")"
	return s.db(ctx).Exec(insert, cells...).Error
}
