package models

import (
	"bytes"
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
// counters, first answers and jobs are not in it: a restored session would be open
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

// Files keeps the sealed files of exhibits, for a backup and a restore.
type Files interface {
	Get(ctx context.Context, id string) (io.ReadCloser, error)
	Put(ctx context.Context, id string, size int64, r io.Reader) error
	Delete(ctx context.Context, id string) error // nil when it is not there
}

// Saved is what a backup holds.
type Saved struct {
	Rows    map[string]int `json:"rows"`
	Files   int            `json:"files"`
	Missing int            `json:"missing"` // files that a case names and that cannot be read
}

// Backup writes a backup of everything that was acknowledged before it began,
// while the site goes on. A file that cannot be read is counted and does not
// keep the rest from being saved. The master key is not in a backup and must
// be kept elsewhere.
func (s *Store) Backup(ctx context.Context, w io.Writer, files Files) (Saved, error) {
	var saved Saved
	archive := newArchiver(w)
	db, err := s.orm.DB()
	if err != nil {
		return saved, err
	}
	schema, err := migrations.Version(ctx, s.engine, db)
	if err != nil {
		return saved, err
	}
	head := archiveHead{Format: archiveFormat, Schema: schema, MadeAt: s.nowMicros(), Tables: backedUp()}
	if err := archive.head(head); err != nil {
		return saved, err
	}
	var blobs []string
	err = s.read(ctx, func(ctx context.Context) error {
		for _, table := range head.Tables {
			if err := s.backUp(ctx, archive, table); err != nil {
				return err
			}
		}
		blobs, err = s.exhibitBlobs(ctx) // what a job made is made again
		return err
	})
	if err != nil {
		return saved, err
	}
	for _, id := range blobs {
		if err := s.backUpFile(ctx, archive, files, id, &saved); err != nil {
			return saved, err
		}
	}
	saved.Rows, saved.Files = archive.end.Rows, archive.end.Files
	return saved, archive.close()
}

// backUpFile adds a file. One that its person deleted since the rows were read
// is not missing.
func (s *Store) backUpFile(ctx context.Context, archive *archiver, files Files, id string, saved *Saved) error {
	content, err := readFile(ctx, files, id)
	if err == nil {
		return archive.blob(id, content)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var n int64
	if err := s.db(ctx).Model(&blobRow{}).Where("id = ?", id).Count(&n).Error; err != nil {
		return err
	}
	saved.Missing += int(n)
	return nil
}

func readFile(ctx context.Context, files Files, id string) ([]byte, error) {
	if files == nil {
		return nil, ErrNotFound
	}
	file, err := files.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(file)
	return content, errors.Join(err, file.Close())
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
	Saved
	Erased int `json:"erased"` // accounts and cases of the backup that were erased since, and stay so
}

// Restore fills the database of c, which nobody has opened before, and its
// files from a backup of either engine. What the ledger of the data folder and
// the lines name is left out: it never enters the database, whose ledger names
// it from then on. All rows are there at the end or none, so it may be stopped
// and run again.
//
// It returns ErrNotEmpty, ErrBadBackup, ErrServed, migrations.ErrNewer, or
// the vault's errors when the master key is not that of the backup.
func Restore(ctx context.Context, c Config, backup io.Reader, files Files, lines []Erasure) (Restored, error) {
	archive, err := openArchive(backup)
	if err != nil {
		return Restored{}, err
	}
	r := restoring{archive: archive, files: files, gone: map[string]bool{}}
	c.Serve = true
	s, err := open(ctx, c, func(s *Store, ctx context.Context, db *sql.DB, keys vault.Source) error {
		kept, err := readLedger(s.ledgerFile)
		if err != nil {
			return err
		}
		if err := s.loadKeys(keys, keys.Load); err != nil {
			return err
		}
		r.store, r.ledger = s, append(kept, lines...)
		for _, line := range r.ledger {
			r.gone[line.SubjectHash] = true
		}
		return r.run(ctx, db)
	})
	if err != nil {
		return Restored{}, err
	}
	done := Restored{Saved{Rows: archive.end.Rows, Files: archive.end.Files}, r.erased}
	return done, errors.Join(s.SyncLedger(ctx), s.Close())
}

// restoring is a restore under way.
type restoring struct {
	archive *archiveReader
	store   *Store
	files   Files
	ledger  []Erasure
	gone    map[string]bool // hashes of ids that were erased
	erased  int
}

func (r *restoring) run(ctx context.Context, db *sql.DB) error {
	s := r.store
	version, err := migrations.Version(ctx, s.engine, db)
	if err != nil {
		return err
	}
	if version > 0 {
		if err := s.mustBeEmpty(ctx); err != nil {
			return err
		}
	}
	// The rows go into the schema they were taken from; what migrations did to
	// rows since then, they do now.
	if err := migrations.UpTo(ctx, s.engine, db, r.archive.head.Schema); err != nil {
		return err
	}
	if err := s.write(ctx, r.fill); err != nil {
		return err
	}
	_, err = migrations.Up(ctx, s.engine, db)
	return err
}

// mustBeEmpty returns ErrNotEmpty for a database that was opened before.
func (s *Store) mustBeEmpty(ctx context.Context) error {
	empty, err := s.isEmpty(ctx)
	if err == nil && !empty {
		return ErrNotEmpty
	}
	return err
}

func (r *restoring) fill(ctx context.Context) error {
	s := r.store
	if err := errors.Join(s.bePatient(ctx), s.alone(ctx), s.mustBeEmpty(ctx)); err != nil {
		return err
	}
	err := r.archive.each(
		func(table archiveTable, cells []any) error { return r.put(ctx, table, cells) },
		func(id string, content []byte) error { return r.keep(ctx, id, content) })
	if err != nil {
		return err
	}
	if empty, err := s.isEmpty(ctx); err != nil || empty {
		return errors.Join(err, fmt.Errorf("%w: no look-up key", ErrBadBackup))
	}
	// Whoever restores this backup once more, from the ledger of this place,
	// must not bring back what an older ledger knew of.
	if err := s.keepLedger(ctx, r.ledger); err != nil {
		return err
	}
	return s.readLookupKeys(ctx) // proves the master key
}

// put inserts a row, unless it belongs to what was erased. What is erased
// takes what refers to it along, by the order of the tables.
func (r *restoring) put(ctx context.Context, table archiveTable, cells []any) error {
	for _, cell := range cells {
		id, ok := cell.(string)
		if !ok || !r.gone[hashOf([]byte(id))] {
			continue
		}
		r.leaveOut(table, cells)
		return nil
	}
	insert := "INSERT INTO " + table.Name + " (" + strings.Join(table.Columns, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(cells)-1) + ")"
	return r.store.db(ctx).Exec(insert, cells...).Error
}

// leaveOut notes what goes along with a row that is not inserted.
func (r *restoring) leaveOut(table archiveTable, cells []any) {
	if table.Name == "accounts" || table.Name == "cases" {
		r.erased++
	} else if table.Name != "blobs" {
		return
	}
	if at := slices.Index(table.Columns, "id"); at >= 0 {
		id, _ := cells[at].(string)
		r.gone[hashOf([]byte(id))] = true
	}
}

// keep puts a file away, over what a restore that was stopped left of it.
func (r *restoring) keep(ctx context.Context, id string, content []byte) error {
	if r.gone[hashOf([]byte(id))] {
		return nil
	}
	if r.files == nil {
		return fmt.Errorf("%w: it has files, and there is no place for them", ErrBadBackup)
	}
	if err := r.files.Delete(ctx, id); err != nil {
		return err
	}
	return r.files.Put(ctx, id, int64(len(content)), bytes.NewReader(content))
}
