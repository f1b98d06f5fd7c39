package handlers_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/handlers"
	"contreoffre/models/modelstest"
)

// withLongLetter opens a dossier in an account of its own, and returns the page of
// a letter that is about as long as a letter may be.
func withLongLetter(t *testing.T, s *site) (b *browser, page string) {
	t.Helper()
	content := fmt.Appendf(nil, `{"format":"contre-offre/dossier","version":1,"language":"fr","requests":[
		{"id":"a","rights":["access"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"}],"letter":{"text":%q}}]}`,
		strings.Repeat("lettre ", 28_000))
	b = newBrowser(t, s.URL)
	opened := b.submit(b.upload(b.mustGet("/fr/import"), "/fr/import", "dossier.json", content), "/fr/account/code/kept", nil)
	return b, "/fr/cases/" + casePattern.FindStringSubmatch(opened.Path)[1] + "/requests/a/events/s/letter"
}

// narrow is a listener whose connections take little before their reader reads, as
// those from afar do.
type narrow struct{ net.Listener }

func (l narrow) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		err = conn.(*net.TCPConn).SetWriteBuffer(4096)
	}
	return conn, err
}

// alsoAt serves a site at one more address, through a listener.
func (s *site) alsoAt(t *testing.T, through func(net.Listener) net.Listener) (host string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.App.Serve(through(listener))
	return listener.Addr().String()
}

// P9, P39: who takes large pages slowly takes no more than their own share of the
// places from which answers are sent.
func TestOnesSlowPagesLeaveThePlacesToOthers(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b, page := withLongLetter(t, s)
	other, others := withLongLetter(t, s)
	host := s.alsoAt(t, func(l net.Listener) net.Listener { return narrow{l} })
	var slow []net.Conn
	var taken, later int
	for range 3 * handlers.PagesAtOnce {
		request := b.request(http.MethodGet, page, "", "")
		request.URL.Host = host
		conn := b.slowlySent(request)
		slow = append(slow, conn)
		conn.SetReadDeadline(time.Now().Add(20 * time.Second))
		answer, err := http.ReadResponse(bufio.NewReaderSize(conn, 16), nil)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case answer.StatusCode == http.StatusOK:
			taken++
		case answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") != "":
			later++
		default:
			t.Errorf("got %d, to come back after %q", answer.StatusCode, answer.Header.Get("Retry-After"))
		}
	}
	if taken != handlers.PagesAtOnce || taken+later != len(slow) {
		t.Errorf("of %d pages that one account reads slowly, %d were sent and %d are for later", len(slow), taken, later)
	}
	b.mustGet("/fr/cases")
	other.mustGet(others)
	for _, conn := range slow {
		conn.Close()
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if a := b.get(page); a.Status == http.StatusOK {
			break
		} else if time.Now().After(end) {
			t.Fatalf("after its slow readers left, an account is told %d", a.Status)
		}
	}
}

// timed is a connection that tells its listener until when each write had to be
// done.
type timed struct {
	net.Conn
	of    *timedListener
	until time.Time
}

func (c *timed) SetWriteDeadline(t time.Time) error {
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	c.until = t
	return c.Conn.SetWriteDeadline(t)
}

func (c *timed) Write(b []byte) (int, error) {
	c.of.mu.Lock()
	c.of.writes = append(c.of.writes, c.until)
	c.of.mu.Unlock()
	return c.Conn.Write(b)
}

type timedListener struct {
	net.Listener
	mu     sync.Mutex
	writes []time.Time
}

func (l *timedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &timed{Conn: conn, of: l}, nil
}

// told returns the writes since it was last asked.
func (l *timedListener) told() []time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	writes := l.writes
	l.writes = nil
	return writes
}

// P9, P39: a large answer takes as long as its reader goes on reading, and nobody
// keeps a connection for ever by leaving its last bytes.
func TestALargeAnswerMayTakeLongButNotForEver(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b, letter, dossier := withLargeLetter(t, s)
	listener := &timedListener{}
	host := s.alsoAt(t, func(l net.Listener) net.Listener { listener.Listener = l; return listener })
	for _, path := range []string{letter, dossier + "/dossier.zip"} {
		request := b.request(http.MethodGet, path, "", "")
		for _, cookie := range b.http.Jar.Cookies(request.URL) {
			request.AddCookie(cookie)
		}
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		request.Close = true
		if err := request.Write(conn); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, conn); err != nil {
			t.Fatal(err)
		}
		conn.Close()
		writes := listener.told()
		if len(writes) < 10 {
			t.Fatalf("%s: %d writes", path, len(writes))
		}
		for i, until := range writes[1 : len(writes)-1] {
			if !until.IsZero() {
				t.Errorf("%s: write %d of %d has to be done by %s, however many came before", path, i+2, len(writes), until)
				break
			}
		}
		if last := writes[len(writes)-1]; last.IsZero() {
			t.Errorf("%s: the last of %d writes may take for ever", path, len(writes))
		}
	}
}

// P39: whoever takes an answer slowly does not make a stop of the service fail.
func TestSlowReadersDoNotKeepAServiceFromLeaving(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b, letter, dossier := withLargeLetter(t, s)
	for range 2 {
		b.slowly(letter)
		b.slowly(dossier + "/dossier.zip")
	}
	time.Sleep(time.Second)
	patience, giveUp := context.WithTimeout(t.Context(), 15*time.Second) // as main has it
	defer giveUp()
	if err := s.App.Shutdown(patience); err != nil {
		t.Errorf("the service left with %v", err)
	}
}
