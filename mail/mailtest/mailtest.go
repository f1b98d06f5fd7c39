// Package mailtest gives tests a mail server that is a real one in all but
// what it does with the messages: it keeps them to be looked at. It can be
// told to misbehave.
package mailtest

import (
	"bytes"
	"io"
	"net"
	netmail "net/mail"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// Delivery is one message as the server got it.
type Delivery struct {
	Helo string
	From string
	To   []string
	Data []byte
}

// Header parses the header of the message.
func (d Delivery) Header(t testing.TB) netmail.Header {
	t.Helper()
	message, err := netmail.ReadMessage(bytes.NewReader(d.Data))
	if err != nil {
		t.Fatalf("not a message: %v\n%s", err, d.Data)
	}
	return message.Header
}

// Mood is how the server answers a whole message.
type Mood int

// The moods.
const (
	Accepts     Mood = iota
	Refuses          // for now, with 451
	Hangs            // until the sink is closed or the client gives up
	DropsBefore      // closes the connection and keeps nothing
	DropsAfter       // keeps the message and closes before it answers
)

// Sink is a mail server.
type Sink struct {
	URL string // for --smtp

	mu     sync.Mutex
	got    []Delivery
	mood   Mood
	reject map[string]bool
	closed chan struct{}
}

// Start starts a server on a free port; the test stops it when it ends.
func Start(t testing.TB) *Sink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Sink{closed: make(chan struct{}), reject: map[string]bool{},
		URL: "smtp://" + listener.Addr().String() + "?from=rappels@contre-offre.example"}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{sink: s, conn: c}, nil
	}))
	server.Domain = "sink.example"
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		close(s.closed)
		server.Close()
		listener.Close() // the server may not have begun to listen yet
		<-served
	})
	return s
}

// Got returns the messages that the server kept, in order.
func (s *Sink) Got() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Delivery(nil), s.got...)
}

// Be sets the mood for the messages to come.
func (s *Sink) Be(m Mood) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mood = m
}

// Reject makes a recipient unknown, for good.
func (s *Sink) Reject(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reject[address] = true
}

func (s *Sink) rejects(address string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reject[address]
}

// take answers one message in the mood of the moment.
func (s *Sink) take(d Delivery, conn *smtp.Conn) error {
	s.mu.Lock()
	mood := s.mood
	if mood == Accepts || mood == DropsAfter {
		s.got = append(s.got, d)
	}
	s.mu.Unlock()
	switch mood {
	case Hangs:
		<-s.closed
	case DropsBefore, DropsAfter:
		conn.Conn().Close()
	case Accepts:
		return nil
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "later"}
}

type session struct {
	sink *Sink
	conn *smtp.Conn
	now  Delivery
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.now = Delivery{Helo: s.conn.Hostname(), From: from}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.sink.rejects(to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox: " + to}
	}
	s.now.To = append(s.now.To, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.now.Data = data
	return s.sink.take(s.now, s.conn)
}

func (s *session) Reset()        { s.now = Delivery{} }
func (s *session) Logout() error { return nil }
