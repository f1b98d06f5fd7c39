package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A command that is killed leaves aside what it was writing: half a backup, or
// letters in the clear. The next one takes it away, unless somebody is at it.
func TestWhatAKilledCommandLeftGoesWithTheNext(t *testing.T) {
	data := t.TempDir()
	if got := typed(t, "", "import", nantes, "--data", data); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	for name, write := range map[string]func(dir string) result{
		"backup": func(dir string) result {
			return typed(t, "", "backup", "--out", filepath.Join(dir, "b"), "--data", data)
		},
		"letters": func(dir string) result {
			return typed(t, "", "letters", "--dossier", nantes, "--out", dir, "--today", "2026-05-02")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			half, letters, busy := filepath.Join(dir, ".contreoffre-1"), filepath.Join(dir, ".contreoffre-2"), filepath.Join(dir, ".contreoffre-3")
			mustWrite(t, half, "half a backup")
			mustWrite(t, filepath.Join(letters, "lettres", "access.fr.txt"), "Je soussignée")
			mustWrite(t, busy, "another backup that is being written")
			other, err := os.Open(busy)
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			if err := hold(other); err != nil {
				t.Fatal(err)
			}
			// Others write to a folder like /tmp, too: a pipe that nobody opens, a
			// name that leads elsewhere.
			if err := syscall.Mkfifo(filepath.Join(dir, ".contreoffre-0"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(data, filepath.Join(dir, ".contreoffre-4")); err != nil {
				t.Fatal(err)
			}
			if got := write(dir); got.code != exitDone {
				t.Fatal(got.stderr)
			}
			left, err := filepath.Glob(filepath.Join(dir, asides))
			if err != nil || len(left) != 2 || left[0] != busy {
				t.Errorf("left aside: %v, %v, want what somebody holds and what leads elsewhere", left, err)
			}
			if _, err := os.Stat(filepath.Join(data, "master.key")); err != nil {
				t.Errorf("what a name leads to: %v", err)
			}
		})
	}
}

func mustWrite(t *testing.T, path, content string) {
	t.Helper()
	if err := writeFile(path, []byte(content)); err != nil {
		t.Fatal(err)
	}
}
