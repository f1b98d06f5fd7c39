package handlers

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"contreoffre/lang"
	"contreoffre/views"
)

// What a service that leaves still waits for: doorOpen lets in who already
// stands before the door, as long as a loaded machine may take to get to them;
// silentWithin is for who has not said a word yet, which browsers often never
// do, speakWithin for who is in the middle of a request, and listenWithin for who
// has not taken their answer yet, which on a slow line takes longer than any stop.
const (
	doorOpen     = 50 * time.Millisecond
	silentWithin = time.Second
	speakWithin  = 10 * time.Second
	listenWithin = 12 * time.Second
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
	room    int             // for so many guests
	sorry   func(io.Writer) // answers who finds none
	leaving atomic.Bool
	mu      sync.Mutex
	guests  map[*guest]bool
}

func newDoor(l *net.TCPListener, room int, sorry func(io.Writer)) *door {
	return &door{TCPListener: l, accept: l.AcceptTCP, room: room, sorry: sorry, guests: map[*guest]bool{}}
}

// Accept ends with io.EOF once the door is closed, as the server under us
// expects. It waits while the system has no room: any other error ends that
// server, and one visitor with many connections would have ended the service.
func (d *door) Accept() (net.Conn, error) {
	for wait := roomSoon; ; {
		conn, err := d.accept()
		switch {
		case err == nil:
			if g := d.letIn(conn); g != nil {
				return g, nil
			}
			wait = roomSoon
		case d.leaving.Load():
			d.TCPListener.Close()
			return nil, io.EOF
		case isFull(err):
			time.Sleep(wait)
			wait = min(2*wait, roomLater)
		default:
			return nil, err
		}
	}
}

// letIn makes a guest of a connection. Who finds no room is told so by us, with
// the headers of every answer, and not by the server, which knows none. Nobody
// waits for that: it fits into what the system keeps for a new connection.
func (d *door) letIn(conn *net.TCPConn) *guest {
	g := &guest{TCPConn: conn, door: d}
	d.mu.Lock()
	isRoom := len(d.guests) < d.room
	if isRoom {
		d.guests[g] = true
	}
	d.mu.Unlock()
	if isRoom {
		return g
	}
	d.sorry(conn)
	conn.Close()
	return nil
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

// noRoom is the answer to whoever finds no room, before a word of theirs is read:
// the page of its status in our first language.
func (a *App) noRoom() (func(io.Writer), error) {
	var page bytes.Buffer
	if err := views.Render(&page, views.Frame{Lang: lang.FR}, views.Oops{Status: fiber.StatusServiceUnavailable}); err != nil {
		return nil, err
	}
	return func(to io.Writer) {
		var answer fasthttp.Response
		answer.SetStatusCode(fiber.StatusServiceUnavailable)
		answer.SetConnectionClose()
		answer.Header.SetContentType(fiber.MIMETextHTMLCharsetUTF8)
		answer.Header.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(turnAwayAfter.Seconds())))
		answer.SetBodyRaw(page.Bytes())
		seal(&answer, a.https)
		_, _ = answer.WriteTo(to) // or they left
	}, nil
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
	time.AfterFunc(listenWithin, d.mute)
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

// mute tells nobody anything any more.
func (d *door) mute() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for g := range d.guests {
		g.muted = true
		g.TCPConn.SetWriteDeadline(longAgo)
	}
}

// guest is a connection.
type guest struct {
	*net.TCPConn
	door   *door
	spoke  atomic.Bool
	hushed bool // under the door's lock
	muted  bool // too
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

// SetWriteDeadline implements net.Conn.
func (g *guest) SetWriteDeadline(t time.Time) error {
	g.door.mu.Lock()
	defer g.door.mu.Unlock()
	if g.muted {
		return nil
	}
	return g.TCPConn.SetWriteDeadline(t)
}

// Close implements net.Conn.
func (g *guest) Close() error {
	g.door.mu.Lock()
	delete(g.door.guests, g)
	g.door.mu.Unlock()
	return g.TCPConn.Close()
}
