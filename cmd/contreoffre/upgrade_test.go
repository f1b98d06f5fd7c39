package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contreoffre/models"
)

// P37: the data folder of each version that was kept is brought to the schema
// of today by opening it. All of it is read back as that version wrote it, and
// opening it once more changes nothing. docs/operation.md says how a version
// is kept.
func TestADataFolderOfEachVersionIsUpgraded(t *testing.T) {
	kept, err := filepath.Glob("testdata/upgrade/*")
	if err != nil || len(kept) == 0 {
		t.Fatalf("no version is kept: %v", err)
	}
	for _, version := range kept {
		t.Run(filepath.Base(version), func(t *testing.T) {
			data := privateCopy(t, filepath.Join(version, "data"))
			if got := typed(t, "", "migrate", "--data", data); got.code != exitDone {
				t.Fatalf("migrate: %s", got.stderr)
			}
			first := everyRow(t, data)

			got := typed(t, "", "check", "--data", data, "--json")
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
			if got := typed(t, string(code), "export", "--out", out, "--data", data); got.code != exitDone {
				t.Fatalf("export: %s", got.stderr)
			}
			if diff := cmp.Diff(allFiles(t, filepath.Join(version, "out")), allFiles(t, out)); diff != "" {
				t.Errorf("exported otherwise than by that version:\n%s", diff)
			}

			if got := typed(t, "", "migrate", "--data", data); got.code != exitDone {
				t.Fatalf("migrate again: %s", got.stderr)
			}
			if diff := cmp.Diff(first, everyRow(t, data)); diff != "" {
				t.Errorf("the second time changed something:\n%s", diff)
			}
		})
	}
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

// everyRow is the schema and each row of the database of a data folder.
func everyRow(t *testing.T, data string) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "contreoffre.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string][]string{"sqlite_master": rowsOf(t, db, "sqlite_master")}
	for _, table := range models.ReadManifest().Tables {
		all[table.Name] = rowsOf(t, db, table.Name)
	}
	return all
}

func rowsOf(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table + " ORDER BY rowid")
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
	return all
}
