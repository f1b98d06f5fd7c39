package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"contreoffre/models"
)

var drills = regexp.MustCompile("(?s)```sh drill\n(.*?)```")

// The drill of docs/operation.md works as it is written, on a machine that has
// nothing but the program and a dossier.
func TestTheDrillOfTheManual(t *testing.T) {
	blocks := drills.FindAllStringSubmatch(mustRead(t, "docs/operation.md"), -1)
	if len(blocks) < 3 {
		t.Fatalf("the manual has %d drills", len(blocks))
	}
	dir, bin := t.TempDir(), t.TempDir()
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	program := "#!/bin/sh\n" + asProgram + "=1 exec '" + self + "' \"$@\"\n"
	if err := os.WriteFile(filepath.Join(bin, "contreoffre"), []byte(program), 0o700); err != nil {
		t.Fatal(err)
	}
	dossier, err := os.ReadFile(nantes)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "dossier.json"), dossier, 0o600); err != nil {
		t.Fatal(err)
	}
	// A ledger is there from the first erasure on; a drill begins without one.
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "erasures.ledger"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, block := range blocks {
		sh := exec.Command("sh", "-e", "-x", "-c", block[1])
		sh.Dir = dir
		sh.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "DATABASE_URL=", "LANG=en_GB.UTF-8", "LC_ALL=")
		if out, err := sh.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	key, old := mustReadFile(t, dir, "data/master.key"), mustReadFile(t, dir, "new/master.key")
	if bytes.Equal(key, old) || !strings.Contains(string(mustReadFile(t, dir, "data/master.key.retired")), lastLine(old)) {
		t.Error("the master key was not changed, or the old one is lost")
	}
	// The backup from before the change is read with the old key above the new.
	if err := os.MkdirAll(filepath.Join(dir, "third"), 0o700); err != nil {
		t.Fatal(err)
	}
	both := append(append([]byte{}, old...), key...)
	if err := os.WriteFile(filepath.Join(dir, "third", "master.key"), both, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := typed(t, "", "restore", filepath.Join(dir, "monday.backup"), "--data", filepath.Join(dir, "third")); got.code != exitDone {
		t.Errorf("an old backup: exit %d, %s", got.code, got.stderr)
	}
	if got := typed(t, "", "restore", filepath.Join(dir, "monday.backup"), "--data", filepath.Join(dir, "third")); got.code != exitRefused || !strings.Contains(got.stderr, "base neuve") {
		t.Errorf("restored over: exit %d, %s", got.code, got.stderr)
	}
}

func mustReadFile(t *testing.T, dir, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}

// A restore that was killed in the middle of a file is started again, as the
// manual says: half a file is in the way of nothing.
func TestARestoreKilledInAFileIsStartedAgain(t *testing.T) {
	dir := t.TempDir()
	data, place, backup := filepath.Join(dir, "data"), filepath.Join(dir, "new"), filepath.Join(dir, "backup")
	for _, args := range [][]string{{"import", whole, "--data", data}, {"backup", "--out", backup, "--data", data}} {
		if got := typed(t, "", args...); got.code != exitDone {
			t.Fatal(got.stderr)
		}
	}
	if err := os.MkdirAll(filepath.Join(place, "evidence"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(place, "master.key"), mustReadFile(t, data, "master.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(filepath.Join(data, "evidence"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v: the test tries nothing", len(files), err)
	}
	for _, file := range files {
		for _, name := range []string{file.Name(), file.Name() + ".part"} {
			if err := os.WriteFile(filepath.Join(place, "evidence", name), []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := typed(t, "", "restore", backup, "--data", place); got.code != exitDone {
		t.Fatalf("exit %d, %s", got.code, got.stderr)
	}
	for _, file := range files {
		if !bytes.Equal(mustReadFile(t, place, "evidence/"+file.Name()), mustReadFile(t, data, "evidence/"+file.Name())) {
			t.Error("half a file is left")
		}
	}
	if left, err := filepath.Glob(filepath.Join(place, "evidence", "*.part")); len(left) > 0 || err != nil {
		t.Errorf("%d halves are left, %v", len(left), err)
	}
}

func TestOperationCommandsRefuseInWords(t *testing.T) {
	data := t.TempDir()
	if got := typed(t, "", "import", nantes, "--data", data); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	for trap, test := range map[string]struct {
		args []string
		want string
	}{
		"a folder that is not there":    {[]string{"backup", "--data", data, "--out", filepath.Join(data, "no", "where")}, "impossible d’écrire"},
		"no such backup":                {[]string{"restore", filepath.Join(data, "nothing"), "--data", t.TempDir()}, "ne peut pas être lu"},
		"not a backup":                  {[]string{"restore", text, "--data", t.TempDir()}, "sauvegarde entière"},
		"no such ledger":                {[]string{"restore", text, "--ledger", filepath.Join(data, "nothing"), "--data", t.TempDir()}, "ne peut pas être lu"},
		"no key where there is no file": {[]string{"rekey", "--add", "--data", t.TempDir()}, "clé maîtresse"},
	} {
		got := typed(t, "", test.args...)
		if got.code != exitRefused || !strings.Contains(got.stderr, test.want) {
			t.Errorf("%s: exit %d, %q, want %q", trap, got.code, got.stderr, test.want)
		}
	}
}

// A file that nobody names is found, and goes when it is asked for; one that
// is named and gone is found and cannot be mended.
func TestCheckLooksAtTheFiles(t *testing.T) {
	data := t.TempDir()
	if got := typed(t, "", "import", nantes, "--data", data); got.code != exitDone {
		t.Fatal(got.stderr)
	}
	folder := filepath.Join(data, "evidence")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(folder, models.NewID())
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Date(2026, time.November, 1, 0, 0, 0, 0, paris)
	if err := os.Chtimes(left, long, long); err != nil {
		t.Fatal(err)
	}
	if got := typed(t, "", "check", "--data", data); got.code != exitRefused || !strings.Contains(got.stdout, filepath.Base(left)) {
		t.Errorf("a leftover: exit %d, %q", got.code, got.stdout)
	}
	if got := typed(t, "", "check", "--data", data, "--mend"); got.code != exitDone {
		t.Errorf("mended: exit %d, %q, %q", got.code, got.stdout, got.stderr)
	}
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("the leftover is there: %v", err)
	}
}
