package modelstest

import (
	"bytes"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a throw-away PostgreSQL: one per test binary, in a temporary
// folder, on a socket of its own, as an unprivileged user.
type server struct {
	ready bool // Main will stop it
	once  sync.Once
	err   error
	dir   string
	cmd   *exec.Cmd
	log   journal
	gone  chan error
}

var shared server

const superuser = "contreoffre"

func (s *server) url(database string) string {
	query := url.Values{"host": {s.dir}, "user": {superuser}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + query.Encode()
}

// start starts the server at its first use.
func (s *server) start(t testing.TB) *server {
	t.Helper()
	bin := binaries()
	if bin == "" {
		const what = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
		if os.Getenv("CI") == "true" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	if !s.ready {
		t.Fatal("modelstest: this package's TestMain must call modelstest.Main")
	}
	s.once.Do(func() { s.err = s.run(bin) })
	if s.err != nil {
		t.Fatalf("PostgreSQL did not start: %v\n%s", s.err, s.log.String())
	}
	return s
}

// binaries returns the folder of the newest PostgreSQL on this machine, or
// nothing.
func binaries() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return ""
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }))
}

func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

func (s *server) run(bin string) (err error) {
	// The system's own folder: a socket's path may have 107 characters.
	if s.dir, err = os.MkdirTemp("/tmp", "contreoffre-pg-"); err != nil {
		return err
	}
	who, err := unprivileged()
	if err != nil {
		return err
	}
	if who != nil {
		if err := os.Chown(s.dir, int(who.Uid), int(who.Gid)); err != nil {
			return err
		}
	}
	data := filepath.Join(s.dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = &syscall.SysProcAttr{Credential: who}, s.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return s.launch(bin, who)
}

// launch starts the server on its folder and waits until it answers.
func (s *server) launch(bin string, who *syscall.Credential) error {
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", filepath.Join(s.dir, "data"), "-k", s.dir,
		"-c", "listen_addresses=", "-c", "max_connections=300", "-c", "shared_buffers=32MB")
	s.cmd.SysProcAttr, s.cmd.Dir = &syscall.SysProcAttr{Credential: who}, s.dir
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	dieWithUs(s.cmd.SysProcAttr)
	started := make(chan error)
	s.gone = make(chan error, 1)
	go func() {
		// The system ties the server's life to this thread: it must last.
		runtime.LockOSThread()
		err := s.cmd.Start()
		started <- err
		if err == nil {
			s.gone <- s.cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		s.cmd = nil
		return err
	}
	return s.answer()
}

// answer waits until the server takes connections.
func (s *server) answer() error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for range 600 {
		if err = db.Ping(); err == nil {
			return nil
		}
		select {
		case err := <-s.gone:
			return fmt.Errorf("the server ended: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return err
}

// unprivileged returns the user that PostgreSQL runs as, because it refuses to
// run as root; nil when we are not root.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("no user postgres or nobody to run as")
}

// stop ends the server by its own id and removes its folder.
func (s *server) stop() {
	if s.cmd != nil {
		s.cmd.Process.Signal(syscall.SIGQUIT) // at once: nothing here is worth keeping
		<-s.gone
	}
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}

// journal is what the server wrote, for reading while it runs.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}
