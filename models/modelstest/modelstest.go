// Package modelstest gives tests a store on each engine: SQLite in a temporary
// folder, and a real PostgreSQL server that the test binary starts for itself
// and stops again. A package that uses it hands its tests to Main:
//
//	func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }
package modelstest

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/glebarez/go-sqlite" // the driver that the store uses too
	_ "github.com/jackc/pgx/v5/stdlib"

	"contreoffre/models"
	"contreoffre/vault"
)

// Main runs the tests of a package and then stops the server, if one was
// started. It returns the exit code.
func Main(m interface{ Run() int }) int {
	defer shared.stop()
	shared.ready = true
	return m.Run()
}

// Database is an empty database of one test. Every store that Open returns is
// on it, like the replicas of an installation.
type Database struct {
	Engine string // "sqlite" or "postgres"
	Dir    string // a folder of its own; on SQLite the data folder
	URL    string // of PostgreSQL; empty on SQLite
	Key    string // the master key, in the form of the environment
	Clock  *Clock `json:"-"`
}

// Engines runs a test once on each engine, each time with an empty database.
// Where PostgreSQL is not installed its half is skipped, and fails when the
// environment says CI=true.
func Engines(t *testing.T, run func(t *testing.T, db *Database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { run(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { run(t, Postgres(t)) })
}

// SQLite returns an empty database in a temporary folder.
func SQLite(t testing.TB) *Database {
	return &Database{Engine: "sqlite", Dir: t.TempDir(), Key: vault.NewMaster(), Clock: NewClock()}
}

var databases atomic.Int64

// Postgres returns an empty database on the shared server.
func Postgres(t testing.TB) *Database {
	t.Helper()
	server := shared.start(t)
	name := fmt.Sprintf("test_%d", databases.Add(1))
	admin := open(t, "pgx", server.url("postgres"))
	// By copying files (PostgreSQL 15 and later) the log stays small enough to
	// be searched.
	if _, err := admin.Exec("CREATE DATABASE " + name + " STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	return &Database{Engine: "postgres", Dir: t.TempDir(), URL: server.url(name), Key: vault.NewMaster(), Clock: NewClock()}
}

// Config is how Open opens the database.
func (db *Database) Config() models.Config {
	return models.Config{DatabaseURL: db.URL, DataDir: db.Dir, Keys: vault.Source{Value: db.Key}, Now: db.Clock.Now}
}

// Open returns a store on the database; the test closes it when it ends.
// Each change alters the configuration first.
func (db *Database) Open(t testing.TB, changes ...func(*models.Config)) *models.Store {
	t.Helper()
	config := db.Config()
	for _, change := range changes {
		change(&config)
	}
	store, err := models.Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

// Raw returns the database without the store, to look at what is really there
// and to damage it.
func (db *Database) Raw(t testing.TB) *sql.DB {
	t.Helper()
	if db.URL != "" {
		return open(t, "pgx", db.URL)
	}
	path := url.URL{Path: filepath.Join(db.Dir, models.DatabaseFile)}
	return open(t, "sqlite", "file:"+path.EscapedPath()+"?_pragma=busy_timeout(10000)")
}

// Files returns every file in which the database rests: the SQLite files, or
// those of the server, its write-ahead log included, without the databases of
// other tests. What the store acknowledged is in them.
func (db *Database) Files(t testing.TB) []string {
	t.Helper()
	dir, others, own := db.Dir, "", ""
	if db.URL != "" {
		dir = filepath.Join(shared.dir, "data")
		others = filepath.Join(dir, "base")
		raw := db.Raw(t)
		if _, err := raw.Exec("CHECKPOINT"); err != nil {
			t.Fatal(err)
		}
		if err := raw.QueryRow("SELECT oid FROM pg_database WHERE datname = current_database()").Scan(&own); err != nil {
			t.Fatal(err)
		}
	}
	var files []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && filepath.Dir(path) == others && entry.Name() != own:
			return filepath.SkipDir
		case entry.Type().IsRegular():
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func open(t testing.TB, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Clock is a clock that moves when it is told to, and by a microsecond each
// time it is read, so that no two instants are the same.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows 22 November 2026, 9 in the morning in
// Paris.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.November, 22, 9, 0, 0, 0, time.FixedZone("CET", 3600))}
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Microsecond)
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
