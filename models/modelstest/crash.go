package modelstest

import (
	"testing"
	"time"
)

// Crash ends the PostgreSQL server of the tests as a power cut would, and
// starts it again on the same files. Every database of the test binary feels
// it, so nothing may run beside.
func (db *Database) Crash(t testing.TB) {
	t.Helper()
	if db.URL == "" {
		t.Fatal("modelstest: SQLite has no server")
	}
	who, err := unprivileged()
	if err != nil {
		t.Fatal(err)
	}
	shared.cmd.Process.Kill()
	<-shared.gone
	// Until its orphans have noticed, a new server refuses to start.
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if err = shared.launch(binaries(), who); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("PostgreSQL did not come back: %v\n%s", err, shared.log.String())
		}
	}
}
