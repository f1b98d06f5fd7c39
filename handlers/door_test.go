package handlers

import (
	"errors"
	"io"
	"net"
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
