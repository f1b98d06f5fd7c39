//go:build !race

package handlers_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

// trace is what a program asked of the system, in the order in which the system
// was done with it.
type trace []string

// withTrace runs a program under strace. Where that is not there, or the system
// does not let it look, the test is skipped, and fails with CI=true.
func withTrace(t *testing.T) (change func(*exec.Cmd), read func() trace) {
	t.Helper()
	out, err := exec.Command("strace", "-o", os.DevNull, "true").CombinedOutput()
	if err != nil {
		what := "no strace here (Debian: apt-get install strace): " + err.Error() + " " + string(out)
		if os.Getenv("CI") == "true" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	file := filepath.Join(t.TempDir(), "trace")
	change = func(c *exec.Cmd) {
		// -D: the program stays our child. -y: files by their names.
		c.Args = append([]string{"strace", "-D", "-f", "-y", "-s", "64", "-o", file, "-e", "trace=fsync,fdatasync,write,pwrite64,linkat,unlinkat", c.Path}, c.Args[1:]...)
		c.Path, c.Err = exec.LookPath("strace")
	}
	return change, func() trace {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return inOrder(string(text))
	}
}

var (
	tracedLine = regexp.MustCompile(`^(\d+) +(.*)$`)
	resumed    = regexp.MustCompile(`^<\.\.\. \w+ resumed>`)
)

// inOrder puts each call where it ended: another thread may have been traced
// between its beginning and its end.
func inOrder(text string) (calls trace) {
	begun := map[string]string{}
	for line := range strings.Lines(text) {
		found := tracedLine.FindStringSubmatch(strings.TrimSpace(line))
		if found == nil {
			continue
		}
		thread, call := found[1], found[2]
		if beginning, cut := strings.CutSuffix(call, " <unfinished ...>"); cut {
			begun[thread] = beginning
			continue
		}
		if end := resumed.FindString(call); end != "" {
			call = begun[thread] + call[len(end):]
		}
		calls = append(calls, call)
	}
	return calls
}

// after returns the place of the first call from a place on that fits, and fails
// when there is none.
func (c trace) after(t *testing.T, from int, what, pattern string) int {
	t.Helper()
	fits := regexp.MustCompile(pattern)
	for i := from; i < len(c); i++ {
		if fits.MatchString(c[i]) {
			return i
		}
	}
	t.Fatalf("%s: the system was not asked for it, or too early\n%s", what, strings.Join(c[from:], "\n"))
	return 0
}

// P2: what a person is told is kept is on the disk: the file of an exhibit, then
// its name, then the row that names it, and only then the answer is given. A
// power cut between any two of them loses nothing that was acknowledged, and
// leaves no row without its file.
func TestTheDiskHasItBeforeThePersonIsTold(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		change, read := withTrace(t)
		p := startProgram(t, db, change)
		one := newPerson(t, p.site, "fr")
		one.exhibit("note.txt", []byte("une note"))
		p.stop(t)
		calls := read()
		content := calls.after(t, 0, "the file is synced", `^fsync\(\d+<.*/evidence/[a-z0-9]+\.part>\) += 0$`)
		name := calls.after(t, content+1, "it gets its name", `^linkat\(.*\.part", .*\) += 0$`)
		folder := calls.after(t, name+1, "its name is synced", `^fsync\(\d+<.*/evidence>\) += 0$`)
		row := calls.after(t, folder+1, "the row is written", map[string]string{
			"sqlite":   `^pwrite64\(\d+<.*/contreoffre\.db-wal>.*\) += [1-9]`,
			"postgres": `^write\(\d+<(UNIX|socket|TCP).*[cC][oO][mM][mM][iI][tT].*\) += [1-9]`, // which waits for its disk: the program has checked
		}[db.Engine])
		if db.Engine == "sqlite" {
			row = calls.after(t, row+1, "the row is synced", `^f(data)?sync\(\d+<.*/contreoffre\.db-wal>\) += 0$`)
		}
		told := calls.after(t, content+1, "the answer", `^write\(\d+<.*>, "HTTP/1\.1 303`)
		if told < row {
			t.Errorf("the answer is given before the row is certain\n%s", strings.Join(calls[content:told+1], "\n"))
		}
		t.Logf("figure: of %d calls of the system: file synced, then its name, then its row, then the answer", len(calls))
	})
}
