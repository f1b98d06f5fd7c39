package models_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

// backedUp is a filled database and a backup of it.
type backedUp struct {
	*modelstest.Database
	store     *models.Store
	account   models.Account
	neighbour models.Account
	kept      models.Case // the neighbour's
	backup    []byte
	files     shelf
}

// shelf keeps files in memory.
type shelf map[string][]byte

var errNoFile = errors.New("no such file")

func (s shelf) Get(_ context.Context, id string) (io.ReadCloser, error) {
	content, ok := s[id]
	if !ok {
		return nil, errNoFile
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

func (s shelf) Put(_ context.Context, id string, _ int64, r io.Reader) (err error) {
	s[id], err = io.ReadAll(r)
	return err
}

func (s shelf) Delete(_ context.Context, id string) error {
	delete(s, id)
	return nil
}

// exhibit adds an exhibit with a file to a case.
func (s shelf) exhibit(t *testing.T, store *models.Store, c models.Case, content string) models.Case {
	t.Helper()
	e := fileOf(content, int64(len(content)))
	s[e.Kept.Original], s[e.Kept.Copy] = []byte(content), []byte("copy of "+content)
	_, err := store.AddEvidence(ctx, c.Account, c.ID, plenty, e)
	must(t, err)
	c, err = store.Case(ctx, c.Account, c.ID)
	must(t, err)
	return c
}

func newBackup(t *testing.T, db *modelstest.Database) backedUp {
	t.Helper()
	b := backedUp{Database: db, store: db.Open(t), files: shelf{}}
	b.account, b.neighbour = openAnother(t, b.store), openAnother(t, b.store)
	b.files.exhibit(t, b.store, importWhole(t, b.store, b.account.ID), "hers")
	b.kept = b.files.exhibit(t, b.store, importWhole(t, b.store, b.neighbour.ID), "theirs")
	must(t, b.store.SaveEmail(ctx, b.neighbour.ID, "zoe@exemple.example"))
	_, _, err := b.store.StartSession(ctx, b.neighbour.ID, models.OwnDevice)
	must(t, err)
	var archive bytes.Buffer
	_, err = b.store.Backup(ctx, &archive, b.files)
	must(t, err)
	b.backup = archive.Bytes()
	return b
}

// elsewhere is a new place on an engine, with the master key of the backup.
func (b backedUp) elsewhere(t *testing.T, engine string) *modelstest.Database {
	t.Helper()
	make := modelstest.SQLite
	if engine == "postgres" {
		make = modelstest.Postgres
	}
	db := make(t)
	db.Key = b.Key
	return db
}

func restore(db *modelstest.Database, backup []byte, files shelf, lines ...models.Erasure) (models.Restored, error) {
	return models.Restore(ctx, db.Config(), bytes.NewReader(backup), files, lines)
}

func TestABackupIsRestoredOnEitherEngine(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newBackup(t, db)
		for _, engine := range []string{"sqlite", "postgres"} {
			t.Run("to "+engine, func(t *testing.T) {
				place := b.elsewhere(t, engine)
				files := shelf{}
				_, err := restore(place, b.backup, files)
				must(t, err)
				if diff := cmp.Diff(b.files, files); diff != "" {
					t.Errorf("files (-want +got):\n%s", diff)
				}
				store := place.Open(t)
				got, err := store.Case(ctx, b.neighbour.ID, b.kept.ID)
				if diff := cmp.Diff(b.kept, got); diff != "" || err != nil {
					t.Errorf("the case: %v (-want +got)\n%s", err, diff)
				}
				if _, got, err := store.LetterAsSent(ctx, b.neighbour.ID, b.kept.ID, "r2", ""); !bytes.Equal(got, pdf) || err != nil {
					t.Errorf("the letter: %q, %v", got, err)
				}
				if found, err := store.AccountsByEmail(ctx, "zoe@exemple.example"); len(found) != 1 || err != nil {
					t.Errorf("look-up by e-mail: %d, %v", len(found), err)
				}
				want, have := rowsOf(t, b.Database), rowsOf(t, place)
				for _, short := range []string{"sessions", "once_keys", "rate_counters", "jobs"} {
					want[short] = 0 // would be open, used or counted again
				}
				if diff := cmp.Diff(want, have); diff != "" {
					t.Errorf("rows (-want +got):\n%s", diff)
				}
				if _, err := restore(place, b.backup, files); !errors.Is(err, models.ErrNotEmpty) {
					t.Errorf("restored over: got %v, want ErrNotEmpty", err)
				}
			})
		}
	})
}

// Nobody who was erased after the backup comes back: neither with the ledger
// of the data folder nor with one that was kept elsewhere.
func TestWhatWasErasedStaysErased(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newBackup(t, db)
		must(t, b.store.EraseAccount(ctx, b.account.ID))
		apart, err := os.ReadFile(filepath.Join(b.Dir, models.LedgerFile))
		must(t, err)
		lines, err := models.ReadLedger(bytes.NewReader(apart))
		if err != nil || len(lines) != 2 {
			t.Fatalf("the ledger beside the data: %d lines, %v, want an account and a case", len(lines), err)
		}
		byHand, inFolder := b.elsewhere(t, db.Engine), b.elsewhere(t, db.Engine)
		must(t, os.WriteFile(filepath.Join(inFolder.Dir, models.LedgerFile), apart, 0o600))
		for _, place := range []*modelstest.Database{byHand, inFolder} {
			given := lines
			if place == inFolder {
				given = nil
			}
			files := shelf{}
			done, err := restore(place, b.backup, files, given...)
			if err != nil || done.Erased != 2 {
				t.Errorf("erased %d, %v, want 2", done.Erased, err)
			}
			if len(files) != 2 || len(b.files) != 4 {
				t.Errorf("%d files of %d came back, want the neighbour's two", len(files), len(b.files))
			}
			store := place.Open(t)
			if _, err := store.Account(ctx, b.account.ID); err != models.ErrNotFound {
				t.Errorf("the erased account: got %v, want ErrNotFound", err)
			}
			if _, err := store.Case(ctx, b.neighbour.ID, b.kept.ID); err != nil {
				t.Errorf("the neighbour: %v", err)
			}
			if db.Engine == "postgres" {
				continue // its log is that of the whole server, the source of the backup included
			}
			if found := modelstest.Search(t, place.Files(t), b.account.ID); len(found) > 0 {
				t.Errorf("the erased account was in %v", found)
			}
		}
	})
}

// The machine that was restored on may be lost as well: its ledger names all
// that the ledgers named which it was restored with.
func TestWhatWasErasedStaysErasedAfterTwoRestores(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newBackup(t, db)
		must(t, b.store.EraseAccount(ctx, b.account.ID))
		lines, err := b.store.Ledger(ctx)
		must(t, err)
		first, second := b.elsewhere(t, db.Engine), b.elsewhere(t, db.Engine)
		_, err = restore(first, b.backup, shelf{}, lines...)
		must(t, err)
		apart, err := os.Open(filepath.Join(first.Dir, models.LedgerFile))
		must(t, err)
		defer apart.Close()
		kept, err := models.ReadLedger(apart)
		if diff := cmp.Diff(lines, kept); diff != "" || err != nil {
			t.Errorf("the ledger of the new folder: %v (-want +got)\n%s", err, diff)
		}
		if inside, err := first.Open(t).Ledger(ctx); len(inside) != len(lines) || err != nil {
			t.Errorf("the ledger of the new database: %d lines, %v, want %d", len(inside), err, len(lines))
		}
		if done, err := restore(second, b.backup, shelf{}, kept...); done.Erased != 2 || err != nil {
			t.Errorf("the second restore left out %d, %v, want 2", done.Erased, err)
		}
	})
}

// A database that was brought back without our restore (a copied file, a
// server's own dump) is caught up by the ledger beside it.
func TestADatabaseFromBeforeIsCaughtUp(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newBackup(t, db)
		must(t, b.store.EraseAccount(ctx, b.account.ID))
		apart, err := os.ReadFile(filepath.Join(b.Dir, models.LedgerFile))
		must(t, err)
		place := b.elsewhere(t, db.Engine)
		_, err = restore(place, b.backup, shelf{})
		must(t, err)
		// A power loss cut the last line once; another was written after it.
		must(t, os.WriteFile(filepath.Join(place.Dir, models.LedgerFile), append([]byte("0123abc"), apart...), 0o600))
		store := place.Open(t)
		for range 2 {
			must(t, store.SyncLedger(ctx))
		}
		if _, err := store.Account(ctx, b.account.ID); err != models.ErrNotFound {
			t.Errorf("got %v, want ErrNotFound", err)
		}
		if ledger, err := store.Ledger(ctx); len(ledger) != 2 || err != nil {
			t.Errorf("the ledger has %d lines, %v, want 2", len(ledger), err)
		}
		if _, err := store.Case(ctx, b.neighbour.ID, b.kept.ID); err != nil {
			t.Errorf("the neighbour: %v", err)
		}
	})
}

func TestABackupThatIsNotWholeRestoresNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newBackup(t, db)
		altered := func(at int) []byte {
			copied := bytes.Clone(b.backup)
			copied[at] ^= 1
			return copied
		}
		place := b.elsewhere(t, db.Engine)
		for trap, backup := range map[string][]byte{
			"nothing":           nil,
			"a text":            []byte("hello"),
			"half":              b.backup[:len(b.backup)/2],
			"all but a byte":    b.backup[:len(b.backup)-1],
			"a bit in the head": altered(40),
			"a bit inside":      altered(len(b.backup) / 2),
			"a bit at the end":  altered(len(b.backup) - 3),
		} {
			if _, err := restore(place, backup, shelf{}); !errors.Is(err, models.ErrBadBackup) {
				t.Errorf("%s: got %v, want ErrBadBackup", trap, err)
			}
		}
		wrong := *place
		wrong.Key = vault.NewMaster()
		if _, err := restore(&wrong, b.backup, shelf{}); !errors.Is(err, vault.ErrWrongKey) {
			t.Errorf("another master key: got %v, want vault.ErrWrongKey", err)
		}
		stopped, stop := context.WithCancel(ctx)
		stop()
		if _, err := models.Restore(stopped, place.Config(), bytes.NewReader(b.backup), shelf{}, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: got %v", err)
		}
		if _, err := restore(place, b.backup, shelf{}); err != nil {
			t.Errorf("after all that, the whole one: %v", err)
		}
	})
}

func TestABackupShowsNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		filled := modelstest.Filled("Zéphyrine-CANARI-7f3a")
		_, err := store.CreateCase(ctx, account.ID, filled.Facts)
		must(t, err)
		path := filepath.Join(t.TempDir(), "backup")
		file, err := os.Create(path)
		must(t, err)
		_, err = store.Backup(ctx, file, shelf{})
		must(t, errors.Join(err, file.Close()))
		unzipped := mustUnzip(t, path)
		if found := modelstest.Search(t, []string{path, unzipped}, "Zéphyrine-CANARI-7f3a"); len(found) > 0 {
			t.Errorf("found %v", found)
		}
		if text := string(mustRead(t, unzipped)); !strings.Contains(text, account.ID) {
			t.Error("the search would find nothing: the account is not in the archive")
		}
	})
}

// While eight writers work, a backup holds every write that was acknowledged
// before it began, and no half of one.
func TestABackupUnderLoad(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		var before []models.Case
		for range 20 {
			before = append(before, importWhole(t, store, account.ID))
		}
		stop := make(chan struct{})
		done := make(chan error, 8)
		for i := range 8 {
			go func() {
				c := before[i]
				var err error
				for err == nil {
					select {
					case <-stop:
						done <- nil
						return
					default:
						c, err = store.SaveFacts(ctx, account.ID, c.ID, c.Version, models.Facts{Person: &models.Person{Name: fmt.Sprint("version ", c.Version)}})
					}
				}
				done <- err
			}()
		}
		var archive bytes.Buffer
		_, err := store.Backup(ctx, &archive, shelf{})
		close(stop)
		for range 8 {
			err = errors.Join(err, <-done)
		}
		must(t, err)
		place := (backedUp{Database: db}).elsewhere(t, db.Engine)
		_, err = restore(place, archive.Bytes(), shelf{})
		must(t, err)
		cases, err := place.Open(t).Cases(ctx, account.ID)
		if len(cases) != len(before) || err != nil {
			t.Errorf("got %d cases, %v, want %d", len(cases), err, len(before))
		}
	})
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	return content
}

// mustUnzip writes what a backup holds, uncompressed, and returns where.
func mustUnzip(t *testing.T, path string) string {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(mustRead(t, path)))
	must(t, err)
	content, err := io.ReadAll(reader)
	must(t, err)
	unzipped := path + ".tar"
	must(t, os.WriteFile(unzipped, content, 0o600))
	return unzipped
}
