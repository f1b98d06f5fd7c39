package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/models/modelstest"
)

// asProgram makes the test binary the program itself, so that the tests send
// signals to the real thing.
const asProgram = "CONTREOFFRE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(modelstest.Main(m))
}

// program is a running contreoffre.
type program struct {
	*exec.Cmd
	URL    string
	Stderr *bytes.Buffer
}

// startServe runs serve on a free port and waits until it says where.
func startServe(t *testing.T, data string) *program {
	t.Helper()
	return startProgram(t, asProcess("serve", "--addr", "127.0.0.1:0", "--data", data))
}

// startProgram runs a command that serves, and waits until it says where.
func startProgram(t *testing.T, c *exec.Cmd) *program {
	t.Helper()
	p := &program{Cmd: c, Stderr: &bytes.Buffer{}}
	p.Cmd.Stderr = p.Stderr
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("serve says nothing: %v\n%s", err, p.Stderr)
	}
	p.URL = strings.TrimSpace(line)
	return p
}

func asProcess(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), asProgram+"=1", "DATABASE_URL=", "LANG=fr_FR.UTF-8", "LC_ALL=")
	return c
}

// exitWithin waits for the end and returns the exit code.
func (p *program) exitWithin(t *testing.T, limit time.Duration) int {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	select {
	case <-ended:
		return p.ProcessState.ExitCode()
	case <-time.After(limit):
		t.Fatalf("still running after %s\n%s", limit, p.Stderr)
		return 0
	}
}

func TestServeAnswersAndLeavesOnSIGTERM(t *testing.T) {
	p := startServe(t, t.TempDir())
	for path, want := range map[string]int{"/fr": 200, "/healthz": 200, "/readyz": 200, "/nowhere": 404} {
		response, err := http.Get(p.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, response.StatusCode, want)
		}
	}
	p.Process.Signal(syscall.SIGTERM)
	if got := p.exitWithin(t, 10*time.Second); got != 0 {
		t.Errorf("exit %d, want 0\n%s", got, p.Stderr)
	}
}

// halfSent opens a connection and sends the first half of a form.
func halfSent(t *testing.T, p *program) net.Conn {
	t.Helper()
	host := strings.TrimPrefix(p.URL, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "POST /fr/start HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\ncsrf", host)
	time.Sleep(100 * time.Millisecond) // until the server has begun to read
	return conn
}

func TestServeFinishesWhatIsUnderWay(t *testing.T) {
	p := startServe(t, t.TempDir())
	conn := halfSent(t, p)
	p.Process.Signal(syscall.SIGTERM)
	time.Sleep(200 * time.Millisecond)
	if _, err := net.Dial("tcp", strings.TrimPrefix(p.URL, "http://")); err == nil {
		t.Error("a server that leaves still accepts")
	}
	io.WriteString(conn, "=one")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the answer under way was lost: %v\n%s", err, p.Stderr)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusForbidden { // the form has no token
		t.Errorf("status %d", response.StatusCode)
	}
	if got := p.exitWithin(t, 10*time.Second); got != 0 {
		t.Errorf("exit %d, want 0\n%s", got, p.Stderr)
	}
}

// Browsers open connections that they may never use, and some send without end:
// none of them makes a stop long, or a failure.
func TestServeWaitsForNobodyWhoSaysNothing(t *testing.T) {
	for trap, said := range map[string]string{
		"not a word": "", "half a line": "GET /fr", "half a form": "POST /fr/start HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\ncsrf",
	} {
		t.Run(trap, func(t *testing.T) {
			t.Parallel()
			p := startServe(t, t.TempDir())
			for range 3 {
				conn, err := net.Dial("tcp", strings.TrimPrefix(p.URL, "http://"))
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				io.WriteString(conn, said)
			}
			time.Sleep(100 * time.Millisecond) // until the server has begun to read
			began := time.Now()
			p.Process.Signal(syscall.SIGTERM)
			if got := p.exitWithin(t, 20*time.Second); got != 0 {
				t.Errorf("exit %d, want 0\n%s", got, p.Stderr)
			}
			t.Logf("figure: told to stop beside who says %s: gone after %s", trap, time.Since(began).Round(time.Millisecond))
		})
	}
}

func TestASecondSignalForces(t *testing.T) {
	p := startServe(t, t.TempDir())
	halfSent(t, p)
	p.Process.Signal(syscall.SIGTERM)
	time.Sleep(200 * time.Millisecond)
	p.Process.Signal(syscall.SIGTERM)
	p.exitWithin(t, 5*time.Second)
}

// One visitor with more connections than the system gives us files does not end
// the service, and does not keep others out for longer than they stay.
func TestServeOutlivesMoreVisitorsThanFiles(t *testing.T) {
	const files, visitors = 64, 200
	c := asProcess("serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	c.Args = append([]string{"sh", "-c", fmt.Sprintf(`ulimit -n %d && exec "$0" "$@"`, files)}, c.Args...)
	c.Path = "/bin/sh"
	p := startProgram(t, c)
	var open []net.Conn
	for range visitors {
		conn, err := net.DialTimeout("tcp", strings.TrimPrefix(p.URL, "http://"), time.Second)
		if err != nil {
			break // as many as the system holds before the door
		}
		defer conn.Close()
		open = append(open, conn)
	}
	time.Sleep(500 * time.Millisecond) // until the door has seen them
	for _, conn := range open {
		conn.Close()
	}
	ask, status := http.Client{Timeout: 20 * time.Second}, 0
	for began := time.Now(); status != http.StatusOK && time.Since(began) < 20*time.Second; time.Sleep(100 * time.Millisecond) {
		response, err := ask.Get(p.URL + "/readyz")
		if err != nil {
			t.Fatalf("after %d connections, %d files: %v\n%s", len(open), files, err, p.Stderr)
		}
		response.Body.Close()
		status = response.StatusCode // 503 while it still sees the visitors leave
	}
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	p.Process.Signal(syscall.SIGTERM)
	if got := p.exitWithin(t, 10*time.Second); got != 0 {
		t.Errorf("exit %d, want 0\n%s", got, p.Stderr)
	}
	t.Logf("figure: %d connections over %d files, then served", len(open), files)
}

func TestASecondServeOnTheSameFolderIsRefused(t *testing.T) {
	data := t.TempDir()
	first := startServe(t, data)
	second := asProcess("serve", "--addr", "127.0.0.1:0", "--data", data)
	out, err := second.CombinedOutput()
	if err == nil || second.ProcessState.ExitCode() != exitRefused {
		t.Errorf("exit %d\n%s", second.ProcessState.ExitCode(), out)
	}
	if !strings.Contains(string(out), "déjà servi") {
		t.Errorf("it says: %s", out)
	}
	beside := asProcess("migrate", "--data", data)
	if out, err := beside.CombinedOutput(); err != nil {
		t.Errorf("migrate beside a server: %v\n%s", err, out)
	}
	first.Process.Signal(syscall.SIGTERM)
	first.exitWithin(t, 10*time.Second)
	startServe(t, data) // free again
}

func TestServeRefusesPlainHTTPForOthers(t *testing.T) {
	c := asProcess("serve", "--addr", "0.0.0.0:0", "--data", t.TempDir())
	out, _ := c.CombinedOutput()
	if got := c.ProcessState.ExitCode(); got != exitMisused {
		t.Errorf("exit %d, want %d\n%s", got, exitMisused, out)
	}
	if !strings.Contains(string(out), "https://") {
		t.Errorf("it says: %s", out)
	}
}

func TestALostMasterKeyIsSaidAndTouchesNothing(t *testing.T) {
	data := t.TempDir()
	first := startServe(t, data)
	first.Process.Signal(syscall.SIGTERM)
	first.exitWithin(t, 10*time.Second)
	if err := os.Remove(data + "/master.key"); err != nil {
		t.Fatal(err)
	}
	c := asProcess("serve", "--addr", "127.0.0.1:0", "--data", data)
	out, _ := c.CombinedOutput()
	if got := c.ProcessState.ExitCode(); got != exitRefused || !strings.Contains(string(out), "clé maîtresse") {
		t.Errorf("exit %d\n%s", got, out)
	}
	if _, err := os.Stat(data + "/master.key"); err == nil {
		t.Error("a new key was made over existing data")
	}
}

// A signal may come before the server has begun.
func TestToldToStopBeforeItBegan(t *testing.T) {
	told, stop := context.WithCancel(context.Background())
	stop()
	for range 20 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		base, err := baseURL("", listener.Addr())
		if err != nil {
			t.Fatal(err)
		}
		app, err := handlers.New(handlers.Config{Base: base, Evidence: &evidence.Keeper{}, Log: slog.Default()})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- serveUntil(told, nil, app, listener) }()
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("it serves on")
		}
	}
}
