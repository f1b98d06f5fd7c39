package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"contreoffre/models"
)

// sendWithin is how long one message may take; a server that hangs costs no
// more.
const sendWithin = 30 * time.Second

// ErrBadServer is returned for a mail server's address that cannot be read.
var ErrBadServer = errors.New("mail: a mail server is smtp://user:password@host:port?from=name@host, or smtps://")

// ErrNoServer is returned when the mail server cannot be reached.
var ErrNoServer = errors.New("mail: no server")

// Server is a mail server that takes our messages.
type Server struct {
	host string // of the server
	from string
	self string // the host of the site
	opts []gomail.Option
}

// ReadServer reads the address of a mail server, such as
// smtp://user:password@host:587?from=reminders@site. With smtp:// the
// connection must turn to TLS, except on this machine; with smtps:// it is TLS
// from the start. Base is the address of the site, whose host is the only name
// that messages bear. It returns ErrBadServer.
func ReadServer(address string, base *url.URL) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return nil, ErrBadServer // the cause would quote the password
	}
	from, err := ReadAddress(u.Query().Get("from"))
	if err != nil {
		return nil, fmt.Errorf("%w (from)", ErrBadServer)
	}
	s := &Server{host: u.Hostname(), from: from, self: hostOf(base)}
	s.opts = []gomail.Option{gomail.WithHELO(heloName(base)), gomail.WithTimeout(sendWithin),
		gomail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12})}
	switch {
	case u.Scheme == "smtps":
		s.opts = append(s.opts, gomail.WithSSL(), gomail.WithPort(465))
	case u.Scheme == "smtp" && models.IsLoopback(u.Hostname()):
		s.opts = append(s.opts, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithPort(25))
	case u.Scheme == "smtp":
		s.opts = append(s.opts, gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithPort(587))
	default:
		return nil, ErrBadServer
	}
	if u.Port() != "" {
		port, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, ErrBadServer
		}
		s.opts = append(s.opts, gomail.WithPort(port))
	}
	if password, ok := u.User.Password(); ok {
		s.opts = append(s.opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return s, nil
}

// heloName is how we introduce ourselves: the site's name, or its number in
// the form of RFC 5321, section 4.1.3.
func heloName(base *url.URL) string {
	ip, err := netip.ParseAddr(base.Hostname())
	switch {
	case err != nil:
		return base.Hostname()
	case ip.Is6():
		return "[IPv6:" + ip.String() + "]"
	}
	return "[" + ip.String() + "]"
}

// Send hands one message over.
func (s *Server) Send(ctx context.Context, m Message) error {
	line := s.dial()
	defer line.close()
	return line.send(ctx, m)
}

// line is a connection to the server, opened when it is first needed and again
// after a failure.
type line struct {
	server *Server
	client *gomail.Client
	open   *smtp.Client
}

func (s *Server) dial() *line { return &line{server: s} }

// send returns nil once the server has taken the message, and only then.
func (l *line) send(ctx context.Context, m Message) error {
	msg, err := m.compose(l.server.from, l.server.self)
	if err != nil {
		return err
	}
	if err := l.connect(ctx); err != nil {
		return err
	}
	err = l.client.SendWithSMTPClient(l.open, msg)
	if err != nil {
		l.close()
	}
	if err == nil || msg.IsDelivered() {
		return nil // what failed, if anything, came after the server's 250
	}
	return undelivered(err)
}

func (l *line) connect(ctx context.Context) (err error) {
	if l.open != nil {
		return nil
	}
	if l.client == nil {
		if l.client, err = gomail.NewClient(l.server.host, l.server.opts...); err != nil {
			return fmt.Errorf("mail: %w", err)
		}
	}
	if l.open, err = l.client.DialToSMTPClientWithContext(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrNoServer, err)
	}
	return nil
}

func (l *line) close() {
	if l.open == nil {
		return
	}
	// The server may be gone; there is nothing to be done about it.
	_ = l.client.CloseWithSMTPClient(l.open)
	l.open = nil
}

// failure is a message that the server did not take. It names the stage and
// the server's code alone: the library's own error quotes the recipient, and
// would carry them into a log.
type failure struct {
	stage gomail.SendErrReason
	code  int
}

func (f failure) Error() string { return fmt.Sprintf("mail: not taken: %s (%d)", f.stage, f.code) }

func undelivered(err error) error {
	var failed *gomail.SendError
	if !errors.As(err, &failed) {
		return err
	}
	return failure{failed.Reason, failed.ErrorCode()}
}

// isFinal reports whether a failure is the server's last word on a recipient.
// A server that refuses our sender or our text may be mended.
func isFinal(err error) bool {
	var failed failure
	return errors.Is(err, ErrBadAddress) || errors.As(err, &failed) && failed.stage == gomail.ErrSMTPRcptTo && failed.code >= 500
}
