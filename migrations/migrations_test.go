package migrations_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	_ "github.com/glebarez/go-sqlite"

	"contreoffre/migrations"
)

var ctx = context.Background()

func TestEveryNumberStandsForBothEngines(t *testing.T) {
	names := map[migrations.Engine][]string{}
	for _, engine := range []migrations.Engine{migrations.SQLite, migrations.Postgres} {
		entries, err := os.ReadDir(string(engine))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			names[engine] = append(names[engine], entry.Name())
		}
	}
	if got, want := names[migrations.SQLite], names[migrations.Postgres]; !slices.Equal(got, want) || len(got) == 0 {
		t.Errorf("sqlite has %v, postgres %v", got, want)
	}
}

func open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestUpTwiceChangesNothing(t *testing.T) {
	db := open(t)
	if version, err := migrations.Version(ctx, migrations.SQLite, db); version != 0 || err != nil {
		t.Errorf("before: version %d, %v", version, err)
	}
	for i, want := range []bool{true, false} {
		changed, err := migrations.Up(ctx, migrations.SQLite, db)
		if changed != want || err != nil {
			t.Errorf("run %d: changed %t, %v, want %t", i+1, changed, err, want)
		}
	}
	if version, err := migrations.Version(ctx, migrations.SQLite, db); version < 1 || err != nil {
		t.Errorf("after: version %d, %v", version, err)
	}
}

func TestANewerSchemaIsLeftAlone(t *testing.T) {
	db := open(t)
	if _, err := migrations.Up(ctx, migrations.SQLite, db); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(ctx, migrations.SQLite, db); !errors.Is(err, migrations.ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
}

func TestALockIsHeldByOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.lock")
	release, err := migrations.TryLock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.TryLock(path); !errors.Is(err, migrations.ErrLocked) {
		t.Errorf("a second holder: got %v, want ErrLocked", err)
	}
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := migrations.Lock(short, path); !errors.Is(err, migrations.ErrLocked) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting in vain: got %v, want ErrLocked and the end of ctx", err)
	}
	waited := make(chan error)
	go func() {
		second, err := migrations.Lock(ctx, path)
		if err == nil {
			err = second()
		}
		waited <- err
	}()
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Errorf("after the release: %v", err)
	}
	if _, err := migrations.TryLock(filepath.Join(path, "no folder")); err == nil || errors.Is(err, migrations.ErrLocked) || errors.Is(err, fs.ErrExist) {
		t.Errorf("no folder: got %v, want the system's own error", err)
	}
}

// A process that is killed leaves its lock file behind, and no lock.
func TestAKilledHolderFreesItsLock(t *testing.T) {
	if path := os.Getenv("HOLD_LOCK"); path != "" {
		if _, err := migrations.TryLock(path); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("held\n")
		select {}
	}
	path := filepath.Join(t.TempDir(), "test.lock")
	holder := exec.Command(os.Args[0], "-test.run=^TestAKilledHolderFreesItsLock$")
	holder.Env = append(os.Environ(), "HOLD_LOCK="+path)
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	held := make([]byte, len("held\n"))
	if _, err := out.Read(held); err != nil || string(held) != "held\n" {
		t.Fatalf("the holder says %q, %v", held, err)
	}
	if _, err := migrations.TryLock(path); !errors.Is(err, migrations.ErrLocked) {
		t.Errorf("while it lives: got %v, want ErrLocked", err)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	holder.Wait()
	release, err := migrations.TryLock(path)
	if err != nil {
		t.Fatalf("after its death: %v", err)
	}
	release()
}
