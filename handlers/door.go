package handlers

import (
	"io"
	"net"
	"sync/atomic"
	"time"
)

// doorOpen is how long a door that is being closed still lets people in: as
// long as a loaded machine may take to get to those who stood there already.
const doorOpen = 50 * time.Millisecond

// door is a listener that, when it is closed, first lets in who stands before
// it. The system has told them that they are connected; closed at once, it
// would cut them off without an answer.
type door struct {
	*net.TCPListener
	closing atomic.Bool
}

// Accept ends with io.EOF once the door is closed, as the server under us
// expects.
func (d *door) Accept() (net.Conn, error) {
	conn, err := d.TCPListener.Accept()
	if err != nil && d.closing.Load() {
		d.TCPListener.Close()
		return nil, io.EOF
	}
	return conn, err
}

// Close has Accept come to its end.
func (d *door) Close() error {
	d.closing.Store(true)
	return d.SetDeadline(time.Now().Add(doorOpen))
}
