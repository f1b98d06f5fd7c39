package mail

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"contreoffre/lang"
	"contreoffre/models"
)

// ErrBadAddress is returned for what is not one plain address, name@host.
var ErrBadAddress = errors.New("mail: not a plain address")

// ReadAddress returns an address as typed by a person, without the space
// around it, or ErrBadAddress: for a display name, a list, a quoted or
// commented part, a control character, a host without a dot or an address in
// square brackets, more than 254 characters.
func ReadAddress(typed string) (string, error) {
	typed = strings.Trim(typed, " ")
	address, ok := plainAddress(typed)
	if !ok || strings.ContainsAny(typed, "\"\\[]()<>,;: ") {
		return "", ErrBadAddress
	}
	_, host, _ := strings.Cut(address.Address, "@")
	if !strings.Contains(strings.Trim(host, "."), ".") {
		return "", ErrBadAddress
	}
	return typed, nil
}

// FoldAddress is the form under which an address is counted: mail systems take
// no notice of case.
func FoldAddress(address string) string { return strings.ToLower(address) }

// Message is a letter of ours to one person: a fixed text, with nothing in it
// that anybody typed.
type Message struct {
	ID          string // the part before the @ of the Message-ID
	To          string
	Subject     string
	Text        string
	At          time.Time
	Unsubscribe string // an address that stops these messages at one press; may be empty
}

// ConfirmationMessage asks the holder of an address whether it is theirs.
func ConfirmationMessage(l lang.Lang, id, to, link string, at time.Time) Message {
	return Message{ID: id, To: to, At: at, Subject: plain(l, "mail.confirm.subject"),
		Text: paragraphs(plain(l, "mail.confirm.text"), link, plain(l, "mail.confirm.ignore"), plain(l, "mail.signature"))}
}

// ChangedMessage tells the holder of an address that another one took its
// place.
func ChangedMessage(l lang.Lang, id, to, site string, at time.Time) Message {
	return Message{ID: id, To: to, At: at, Subject: plain(l, "mail.changed.subject"),
		Text: paragraphs(plain(l, "mail.changed.text"), site, plain(l, "mail.signature"))}
}

// ForgottenMessage is the last that the holder of an address gets: it was
// forgotten.
func ForgottenMessage(l lang.Lang, id, to, site string, at time.Time) Message {
	return Message{ID: id, To: to, At: at, Subject: plain(l, "mail.forgotten.subject"),
		Text: paragraphs(plain(l, "mail.forgotten.text"), plain(l, "mail.forgotten.stranger"), site, plain(l, "mail.signature"))}
}

// NewCodeMessage tells the holder of a confirmed address that the recovery code
// was replaced.
func NewCodeMessage(l lang.Lang, id, to, site string, at time.Time) Message {
	return Message{ID: id, To: to, At: at, Subject: plain(l, "mail.new_code.subject"),
		Text: paragraphs(plain(l, "mail.new_code.text"), site, plain(l, "mail.signature"))}
}

// SignInMessage carries the links that open the accounts of an address. It does
// not say what they hold.
func SignInMessage(l lang.Lang, id, to string, links []string, at time.Time) Message {
	parts := []string{lang.PlainSpaces(lang.TN(l, "mail.signin.text", len(links)))}
	parts = append(parts, links...)
	return Message{ID: id, To: to, At: at, Subject: plain(l, "mail.signin.subject"),
		Text: paragraphs(append(parts, plain(l, "mail.signin.ignore"), plain(l, "mail.signature"))...)}
}

// ReminderMessage says that there is something to look at, and no more.
func ReminderMessage(id string, n models.Notice, site, unsubscribe string, at time.Time) Message {
	l, _ := lang.Parse(n.Language)
	return Message{ID: id, To: n.Address, At: at, Subject: plain(l, "mail.reminder.subject"), Unsubscribe: unsubscribe,
		Text: paragraphs(plain(l, "mail.reminder."+string(n.Occasion)), plain(l, "mail.reminder.open"), site,
			plain(l, "mail.reminder.nothing"), plain(l, "mail.reminder.stop"), unsubscribe, plain(l, "mail.signature"))}
}

// plain is a sentence with the ordinary spaces that every mail program shows.
func plain(l lang.Lang, key string) string { return lang.PlainSpaces(lang.T(l, key)) }

func paragraphs(list ...string) string { return strings.Join(list, "\n\n") + "\n" }

// compose writes the message in the form of e-mail. Its header holds what the
// text needs and what lets a program stop it; not which machine or program
// wrote it.
func (m Message) compose(from string, host string) (*gomail.Msg, error) {
	sender, ok := plainAddress(from)
	if !ok {
		return nil, fmt.Errorf("%w: sender", ErrBadAddress)
	}
	to, ok := plainAddress(m.To)
	if !ok {
		return nil, fmt.Errorf("%w: recipient", ErrBadAddress)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(sender)
	msg.ToMailAddress(to)
	msg.Subject(oneLine(m.Subject))
	msg.SetDateWithValue(m.At.UTC())
	msg.SetMessageIDWithValue(m.ID + "@" + host)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Unsubscribe != "" {
		msg.SetGenHeaderPreformatted("List-Unsubscribe", "<"+oneLine(m.Unsubscribe)+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	return msg, nil
}

// write returns the bytes of the message.
func (m Message) write(from, host string) ([]byte, error) {
	msg, err := m.compose(from, host)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = msg.WriteTo(&b)
	return b.Bytes(), err
}

// hostOf is the name that stands behind the @ of what we number: that of the
// site, never of the machine.
func hostOf(base *url.URL) string { return base.Hostname() }
