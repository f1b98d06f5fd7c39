// Package migrations holds the schema as numbered SQL, once per engine, and
// brings a database to it. Files are added, never edited: a released number
// stands for ever. It also holds the locks of a data folder, because SQLite
// has no lock of its own for starters that migrate at the same time.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// Engine is a kind of database; its value is its folder of SQL.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// ErrNewer is returned for a database that a newer program has migrated: this
// one does not know its tables and touches nothing.
var ErrNewer = errors.New("migrations: the database is newer than this program")

// Up brings the database to the newest schema and reports whether it had to
// change anything. A current schema costs two queries. On PostgreSQL several
// starters at once are safe: one migrates, the others wait. On SQLite the
// caller holds the lock of the data folder. It returns ErrNewer when the
// database is ahead.
func Up(ctx context.Context, engine Engine, db *sql.DB) (changed bool, err error) {
	version, err := Version(ctx, engine, db)
	if err != nil {
		return false, err
	}
	provider, err := newProvider(engine, db)
	if err != nil {
		return false, err
	}
	newest := newest(provider)
	switch {
	case version == newest:
		return false, nil
	case version > newest:
		return false, fmt.Errorf("%w: schema %d, known %d", ErrNewer, version, newest)
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	return len(done) > 0, nil
}

// UpTo brings an older database to a schema that is not the newest, the one
// that a backup was made on. It returns ErrNewer for a schema that this program
// does not know, and for a database that is beyond it.
func UpTo(ctx context.Context, engine Engine, db *sql.DB, schema int64) error {
	version, err := Version(ctx, engine, db)
	if err != nil {
		return err
	}
	provider, err := newProvider(engine, db)
	if err != nil {
		return err
	}
	if known := newest(provider); schema > known || version > schema {
		return fmt.Errorf("%w: schema %d, wanted %d, known %d", ErrNewer, version, schema, known)
	}
	if version == schema {
		return nil
	}
	if _, err := provider.UpTo(ctx, schema); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

// Version returns the number of the last migration that was applied; zero for
// a database that has none. It changes nothing.
func Version(ctx context.Context, engine Engine, db *sql.DB) (int64, error) {
	const table = "goose_db_version"
	exists := map[Engine]string{
		SQLite:   "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'",
		Postgres: "SELECT count(*) FROM pg_class WHERE oid = to_regclass('" + table + "')",
	}
	var n int
	if err := db.QueryRowContext(ctx, exists[engine]).Scan(&n); err != nil || n == 0 {
		return 0, err
	}
	var version int64
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+table).Scan(&version)
	return version, err
}

func newest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

func newProvider(engine Engine, db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(files, string(engine))
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithVerbose(false)}
	dialect := goose.DialectSQLite3
	if engine == Postgres {
		dialect = goose.DialectPostgres
		// Tried each second for five minutes, as long as a big migration may take.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, db, dir, options...)
}
