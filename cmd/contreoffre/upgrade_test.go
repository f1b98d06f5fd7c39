package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/views"
)

// installation is a database with its data folder, as one version left it.
type installation struct {
	data string
	url  string // of PostgreSQL; empty on SQLite
}

// typed is typed in an installation.
func (i installation) typed(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(append(args, "--data", i.data), outside{
		stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr,
		env: func(name string) string { return map[string]string{"DATABASE_URL": i.url}[name] },
		now: func() time.Time { return time.Date(2026, time.November, 22, 12, 0, 0, 0, paris) },
	})
	return result{code, stdout.String(), stderr.String()}
}

func (i installation) mustMigrate(t *testing.T) {
	t.Helper()
	if got := i.typed(t, "", "migrate"); got.code != exitDone {
		t.Fatalf("migrate: %s", got.stderr)
	}
}

// eachVersion runs a test on each installation that was kept, on each engine.
// The test may ask for it as often as it likes: each time it is as it was kept.
// docs/operation.md says how a version is kept.
func eachVersion(t *testing.T, test func(t *testing.T, version string, left func(*testing.T) installation)) {
	t.Helper()
	kept, err := filepath.Glob("testdata/upgrade/*")
	if err != nil || len(kept) == 0 {
		t.Fatalf("no version is kept: %v", err)
	}
	for _, version := range kept {
		for engine, left := range map[string]func(*testing.T) installation{
			"sqlite": func(t *testing.T) installation {
				return installation{data: privateCopy(t, filepath.Join(version, "data"))}
			},
			"postgres": func(t *testing.T) installation {
				i := installation{data: privateCopy(t, filepath.Join(version, "data")), url: modelstest.Postgres(t).URL}
				if err := os.Remove(filepath.Join(i.data, models.DatabaseFile)); err != nil {
					t.Fatal(err)
				}
				dump, err := os.ReadFile(filepath.Join(version, "postgres.sql"))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := i.open(t).Exec(string(dump)); err != nil {
					t.Fatal(err)
				}
				return i
			},
		} {
			t.Run(filepath.Base(version)+"/"+engine, func(t *testing.T) { test(t, version, left) })
		}
	}
}

// P37: what each version that was kept left behind is brought to the schema of
// today by opening it. All of it is read back as that version wrote it, and
// opening it once more changes nothing.
func TestWhatEachVersionLeftIsUpgraded(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, left func(*testing.T) installation) {
		i := left(t)
		before := i.rows(t)
		i.mustMigrate(t)
		first := i.rows(t)
		for table, rows := range before {
			if len(first[table]) != len(rows) {
				t.Errorf("%s had %d rows and has %d", table, len(rows), len(first[table]))
			}
		}

		got := i.typed(t, "", "check", "--json")
		var checked models.Checked
		if err := json.Unmarshal([]byte(got.stdout), &checked); err != nil {
			t.Fatalf("%v: %s%s", err, got.stdout, got.stderr)
		}
		if got.code != exitDone || !checked.Whole() || checked.Cases == 0 {
			t.Errorf("check: exit %d, %+v", got.code, checked)
		}

		code, err := os.ReadFile(filepath.Join(version, "code.txt"))
		if err != nil {
			t.Fatal(err)
		}
		out := t.TempDir()
		if got := i.typed(t, string(code), "export", "--out", out); got.code != exitDone {
			t.Fatalf("export: %s", got.stderr)
		}
		// The page that people read is written anew by each version, and bears
		// its day.
		now := allFiles(t, out)
		delete(now, views.RecordFile)
		delete(now, views.RecordStyle)
		if diff := cmp.Diff(allFiles(t, filepath.Join(version, "out")), now); diff != "" {
			t.Errorf("exported otherwise than by that version:\n%s", diff)
		}

		i.mustMigrate(t)
		if diff := cmp.Diff(first, i.rows(t)); diff != "" {
			t.Errorf("the second time changed something:\n%s", diff)
		}
	})
}

// P37: an upgraded database has the very schema of one that was made today: no
// released file was edited, and none depends on what was there before.
func TestAnUpgradedSchemaIsTheFreshOne(t *testing.T) {
	eachVersion(t, func(t *testing.T, _ string, left func(*testing.T) installation) {
		old := left(t)
		fresh := installation{data: t.TempDir()}
		if old.url != "" {
			fresh.url = modelstest.Postgres(t).URL
		}
		earlier := old.schema(t)
		old.mustMigrate(t)
		fresh.mustMigrate(t)
		if diff := cmp.Diff(fresh.schema(t), old.schema(t)); diff != "" {
			t.Errorf("fresh (-) and upgraded (+):\n%s", diff)
		}
		if cmp.Equal(earlier, old.schema(t)) {
			t.Error("the upgrade changed no schema: this version tests nothing")
		}
	})
}

// P37: an upgrade that is killed at any moment is done by the next start.
func TestAKilledUpgradeIsDoneByTheNextStart(t *testing.T) {
	rounds := 4
	if os.Getenv("CONTREOFFRE_LONG") != "" {
		rounds = 40
	}
	eachVersion(t, func(t *testing.T, _ string, left func(*testing.T) installation) {
		undisturbed := left(t)
		began := time.Now()
		if out, err := undisturbed.process("migrate").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		span, want := time.Since(began), undisturbed.rows(t)
		halves := 0
		for round := range rounds {
			i := left(t)
			process := i.process("migrate")
			if err := process.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(span * time.Duration(2*round+1) / time.Duration(2*rounds))
			process.Process.Kill()
			if process.Wait() != nil {
				halves++
			}
			i.mustMigrate(t)
			if diff := cmp.Diff(want, i.rows(t)); diff != "" {
				t.Errorf("killed in round %d:\n%s", round, diff)
			}
		}
		if halves == 0 {
			t.Error("no upgrade was killed before its end")
		}
		t.Logf("figure: %d of %d upgrades killed before their end, each done by the next start", halves, rounds)
	})
}

// process runs a command in a process of its own.
func (i installation) process(args ...string) *exec.Cmd {
	c := asProcess(append(args, "--data", i.data)...)
	c.Env = append(c.Env, "DATABASE_URL="+i.url)
	return c
}

// privateCopy copies a folder with the modes that a data folder has.
func privateCopy(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	for name, content := range allFiles(t, from) {
		path := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// allFiles reads every file under a folder, by its path there.
func allFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, outside := filepath.Rel(dir, path)
		if err == nil {
			err = outside
		}
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// open opens the database without the program.
func (i installation) open(t *testing.T) *sql.DB {
	t.Helper()
	driver, at := "sqlite", filepath.Join(i.data, models.DatabaseFile)
	if i.url != "" {
		driver, at = "pgx", i.url
	}
	db, err := sql.Open(driver, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// rows is each row of each table that is there.
func (i installation) rows(t *testing.T) map[string][]string {
	t.Helper()
	db, all := i.open(t), map[string][]string{}
	there := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if i.url != "" {
		there = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	}
	names := rowsOf(t, db, there)
	for _, table := range models.ReadManifest().Tables {
		if slices.Contains(names, table.Name) {
			all[table.Name] = rowsOf(t, db, "SELECT * FROM "+table.Name)
		}
	}
	return all
}

// schema is all that the database says of its own form, in its own words.
func (i installation) schema(t *testing.T) []string {
	t.Helper()
	if i.url == "" {
		return rowsOf(t, i.open(t), "SELECT type, name, tbl_name, sql FROM sqlite_master")
	}
	return rowsOf(t, i.open(t), `SELECT table_name, column_name, ordinal_position::text, data_type, is_nullable, coalesce(column_default, ''), coalesce(collation_name, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT tablename, indexname, '', indexdef, '', '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, '', pg_get_constraintdef(oid), '', '', '' FROM pg_constraint WHERE connamespace = 'public'::regnamespace`)
}

// rowsOf is what a query finds, in no order of the database's own.
func rowsOf(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(values...))
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	slices.Sort(all)
	return all
}
