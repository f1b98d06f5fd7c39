package handlers_test

import (
	"bufio"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"contreoffre/models/modelstest"
)

// builtIn is the folder of the program that these tests build; TestMain removes
// it.
var builtIn string

// programEnv tells where the program is, for a test that runs inside another.
const programEnv = "CONTREOFFRE_TEST_PROGRAM"

// build builds the program once.
var build = sync.OnceValues(func() (string, error) {
	if file := os.Getenv(programEnv); file != "" {
		return file, nil
	}
	var err error
	if builtIn, err = os.MkdirTemp("", "contreoffre-"); err != nil {
		return "", err
	}
	file := filepath.Join(builtIn, "contreoffre")
	compile := exec.Command("go", "build", "-o", file, "contreoffre/cmd/contreoffre")
	if out, err := compile.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return file, nil
})

// program is contreoffre itself, serving on a free port as operators run it.
type program struct {
	*site // of which it has the database, the address and the log
	run   *exec.Cmd
	ended chan struct{}
}

// startProgram starts the program on a database. Each change alters the command
// first; one may put another program in front. The test kills it when it ends.
func startProgram(t testing.TB, db *modelstest.Database, changes ...func(*exec.Cmd)) *program {
	t.Helper()
	file, err := build()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{site: &site{Database: db, Log: &logbook{}}, ended: make(chan struct{})}
	p.run = exec.Command(file, "serve", "--addr", "127.0.0.1:0", "--data", db.Dir)
	p.run.Env = append(os.Environ(), "DATABASE_URL="+db.URL, "CONTREOFFRE_MASTER_KEY="+db.Key, "LANG=fr_FR.UTF-8", "LC_ALL=")
	p.run.Stderr = p.Log
	for _, change := range changes {
		change(p.run)
	}
	out, err := p.run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.run.Process.Kill()
		<-p.ended
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	go func() {
		p.run.Wait() // how it ended is in its state
		close(p.ended)
	}()
	if err != nil {
		t.Fatalf("serve says nothing: %v\n%s", err, p.Log)
	}
	p.URL = strings.TrimSpace(line)
	return p
}

// exit waits for the end and returns the exit code.
func (p *program) exit(t testing.TB, within time.Duration) int {
	t.Helper()
	select {
	case <-p.ended:
		return p.run.ProcessState.ExitCode()
	case <-time.After(within):
		t.Fatalf("still running after %s\n%s", within, p.Log)
		return 0
	}
}

// stop ends the program as its operator does.
func (p *program) stop(t testing.TB) {
	t.Helper()
	p.run.Process.Signal(syscall.SIGTERM)
	if got := p.exit(t, 30*time.Second); got != 0 {
		t.Fatalf("exit %d\n%s", got, p.Log)
	}
}

// status reads a number from what Linux tells of the program: VmHWM, the most
// memory it had, or VmRSS, what it has, in kilobytes.
func (p *program) status(t testing.TB, name string) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.run.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var n int
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			fmt.Sscan(rest, &n)
		}
	}
	return n
}

// today is the form of a day in the program's own clock.
func today(name string) url.Values {
	now := time.Now()
	return day(name, number(now.Day()), number(int(now.Month())), number(now.Year()))
}
