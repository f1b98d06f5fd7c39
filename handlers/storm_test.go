//go:build !race

package handlers_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"contreoffre/models/modelstest"
)

// storm is many visitors who mean no good, for a bounded time.
type storm struct {
	t    *testing.T
	p    *program
	over chan struct{}
	all  sync.WaitGroup

	answers atomic.Int64
	mu      sync.Mutex
	cut     []time.Duration // how long each slow sender was listened to
}

func (s *storm) host() string { return strings.TrimPrefix(s.p.URL, "http://") }

// each runs do n times over, until the storm is over.
func (s *storm) each(n int, pause time.Duration, do func()) {
	for range n {
		s.all.Go(func() {
			for {
				select {
				case <-s.over:
					return
				case <-time.After(pause):
					do()
				}
			}
		})
	}
}

// drip sends head, then a byte a second until it is cut.
func (s *storm) drip(n int, head string) {
	for range n {
		s.all.Go(func() {
			conn, err := net.Dial("tcp", s.host())
			if err != nil {
				s.t.Error(err)
				return
			}
			defer conn.Close()
			began := time.Now()
			closed := make(chan struct{})
			go func() { io.Copy(io.Discard, conn); close(closed) }()
			io.WriteString(conn, strings.ReplaceAll(head, "HOST", s.host()))
			for {
				select {
				case <-closed:
					s.mu.Lock()
					s.cut = append(s.cut, time.Since(began))
					s.mu.Unlock()
					return
				case <-time.After(time.Second):
					io.WriteString(conn, "x")
				}
			}
		})
	}
}

// post sends a whole large body that nobody asked for.
func (s *storm) post(bytes int) {
	conn, err := net.Dial("tcp", s.host())
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	go io.Copy(conn, io.MultiReader(
		strings.NewReader(fmt.Sprintf("POST /fr/import HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n", s.host(), bytes)),
		io.LimitReader(zeros{}, int64(bytes))))
	if said, err := io.ReadAll(conn); err == nil && len(said) > 0 {
		s.answers.Add(1)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// get asks as somebody new each time.
func (s *storm) get(path string) {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	response, err := client.Get(s.p.URL + path)
	if err != nil {
		return
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
	s.answers.Add(1)
}

// goroutines ends the program with the signal by which Go says what each
// goroutine does, and counts those at work.
func (p *program) goroutines(t *testing.T) (n int) {
	t.Helper()
	p.run.Process.Signal(syscall.SIGQUIT)
	p.exit(t, 10*time.Second)
	for _, one := range strings.Split(p.Log.String(), "\n\n") {
		resting := strings.Contains(one, "workerFunc") && !strings.Contains(one, "serveConn")
		if strings.HasPrefix(one, "goroutine ") && !resting {
			n++
		}
	}
	return n
}

// P9, P39: under senders of a byte a second, large bodies, floods of new
// visitors and letters to draw, all at once and in little memory, the program
// says that it lives, cuts off the slow, and is afterwards what it was before.
func TestAStormPasses(t *testing.T) {
	const most = 4 << 20 // kilobytes; to stop a flood
	db := modelstest.SQLite(t)
	p := startProgram(t, db, func(c *exec.Cmd) { c.Env = append(c.Env, "GOMEMLIMIT=192MiB") })
	one := newPerson(t, p.site, "fr")
	one.tell()
	letter := one.of("/requests/" + one.prepare("access") + "/letter.pdf?lang=fr")
	one.mustGet(letter)
	base := p.status(t, "VmRSS")
	p.fresh(t)

	s := &storm{t: t, p: p, over: make(chan struct{})}
	s.drip(200, "POST /fr/resume HTTP/1.1\r\nHost: HOST\r\nContent-Type: "+formType+"\r\nContent-Length: 10000\r\n\r\n")
	s.drip(100, "GET /fr HTTP/1.1\r\nHost: HOST\r\nX: ")
	s.each(6, 20*time.Millisecond, func() { s.post(4 << 20) })
	s.each(6, 5*time.Millisecond, func() { s.get("/fr/start?offer=temu-cash-reward-2024") })
	s.each(3, 50*time.Millisecond, func() { one.try(one.request(http.MethodGet, letter, "", "")); s.answers.Add(1) })
	var slowest time.Duration
	time.AfterFunc(many(8*time.Second, 3*time.Minute), func() { close(s.over) })
	for asked := 0; ; asked++ {
		began := time.Now()
		if a := one.mustGet("/healthz"); a.Body != "ok\n" {
			t.Errorf("health: %q", a.Body)
		}
		slowest = max(slowest, time.Since(began))
		select {
		case <-s.over:
		case <-time.After(50 * time.Millisecond):
			continue
		}
		break
	}
	s.all.Wait()
	highest, after := p.status(t, "VmHWM"), p.status(t, "VmRSS")
	if highest > most || slowest > 10*time.Second {
		t.Errorf("memory reached %d kB, health took %s", highest, slowest)
	}
	longest := time.Duration(0)
	for _, took := range s.cut {
		longest = max(longest, took)
	}
	if len(s.cut) != 300 || longest > time.Minute {
		t.Errorf("%d slow senders were cut, want 300, the last after %s", len(s.cut), longest)
	}
	if a := one.mustGet(one.of("")); a.Status != http.StatusOK {
		t.Errorf("afterwards: %d", a.Status)
	}
	quiet := startProgram(t, modelstest.SQLite(t))
	newBrowser(t, quiet.URL).mustGet("/fr")
	at, left := quiet.goroutines(t), p.goroutines(t)
	if left > at+20 {
		t.Errorf("%d goroutines are left, a new program has %d", left, at)
	}
	t.Logf("figure: %d answers in a storm, 300 slow senders cut after %s at most, health within %s, memory %d MB before, %d at most, %d after; %d goroutines after, %d in a new program",
		s.answers.Load(), longest.Round(time.Second), slowest.Round(time.Millisecond), base>>10, highest>>10, after>>10, left, at)
}
