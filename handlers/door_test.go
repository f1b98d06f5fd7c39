package handlers

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"contreoffre/evidence"
)

// P39: whoever stood before the door when it was closed is let in; the system
// had told them that they were connected.
func TestADoorThatClosesLetsInWhoStandsThere(t *testing.T) {
	const people = 20
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := newDoor(listener.(*net.TCPListener), connections, func(io.Writer) {})
	for range people {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		conn, err := d.Accept()
		if errors.Is(err, io.EOF) {
			if n != people {
				t.Errorf("%d were let in, want %d", n, people)
			}
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
	}
	if conn, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		conn.Close()
		t.Error("the closed door lets in")
	}
}

// P39: a machine that has no room for one more connection has some a moment
// later. The server under the door would end at such an error.
func TestADoorWaitsForRoom(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	visitor, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer visitor.Close()
	d := newDoor(listener.(*net.TCPListener), connections, func(io.Writer) {})
	refusals, accept := []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM}, d.accept
	d.accept = func() (*net.TCPConn, error) {
		if len(refusals) > 0 {
			err := refusals[0]
			refusals = refusals[1:]
			return nil, &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", err)}
		}
		return accept()
	}
	guest, err := d.Accept()
	if err != nil {
		t.Fatalf("the door gave up: %v", err)
	}
	guest.Close()
	d.accept = func() (*net.TCPConn, error) { return nil, syscall.EMFILE }
	d.leaving.Store(true)
	if _, err := d.Accept(); err != io.EOF {
		t.Errorf("full and closed: got %v, want EOF", err)
	}
}

// P39: visitors never take the files that the database and the exhibits need.
func TestSomeFilesAreNotForVisitors(t *testing.T) {
	for _, test := range []struct {
		files                uint64
		connections, sending int
	}{
		{20, 10, 2}, {64, 32, 8}, {1024, 768, 128}, {4224, 3584, 512}, {4736, 4096, 512},
		{1 << 20, connections, sending}, {1<<64 - 1, connections, sending},
	} {
		in, out := connectionsWithin(test.files), sendingWithin(test.files)
		if in != test.connections || out != test.sending {
			t.Errorf("%d files: %d connections and %d answers, want %d and %d", test.files, in, out, test.connections, test.sending)
		}
	}
}

// P18: who finds no room is told so with the headers of every answer, and lets the
// next in once a guest has left.
func TestWhoFindsNoRoomIsToldSo(t *testing.T) {
	app, err := New(Config{Base: &url.URL{Scheme: "https", Host: "contre-offre.example"}, Evidence: &evidence.Keeper{}, Log: slog.Default()})
	if err != nil {
		t.Fatal(err)
	}
	sorry, err := app.noRoom()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	d := newDoor(listener.(*net.TCPListener), 1, sorry)
	var visitors [3]net.Conn
	for i := range visitors[:2] {
		if visitors[i], err = net.Dial("tcp", listener.Addr().String()); err != nil {
			t.Fatal(err)
		}
		defer visitors[i].Close()
	}
	first, err := d.Accept()
	if err != nil {
		t.Fatal(err)
	}
	next := make(chan net.Conn)
	go func() {
		conn, _ := d.Accept()
		next <- conn
	}()
	response, err := http.ReadResponse(bufio.NewReader(visitors[1]), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" || response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
	for _, h := range everyAnswer {
		if got := response.Header.Get(h.name); got != h.value {
			t.Errorf("%s = %q, want %q", h.name, got, h.value)
		}
	}
	if got := response.Header.Get("Strict-Transport-Security"); got != strictTransport {
		t.Errorf("Strict-Transport-Security = %q", got)
	}
	if page, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(page), "<h1") {
		t.Errorf("no page: %v\n%s", err, page)
	}
	first.Close()
	if visitors[2], err = net.Dial("tcp", listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	defer visitors[2].Close()
	if conn := <-next; conn == nil || conn.RemoteAddr().String() != visitors[2].LocalAddr().String() {
		t.Errorf("let in: %v", conn)
	}
}
