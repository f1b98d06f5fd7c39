package handlers

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
)

// P39: whoever stood before the door when it was closed is let in; the system
// had told them that they were connected.
func TestADoorThatClosesLetsInWhoStandsThere(t *testing.T) {
	const people = 20
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := newDoor(listener.(*net.TCPListener))
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
	d := newDoor(listener.(*net.TCPListener))
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
