package models_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

// columnsOf reads the schema as it is: "table.column" of every table but the
// migrations' own.
func columnsOf(t *testing.T, db *modelstest.Database) []string {
	t.Helper()
	query := `SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	if db.Engine == "postgres" {
		query = `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'`
	}
	rows, err := db.Raw(t).Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(column, "goose_") && !strings.HasPrefix(column, "sqlite_") {
			columns = append(columns, column)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(columns)
	return columns
}

func TestTheManifestIsTheSchema(t *testing.T) {
	clear := []string{"id", "owner", "version", "due", "instant", "day", "hash", "count", "limit", "key"}
	retentions := []string{"case", "account", "session", "day", "window", "ever"}
	var listed []string
	for _, table := range models.ReadManifest().Tables {
		if !slices.Contains(retentions, table.Retention) || table.Holds == "" {
			t.Errorf("%s: retention %q, holds %q", table.Name, table.Retention, table.Holds)
		}
		var names []string
		for _, column := range table.Columns {
			listed, names = append(listed, table.Name+"."+column.Name), append(names, column.Name)
			if column.Sealed == slices.Contains(clear, column.Class) {
				t.Errorf("%s.%s: class %q, sealed %t", table.Name, column.Name, column.Class, column.Sealed)
			}
			if !column.Sealed && column.Class != "id" && strings.Contains("doc facts pdf email result", column.Name) {
				t.Errorf("%s.%s must be sealed", table.Name, column.Name)
			}
		}
		switch {
		case table.Of == "none" && table.Column == "":
		case slices.Contains([]string{"case", "account"}, table.Of) && slices.Contains(names, table.Column):
		default:
			t.Errorf("%s: of %q by %q", table.Name, table.Of, table.Column)
		}
	}
	slices.Sort(listed)
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		db.Open(t)
		if diff := cmp.Diff(columnsOf(t, db), listed); diff != "" {
			t.Errorf("(-schema +manifest):\n%s", diff)
		}
	})
}

// The database itself refuses clear text where the manifest says sealed.
func TestTheSchemaRefusesClearText(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		fillAccount(t, store, account.ID)
		for _, table := range models.ReadManifest().Tables {
			for _, column := range table.Columns {
				if !column.Sealed && column.Class != "key" {
					continue
				}
				_, err := db.Raw(t).Exec(fmt.Sprintf("UPDATE %s SET %s = $1", table.Name, column.Name), []byte(`{"name":"Zoé"}`))
				if err == nil {
					t.Errorf("%s.%s took clear text", table.Name, column.Name)
				}
			}
		}
	})
}

// fillAccount puts a row into every table.
func fillAccount(t *testing.T, store *models.Store, account string) models.Case {
	t.Helper()
	c := importWhole(t, store, account)
	_, _, err := store.StartSession(ctx, account, models.OwnDevice)
	_, errOnce := store.Once(ctx, account, vault.NewID(), func(context.Context) (string, string, error) { return "/fr/", account, nil })
	_, _, errRate := store.Rate(ctx, "save "+account, 5, hour)
	token, errPropose := store.ProposeEmail(ctx, account, "zoe@exemple.example", "fr")
	_, _, errConfirm := store.ConfirmEmail(ctx, token)
	_, errAgain := store.ProposeEmail(ctx, account, "zoe.autre@exemple.example", "fr")
	_, errFeed := store.OpenFeed(ctx, account, models.Feed{Language: "fr"})
	_, errSignIn := store.NewSignInLink(ctx, account)
	errQueue := store.ORM().Exec("INSERT INTO reminders (id, account_id, case_id, about_hash, tries) VALUES (?, ?, ?, 'about', 0)",
		vault.NewID(), account, c.ID).Error
	_, errBlob := store.AddEvidence(ctx, account, c.ID, plenty, fileOf("aa", 10))
	_, errJob := store.AskJob(ctx, account, c.ID, bundleOrder)
	_, errClock := store.Steady(ctx)
	c, errCase := store.Case(ctx, account, c.ID)
	if err := errors.Join(err, errJob, errClock, errOnce, errRate, errPropose, errConfirm, errAgain, errFeed, errSignIn, errQueue, errBlob, errCase); err != nil {
		t.Fatal(err)
	}
	return c
}

// rowsOf counts the rows of each table that the manifest erases.
func rowsOf(t *testing.T, db *modelstest.Database) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, table := range models.ReadManifest().Tables {
		var n int
		if err := db.Raw(t).QueryRow("SELECT count(*) FROM " + table.Name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[table.Name] = n
	}
	return counts
}

func TestAnErasedAccountLeavesALineInTheLedger(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := fillAccount(t, store, account.ID)
		for table, n := range rowsOf(t, db) {
			if n == 0 && table != "erasure_ledger" {
				t.Errorf("%s was empty before: the test does not try it", table)
			}
		}
		if err := store.EraseAccount(ctx, account.ID); err != nil {
			t.Fatal(err)
		}
		want := map[string]int{"erasure_ledger": 2, "lookup_keys": 1, "rate_counters": 1, "clock_days": 1}
		for table, n := range rowsOf(t, db) {
			if n != want[table] {
				t.Errorf("%s has %d rows, want %d", table, n, want[table])
			}
		}
		ledger, err := store.Ledger(ctx)
		if err != nil || len(ledger) != 2 || ledger[0].ErasedOn != "2026-11-22" {
			t.Errorf("got %+v, %v", ledger, err)
		}
		if _, err := store.Case(ctx, account.ID, c.ID); err != models.ErrNotFound {
			t.Errorf("the case: got %v, want ErrNotFound", err)
		}
		if err := store.EraseAccount(ctx, account.ID); err != models.ErrNotFound {
			t.Errorf("erased twice: got %v, want ErrNotFound", err)
		}
		if db.Engine == "sqlite" {
			if found := modelstest.Search(t, db.Files(t), account.ID, c.ID); len(found) > 0 {
				t.Errorf("the files still hold it: %v", found)
			}
		}
	})
}

// Whoever reads while somebody erases, a backup for one, keeps the log from
// being emptied; then the next sweep does it, not the next erasure.
func TestWhatAReaderKeptInTheLogGoesWithTheNextSweep(t *testing.T) {
	db := modelstest.SQLite(t)
	store, account := open(t, db)
	c := fillAccount(t, store, account.ID)
	reader, err := db.Raw(t).BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	must(t, err)
	var n int
	must(t, reader.QueryRow("SELECT count(*) FROM accounts").Scan(&n))
	if err := store.EraseAccount(ctx, account.ID); !errors.Is(err, models.ErrNotScrubbed) {
		t.Fatalf("beside a reader: got %v, want ErrNotScrubbed", err)
	}
	if found := modelstest.Search(t, db.Files(t), account.ID); len(found) == 0 {
		t.Fatal("the reader kept nothing: the test tries nothing")
	}
	must(t, reader.Rollback())
	_, err = store.Expire(ctx)
	must(t, err)
	if found := modelstest.Search(t, db.Files(t), account.ID, c.ID); len(found) > 0 {
		t.Errorf("the files still hold it: %v", found)
	}
}

// The ledger beside the data may be out of reach, its disk full for one. Whoever
// erases is told that all is gone, because it is; the line follows.
func TestALedgerOutOfReachErasesAllTheSame(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		fillAccount(t, store, account.ID)
		ledger := filepath.Join(db.Dir, models.LedgerFile)
		must(t, os.Mkdir(ledger, 0o700))
		if err := store.EraseAccount(ctx, account.ID); !errors.Is(err, models.ErrNotScrubbed) {
			t.Errorf("got %v, want ErrNotScrubbed", err)
		}
		if _, err := store.Account(ctx, account.ID); err != models.ErrNotFound {
			t.Errorf("the account: got %v, want ErrNotFound", err)
		}
		if db.Engine == "sqlite" {
			if found := modelstest.Search(t, db.Files(t), account.ID); len(found) > 0 {
				t.Errorf("the files still hold it: %v", found)
			}
		}
		must(t, os.Remove(ledger))
		must(t, store.SyncLedger(ctx))
		file, err := os.Open(ledger)
		must(t, err)
		defer file.Close()
		if lines, err := models.ReadLedger(file); len(lines) != 2 || err != nil {
			t.Errorf("the ledger then: %d lines, %v, want 2", len(lines), err)
		}
	})
}

func TestAnErasureTouchesNobodyElse(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		neighbour := openAnother(t, store)
		theirs := fillAccount(t, store, neighbour.ID)
		before := rowsOf(t, db)
		kept, gone := importWhole(t, store, account.ID), importWhole(t, store, account.ID)
		if err := store.EraseCase(ctx, account.ID, gone.ID); err != nil {
			t.Fatal(err)
		}
		cases, err := store.Cases(ctx, account.ID)
		if diff := cmp.Diff([]models.Case{kept}, cases); diff != "" || err != nil {
			t.Errorf("the account's other case: %v\n%s", err, diff)
		}
		if err := store.EraseAccount(ctx, account.ID); err != nil {
			t.Fatal(err)
		}
		before["accounts"]--
		before["erasure_ledger"] = 3
		if diff := cmp.Diff(before, rowsOf(t, db)); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if got, err := store.Case(ctx, neighbour.ID, theirs.ID); err != nil || !cmp.Equal(theirs, got) {
			t.Errorf("the neighbour's case: %v\n%s", err, cmp.Diff(theirs, got))
		}
	})
}

func TestARestoredBackupIsErasedAgain(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		neighbour := openAnother(t, store)
		gone, kept := importWhole(t, store, account.ID), importWhole(t, store, neighbour.ID)
		goneToo := importWhole(t, store, neighbour.ID)
		// What was erased after the backup was made, as the ledger that was
		// kept apart has it.
		ledger := []models.Erasure{
			{SubjectHash: sha256Hex(account.ID), ErasedOn: "2026-11-21"},
			{SubjectHash: sha256Hex(gone.ID), ErasedOn: "2026-11-21"},
			{SubjectHash: sha256Hex(goneToo.ID), ErasedOn: "2026-11-21"},
			{SubjectHash: sha256Hex("somebody long gone"), ErasedOn: "2026-11-01"},
		}
		if n, err := store.ReplayErasures(ctx, ledger); n != 2 || err != nil {
			t.Errorf("erased %d, %v, want the account and the neighbour's case", n, err)
		}
		if n, err := store.ReplayErasures(ctx, ledger); n != 0 || err != nil {
			t.Errorf("again: erased %d, %v", n, err)
		}
		if _, err := store.Account(ctx, account.ID); err != models.ErrNotFound {
			t.Errorf("the account: got %v, want ErrNotFound", err)
		}
		if cases, err := store.Cases(ctx, neighbour.ID); len(cases) != 1 || cases[0].ID != kept.ID || err != nil {
			t.Errorf("the neighbour: got %d cases, %v", len(cases), err)
		}
	})
}
