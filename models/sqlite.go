package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"

	"contreoffre/migrations"
)

// DatabaseFile is the name of the SQLite file in the data folder.
const DatabaseFile = "contreoffre.db"

// pragmas hold on every connection. FULL, because a person acts on a saved
// day as if it were certain; secure_delete, because an erased row must leave
// the file; busy_timeout, in milliseconds, for the commands beside a server.
var pragmas = []string{
	"busy_timeout(10000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(1)",
	"secure_delete(1)",
	"trusted_schema(0)",
}

// readers is how many connections SQLite gets. Readers never wait in WAL mode.
const readers = 8

func (s *Store) openSQLite(ctx context.Context, c Config, ready func(context.Context, *sql.DB) error) error {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return err
	}
	if c.Serve {
		release, err := migrations.TryLock(filepath.Join(c.DataDir, "serve.lock"))
		if errors.Is(err, migrations.ErrLocked) {
			return fmt.Errorf("%w: %s", ErrServed, c.DataDir)
		}
		if err != nil {
			return err
		}
		s.close = append(s.close, release)
	}
	release, err := migrations.Lock(ctx, filepath.Join(c.DataDir, "migrate.lock"))
	if err != nil {
		return err
	}
	defer release()

	path := filepath.Join(c.DataDir, DatabaseFile)
	if err := makePrivate(path); err != nil {
		return err
	}
	s.writer = make(chan struct{}, 1)
	db, err := s.connect(sqlite.Open(sqliteDSN(path)))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	if err := checkSQLite(ctx, db); err != nil {
		return err
	}
	return ready(ctx, db)
}

// makePrivate creates the file with mode 0600 before SQLite does with another.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func sqliteDSN(path string) string {
	query := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + query.Encode()
}

// checkSQLite proves that the settings took: a network folder, for one, may
// refuse WAL.
func checkSQLite(ctx context.Context, db *sql.DB) error {
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2"} {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%w: %s is %s", ErrUnsafe, pragma, got)
		}
	}
	return nil
}

// scrub ends an erasure: the ledger beside the database gets its line, and
// what was deleted leaves the write-ahead log. On PostgreSQL only time and a
// new master key empty that log. Inside a write it does nothing: whoever began
// the write does it. Whatever fails here fails after the erasure: its person
// must not be told that it did not happen.
func (s *Store) scrub(ctx context.Context) error {
	if _, nested := ctx.Value(txKey{s}).(*gorm.DB); nested {
		return nil
	}
	err := errors.Join(s.SyncLedger(ctx), s.emptyLog(ctx))
	if err != nil && !errors.Is(err, ErrNotScrubbed) {
		err = fmt.Errorf("%w: %w", ErrNotScrubbed, err)
	}
	return err
}

// emptyLog moves the write-ahead log into the database and cuts it to nothing.
func (s *Store) emptyLog(ctx context.Context) error {
	if s.engine != migrations.SQLite {
		return nil
	}
	var busy, inLog, moved int
	row := s.orm.WithContext(ctx).Raw("PRAGMA wal_checkpoint(TRUNCATE)").Row()
	if err := row.Scan(&busy, &inLog, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return ErrNotScrubbed
	}
	return nil
}
