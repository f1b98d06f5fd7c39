package models_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"contreoffre/migrations"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

func sha256Hex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func TestSixStartersAtOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		var all sync.WaitGroup
		stores := make([]*models.Store, 6)
		for i := range stores {
			all.Go(func() {
				var err error
				if stores[i], err = models.Open(ctx, db.Config()); err != nil {
					t.Errorf("starter %d: %v", i, err)
				}
			})
		}
		all.Wait()
		if t.Failed() {
			return
		}
		var keys int
		if err := db.Raw(t).QueryRow("SELECT count(*) FROM lookup_keys").Scan(&keys); err != nil || keys != 1 {
			t.Errorf("%d look-up keys were made, want 1: %v", keys, err)
		}
		_, code, err := stores[0].OpenAccount(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for i, store := range stores {
			if _, err := store.AccountByCode(ctx, code); err != nil {
				t.Errorf("store %d does not know the code: %v", i, err)
			}
			store.Close()
		}
	})
}

func TestAWrongOrMissingKeyTouchesNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		importWhole(t, store, account.ID)
		store.Close()
		before := content(t, db)
		for trap, test := range map[string]struct {
			keys vault.Source
			want error
		}{
			"another key":         {vault.Source{Value: vault.NewMaster()}, vault.ErrWrongKey},
			"no file":             {vault.Source{File: filepath.Join(t.TempDir(), "master.key")}, vault.ErrNoKey},
			"no file, by default": {vault.Source{}, vault.ErrNoKey},
			"not a key":           {vault.Source{Value: "secret"}, vault.ErrBadKey},
			"half a key":          {vault.Source{Value: db.Key[:20]}, vault.ErrBadKey},
		} {
			config := db.Config()
			config.Keys = test.keys
			if _, err := models.Open(ctx, config); !errors.Is(err, test.want) {
				t.Errorf("%s: got %v, want %v", trap, err, test.want)
			}
			for _, file := range []string{test.keys.File, filepath.Join(db.Dir, "master.key")} {
				if _, err := os.Stat(file); file != "" && !os.IsNotExist(err) {
					t.Errorf("%s: %s was made over existing data", trap, file)
				}
			}
		}
		if !bytes.Equal(content(t, db), before) {
			t.Error("the database was changed")
		}
		if c, err := db.Open(t).Cases(ctx, account.ID); len(c) != 1 || err != nil {
			t.Errorf("with the right key again: %d cases, %v", len(c), err)
		}
	})
}

// content is all rows of all tables, in one piece.
func content(t *testing.T, db *modelstest.Database) []byte {
	t.Helper()
	var all bytes.Buffer
	for _, table := range models.ReadManifest().Tables {
		rows, err := db.Raw(t).Query("SELECT * FROM " + table.Name + " ORDER BY 1, 2")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		cells, into := make([][]byte, len(names)), make([]any, len(names))
		for i := range cells {
			into[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all.Write(bytes.Join(cells, []byte("|")))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}

func TestTheFirstStartMakesAPrivateFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ma boîte #1 100%?", "data")
	config := models.Config{DataDir: dir, Now: modelstest.NewClock().Now}
	store, err := models.Open(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	account := openAnother(t, store)
	for path, want := range map[string]os.FileMode{
		dir: 0o700, filepath.Join(dir, "master.key"): 0o600, filepath.Join(dir, models.DatabaseFile): 0o600,
		filepath.Join(dir, models.DatabaseFile+"-wal"): 0o600, filepath.Join(dir, models.DatabaseFile+"-shm"): 0o600,
	} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: got %v, %v, want %v", path, info.Mode().Perm(), err, want)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := models.Open(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := again.Account(ctx, account.ID); err != nil {
		t.Errorf("after a restart: %v", err)
	}
}

func TestAKeyThatOthersMayReadIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "master.key")
	if err := os.WriteFile(path, []byte(vault.NewMaster()), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := models.Open(ctx, models.Config{DataDir: dir, Now: modelstest.NewClock().Now}); !errors.Is(err, vault.ErrBadKey) {
		t.Errorf("got %v, want vault.ErrBadKey", err)
	}
}

func TestOneServerPerFolderAndCommandsBesideIt(t *testing.T) {
	db := modelstest.SQLite(t)
	serve := func(c *models.Config) { c.Serve = true }
	first := db.Open(t, serve)
	config := db.Config()
	config.Serve = true
	if _, err := models.Open(ctx, config); !errors.Is(err, models.ErrServed) {
		t.Errorf("a second server: got %v, want ErrServed", err)
	}
	command := db.Open(t)
	account := openAnother(t, command)
	if _, err := first.Account(ctx, account.ID); err != nil {
		t.Errorf("what the command wrote: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	db.Open(t, serve) // free again
}

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	store := modelstest.SQLite(t).Open(t)
	db, err := store.ORM().DB()
	if err != nil {
		t.Fatal(err)
	}
	for range db.Stats().MaxOpenConnections {
		conn, err := db.Conn(ctx) // held until the end, so that the next one is new
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
			"secure_delete": "1", "trusted_schema": "0", "busy_timeout": "10000"} {
			var got string
			if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s: got %s, %v, want %s", pragma, got, err, want)
			}
		}
	}
}

func TestAServerThatMayLoseDataIsRefused(t *testing.T) {
	db := modelstest.Postgres(t)
	raw := db.Raw(t)
	if _, err := raw.Exec("ALTER ROLE CURRENT_USER SET synchronous_commit = off"); err != nil {
		t.Fatal(err)
	}
	_, err := models.Open(ctx, db.Config())
	if _, reset := raw.Exec("ALTER ROLE CURRENT_USER RESET synchronous_commit"); reset != nil {
		t.Fatal(reset)
	}
	if !errors.Is(err, models.ErrUnsafe) {
		t.Errorf("got %v, want ErrUnsafe", err)
	}
	if version, err := migrations.Version(ctx, migrations.Postgres, raw); version != 0 || err != nil {
		t.Errorf("the refused server has schema %d, %v", version, err)
	}
	db.Open(t) // safe again
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		db.Open(t).Close()
		mustDamage(t, db, "UPDATE goose_db_version SET version_id = 9999 WHERE version_id > 0")
		if _, err := models.Open(ctx, db.Config()); !errors.Is(err, migrations.ErrNewer) {
			t.Errorf("got %v, want migrations.ErrNewer", err)
		}
	})
}

func TestADocumentOfANewerProgramIsRefused(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		mustDamage(t, db, "UPDATE cases SET facts_version = 2")
		if _, err := store.Case(ctx, account.ID, c.ID); !errors.Is(err, models.ErrNewer) {
			t.Errorf("got %v, want ErrNewer", err)
		}
	})
}

func TestTheMasterKeyCanBeChanged(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		_, code, err := store.OpenAccount(ctx)
		if err != nil {
			t.Fatal(err)
		}
		c := importWhole(t, store, account.ID)
		old, renewed := db.Key, vault.NewMaster()

		db.Key = old + "," + renewed
		both := db.Open(t)
		stopped, stop := context.WithCancel(ctx)
		stop()
		if _, err := both.Rekey(stopped); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: got %v", err)
		}
		if n, err := both.Rekey(ctx); n != 4 || err != nil {
			t.Errorf("wrapped %d keys, %v, want two accounts, a case and a look-up key", n, err)
		}
		if n, err := both.Rekey(ctx); n != 0 || err != nil {
			t.Errorf("again: wrapped %d keys, %v", n, err)
		}
		if got, err := both.Case(ctx, account.ID, c.ID); err != nil || got.Person.Name != "Zéphyrine Canari" {
			t.Errorf("with both keys: %v", err)
		}

		db.Key = renewed
		after := db.Open(t)
		if _, err := after.Case(ctx, account.ID, c.ID); err != nil {
			t.Errorf("without the old key: %v", err)
		}
		if _, err := after.AccountByCode(ctx, code); err != nil {
			t.Errorf("a recovery code from before: %v", err)
		}
		config := db.Config()
		config.Keys.Value = old
		if _, err := models.Open(ctx, config); !errors.Is(err, vault.ErrWrongKey) {
			t.Errorf("with the old key alone: got %v, want vault.ErrWrongKey", err)
		}
	})
}
