package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"contreoffre/law"
)

// Draft is a letter as an e-mail that its author opens in their own mail
// program, reads again and sends. We never send it.
type Draft struct {
	From    string // may be empty; left out when it is no plain address
	To      string // the same
	Subject string
	Text    string // the letter
	PDF     []byte // the same letter, drawn
	PDFName string // in ASCII: other names travel badly
	On      law.Date
}

// Write writes the draft as an .eml file. X-Unsent makes mail programs open it
// as a message to send, not as one received. Nothing in it tells which machine
// or version wrote it, and the same draft gives the same bytes.
func (d Draft) Write(w io.Writer) error {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(d.boundary()))
	if from, ok := plainAddress(d.From); ok {
		m.FromMailAddress(from)
	}
	if to, ok := plainAddress(d.To); ok {
		m.ToMailAddress(to)
	}
	m.Subject(oneLine(d.Subject))
	m.SetGenHeader("X-Unsent", "1")
	m.SetDateWithValue(time.Date(d.On.Year, d.On.Month, d.On.Day, 12, 0, 0, 0, time.UTC))
	m.SetMessageIDWithValue(d.boundary() + "@contre-offre.invalid")
	m.SetBodyString(gomail.TypeTextPlain, d.Text)
	if err := m.AttachReader(d.PDFName, bytes.NewReader(d.PDF), gomail.WithFileContentType("application/pdf")); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if _, err := m.WriteTo(w); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

// boundary separates the parts. It is a hash of what they hold, so that no
// part can contain it.
func (d Draft) boundary() string {
	sum := sha256.New()
	for _, part := range []string{d.From, d.To, d.Subject, d.Text, d.On.String(), string(d.PDF)} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// plainAddress reads name@host and nothing more: no display name, no list, no
// comment, no control character.
func plainAddress(s string) (*netmail.Address, bool) {
	address, err := netmail.ParseAddress(s)
	if err != nil || address.Address != s || address.Name != "" || len(s) > 254 || oneLine(s) != s {
		return nil, false
	}
	return address, true
}

// oneLine replaces control characters, line breaks included, by spaces: a
// subject has one line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}
