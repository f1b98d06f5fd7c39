package handlers

import (
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// What a service that leaves still waits for: doorOpen lets in who already
// stands before the door, as long as a loaded machine may take to get to them;
// silentWithin is for who has not said a word yet, which browsers often never
// do, and speakWithin for who is in the middle of a request.
const (
	doorOpen     = 50 * time.Millisecond
	silentWithin = time.Second
	speakWithin  = 10 * time.Second
)

// How soon a door asks again when the system has no room for one more
// connection.
const (
	roomSoon  = 5 * time.Millisecond
	roomLater = time.Second
)

// full are the errors by which the system says that it has no room now: too
// many open files, of ours or of all, or no memory.
var full = []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM}

// door is a listener that closes with manners. The system has told whoever
// stands before it that they are connected; closed at once, it would cut them
// off without an answer. And whoever is inside and says nothing must not keep
// the service from leaving.
type door struct {
	*net.TCPListener
	accept  func() (*net.TCPConn, error)
	leaving atomic.Bool
	mu      sync.Mutex
	guests  map[*guest]bool
}

func newDoor(l *net.TCPListener) *door {
	return &door{TCPListener: l, accept: l.AcceptTCP, guests: map[*guest]bool{}}
}

// Accept ends with io.EOF once the door is closed, as the server under us
// expects. It waits while the system has no room: any other error ends that
// server, and one visitor with many connections would have ended the service.
func (d *door) Accept() (net.Conn, error) {
	conn, err := d.accept()
	for wait := roomSoon; isFull(err) && !d.leaving.Load(); wait = min(2*wait, roomLater) {
		time.Sleep(wait)
		conn, err = d.accept()
	}
	if err != nil {
		if d.leaving.Load() {
			d.TCPListener.Close()
			err = io.EOF
		}
		return nil, err
	}
	g := &guest{TCPConn: conn, door: d}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.guests[g] = true
	return g, nil
}

// filesApart is how many of the files that the system lets us open are not for
// visitors: the database, exhibits and mail need theirs when the door is full.
const filesApart = 128

// connectionsWithin is how many connections are let in at once where that many
// files may be open, and sendingWithin how many answers are sent from the disk,
// each of which holds one more.
func connectionsWithin(files uint64) int {
	return int(min(connections, files-min(filesApart+uint64(sendingWithin(files)), files/2)))
}

func sendingWithin(files uint64) int { return int(min(sending, max(1, files/8))) }

// openFiles is how many files the system lets us open.
func openFiles() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return connections + filesApart + sending
	}
	return limit.Cur
}

func isFull(err error) bool {
	return slices.ContainsFunc(full, func(known error) bool { return errors.Is(err, known) })
}

// longAgo is a deadline that ends any wait at once.
var longAgo = time.Unix(1, 0)

// Close has Accept come to its end, and bounds how long anybody is listened to.
func (d *door) Close() error {
	d.leaving.Store(true)
	time.AfterFunc(doorOpen, func() { d.SetDeadline(longAgo) })
	time.AfterFunc(silentWithin, func() { d.hush(func(g *guest) bool { return !g.spoke.Load() }) })
	time.AfterFunc(speakWithin, func() { d.hush(func(*guest) bool { return true }) })
	return nil
}

// hush listens to some guests no longer.
func (d *door) hush(who func(*guest) bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for g := range d.guests {
		if who(g) {
			g.hushed = true
			g.TCPConn.SetReadDeadline(longAgo)
		}
	}
}

// guest is a connection.
type guest struct {
	*net.TCPConn
	door   *door
	spoke  atomic.Bool
	hushed bool // under the door's lock
}

// Read implements net.Conn.
func (g *guest) Read(b []byte) (int, error) {
	n, err := g.TCPConn.Read(b)
	if n > 0 {
		g.spoke.Store(true)
	}
	return n, err
}

// SetReadDeadline implements net.Conn.
func (g *guest) SetReadDeadline(t time.Time) error {
	g.door.mu.Lock()
	defer g.door.mu.Unlock()
	if g.hushed {
		return nil
	}
	return g.TCPConn.SetReadDeadline(t)
}

// Close implements net.Conn.
func (g *guest) Close() error {
	g.door.mu.Lock()
	delete(g.door.guests, g)
	g.door.mu.Unlock()
	return g.TCPConn.Close()
}
