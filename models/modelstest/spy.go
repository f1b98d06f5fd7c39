package modelstest

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// talkative is how somebody who wants to read along would have the server
// write its log: each statement, its values, its plan, and all about an error.
var talkative = []string{
	"log_statement = 'all'", "log_duration = on", "log_error_verbosity = verbose", "log_min_messages = debug1",
	"log_min_error_statement = debug5", "log_parameter_max_length = -1", "log_parameter_max_length_on_error = -1",
	"debug_print_plan = on",
}

// Talk makes the server write down all that it can of what happens on the
// database from its next connection on. The function that comes back puts what
// was written until then into a file; SQLite has no log, and its file is empty.
func (db *Database) Talk(t testing.TB) (log func() string) {
	t.Helper()
	from, file := 0, filepath.Join(t.TempDir(), "server.log")
	if db.URL != "" {
		raw := db.Raw(t)
		for _, setting := range talkative {
			if _, err := raw.Exec("ALTER DATABASE " + db.name() + " SET " + setting); err != nil {
				t.Fatal(err)
			}
		}
		from = len(shared.log.String())
	}
	return func() string {
		t.Helper()
		if err := os.WriteFile(file, []byte(shared.log.String()[from:]), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
}

// name is what PostgreSQL calls the database.
func (db *Database) name() string {
	name, _, _ := strings.Cut(strings.TrimPrefix(db.URL, "postgres:///"), "?")
	return name
}

// Dump writes out the database with its engine's own tool for copies and
// returns the file.
func (db *Database) Dump(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "dump")
	if db.URL == "" {
		if _, err := db.Raw(t).Exec("VACUUM INTO ?", file); err != nil {
			t.Fatal(err)
		}
		return file
	}
	who, err := unprivileged()
	if err != nil {
		t.Fatal(err)
	}
	// Beside the real server, not the link to it.
	server, err := filepath.EvalSymlinks(filepath.Join(binaries(), "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	dump := exec.Command(filepath.Join(filepath.Dir(server), "pg_dump"), db.URL)
	dump.SysProcAttr, dump.Dir = &syscall.SysProcAttr{Credential: who}, shared.dir
	out, err := dump.Output()
	if err != nil {
		t.Fatalf("pg_dump: %v", err)
	}
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// WrappedKeys returns every data key as it stands in the database: sealed under
// the master key.
func (db *Database) WrappedKeys(t testing.TB) []string {
	t.Helper()
	rows, err := db.Raw(t).Query("SELECT wrapped_key FROM accounts UNION ALL SELECT wrapped_key FROM cases")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var key sql.RawBytes
		if err := rows.Scan(&key); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, string(key))
	}
	if err := rows.Err(); err != nil || len(keys) == 0 {
		t.Fatal(fmt.Errorf("modelstest: %d keys, %w", len(keys), err))
	}
	return keys
}
