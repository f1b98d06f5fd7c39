package modelstest

import (
	"bytes"
	"errors"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Fault is what a wire does to what it carries.
type Fault int32

// The faults. With each but Good connections open and break as before.
const (
	Good    Fault = iota
	Slow          // every piece comes later
	Reset         // connections are torn down in the middle of a piece, without a word
	Silent        // nothing arrives, nothing ends, until the fault is another
	Short         // an answer of the database ends in its middle
	Away          // nobody listens any more
	Unheard       // of the end of a write, all but the answer arrives: it is done, and nobody knows
)

// Wire is a network between a program and PostgreSQL that can be made bad.
type Wire struct {
	fault atomic.Int32
	mu    sync.Mutex
	open  map[net.Conn]bool
}

// Wire returns the same database as it is reached over a wire of its own, on
// loopback. The wire ends with the test.
func (db *Database) Wire(t testing.TB) (*Database, *Wire) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &Wire{open: map[net.Conn]bool{}}
	var carrying sync.WaitGroup
	carrying.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			carrying.Go(func() { w.carry(near) })
		}
	})
	t.Cleanup(func() {
		w.Be(Away)
		listener.Close()
		carrying.Wait()
	})
	over := *db
	over.URL = "postgres://" + superuser + "@" + listener.Addr().String() + "/" + db.name() + "?sslmode=disable"
	return &over, w
}

// Be sets what the wire does from now on. What it does to connections that rest
// shows at their next piece; Away ends them at once.
func (w *Wire) Be(f Fault) {
	w.fault.Store(int32(f))
	if f != Away {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for conn := range w.open {
		conn.Close()
	}
}

func (w *Wire) is() Fault { return Fault(w.fault.Load()) }

// carry is one connection, until either end leaves.
func (w *Wire) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("unix", filepath.Join(shared.dir, ".s.PGSQL.5432"))
	if err != nil {
		return
	}
	defer far.Close()
	w.mu.Lock()
	w.open[near], w.open[far] = true, true
	w.mu.Unlock()
	if w.is() == Away {
		return
	}
	back := make(chan struct{})
	var wrote, ended atomic.Bool
	go func() {
		defer close(back)
		w.pump(near, far, func(to net.Conn, piece []byte) error {
			if ended.Load() {
				return errFault
			}
			return w.answer(to, piece)
		})
	}()
	w.pump(far, near, func(to net.Conn, piece []byte) error {
		if w.is() == Unheard {
			wrote.Store(wrote.Load() || bytes.Contains(piece, []byte("INSERT INTO")))
			ended.Store(wrote.Load() && bytes.Contains(bytes.ToLower(piece), []byte("commit\x00")))
		}
		return w.ask(to, piece)
	})
	<-back
	w.mu.Lock()
	delete(w.open, near)
	delete(w.open, far)
	w.mu.Unlock()
}

// pump passes piece after piece on, and ends both ways when one does.
func (w *Wire) pump(to, from net.Conn, pass func(to net.Conn, piece []byte) error) {
	defer to.Close()
	defer from.Close()
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		for w.is() == Silent {
			time.Sleep(5 * time.Millisecond)
		}
		if err != nil || pass(to, piece[:n]) != nil {
			return
		}
	}
}

// ask passes a piece on to the database.
func (w *Wire) ask(to net.Conn, piece []byte) error {
	if w.is() == Slow {
		time.Sleep(10 * time.Millisecond)
	}
	_, err := to.Write(piece)
	return err
}

var errFault = errors.New("modelstest: a fault of the wire")

// answer passes a piece on from the database; faults lie here, where what was
// asked is done already.
func (w *Wire) answer(to net.Conn, piece []byte) error {
	switch w.is() {
	case Slow:
		time.Sleep(10 * time.Millisecond)
	case Reset:
		to.(*net.TCPConn).SetLinger(0)
		return errFault
	case Short:
		to.Write(piece[:len(piece)/2])
		return errFault
	}
	_, err := to.Write(piece)
	return err
}
