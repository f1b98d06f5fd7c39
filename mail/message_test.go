package mail_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"contreoffre/lang"
	"contreoffre/mail"
	"contreoffre/mail/mailtest"
	"contreoffre/models"
)

var (
	base = &url.URL{Scheme: "https", Host: "contre-offre.example:8443"}
	noon = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.FixedZone("CET", 3600))
)

func server(t testing.TB, sink *mailtest.Sink) *mail.Server {
	t.Helper()
	s, err := mail.ReadServer(sink.URL, base)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// P29: what people type as an address.
func TestOnlyAPlainAddressIsOne(t *testing.T) {
	for name, typed := range map[string]string{
		"line break and a header":   "a@example.org\r\nBcc: spy@example.org",
		"bare line feed":            "a@example.org\nBcc: spy@example.org",
		"bare carriage return":      "a@example.org\rBcc: spy@example.org",
		"line separator":            "a@example.org\u2028Bcc: spy@example.org",
		"next line":                 "a@example.org\u0085Bcc: spy@example.org",
		"NUL":                       "a\x00@example.org",
		"end of the recipient":      "a@example.org>\r\nDATA",
		"closing bracket":           "a@example.org>",
		"display name":              "Anna <a@example.org>",
		"encoded word":              "=?utf-8?q?Anna?= <a@example.org>",
		"two addresses":             "a@example.org, spy@example.org",
		"a group":                   "friends: a@example.org;",
		"comment":                   "a@example.org (Bcc: spy@example.org)",
		"quoted local part":         `"a b"@example.org`,
		"quoted route":              `"a@spy.example"@example.org`,
		"route":                     "@spy.example:a@example.org",
		"percent is left, at twice": "a@b@example.org",
		"address in brackets":       "a@[127.0.0.1]",
		"this machine":              "root@localhost",
		"a dot and no more":         "root@localhost.",
		"no host":                   "a@",
		"no name":                   "@example.org",
		"empty":                     "",
		"10 kB":                     strings.Repeat("a", 10_000) + "@example.org",
		"255 characters":            strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 93) + "abcd",
		"space inside":              "a b@example.org",
	} {
		if got, err := mail.ReadAddress(typed); !errors.Is(err, mail.ErrBadAddress) {
			t.Errorf("%s: read as %q", name, got)
		}
	}
	for _, typed := range []string{"maelle@example.org", " maelle+rappels@example.org ", "o'brien@sub.example.org", "a.b-c_d@xn--bcher-kva.example"} {
		if got, err := mail.ReadAddress(typed); err != nil || got != strings.TrimSpace(typed) {
			t.Errorf("%q: got %q, %v", typed, got, err)
		}
	}
}

// P29, P35: the whole message as it arrives.
func TestAReminderSaysNothingAndComesFromNobodysMachine(t *testing.T) {
	sink := mailtest.Start(t)
	for _, l := range lang.Langs {
		for _, occasion := range models.Occasions {
			notice := models.Notice{Address: "maelle@example.org", Language: string(l), Occasion: occasion}
			m := mail.ReminderMessage("abcdefghijklmnopqrstuvwxyz", notice, base.String(), base.String()+"/unsubscribe/x", noon)
			if err := server(t, sink).Send(context.Background(), m); err != nil {
				t.Fatal(err)
			}
		}
	}
	machine, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	got := sink.Got()
	if len(got) != len(lang.Langs)*len(models.Occasions) {
		t.Fatalf("%d messages", len(got))
	}
	for _, d := range got {
		header, text := read(t, d.Data)
		for name, want := range map[string]string{
			"From": "<rappels@contre-offre.example>", "To": "<maelle@example.org>", "Cc": "", "Bcc": "", "Reply-To": "",
			"Date":             "Sun, 22 Nov 2026 11:00:00 +0000",
			"Message-ID":       "<abcdefghijklmnopqrstuvwxyz@contre-offre.example>",
			"List-Unsubscribe": "<https://contre-offre.example:8443/unsubscribe/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
			"Auto-Submitted": "auto-generated", "User-Agent": "", "X-Mailer": "", "Received": "",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
		if err != nil || subject != "Un rappel pour vous" && subject != "A reminder for you" {
			t.Errorf("Subject = %q, %v", subject, err)
		}
		if strings.ContainsAny(text, "{}") || !strings.Contains(text, base.String()+"/unsubscribe/x") {
			t.Errorf("the text is not whole:\n%s", text)
		}
		for _, word := range []string{"Temu", "RGPD", "GDPR", "CNIL", "plainte", "complaint", machine} {
			if strings.Contains(string(d.Data)+text, word) {
				t.Errorf("the message names %q", word)
			}
		}
		for line := range bytes.Lines(d.Data) {
			if len(line) > 998 {
				t.Errorf("a line of %d bytes", len(line))
			}
		}
		if len(d.To) != 1 || d.To[0] != "maelle@example.org" || d.From != "rappels@contre-offre.example" || d.Helo != "contre-offre.example" {
			t.Errorf("envelope: %s, %v, HELO %s", d.From, d.To, d.Helo)
		}
	}
}

// P29: whatever reaches a message, exactly one recipient and no header more.
func TestAMessageCannotBeForged(t *testing.T) {
	const trap = "x\r\nBcc: spy@example.org\r\n\r\nDATA\r\n.\r\n"
	for name, with := range map[string]func(*mail.Message){
		"subject":           func(m *mail.Message) { m.Subject = trap },
		"subject, bare LF":  func(m *mail.Message) { m.Subject = "x\nBcc: spy@example.org" },
		"subject, bare CR":  func(m *mail.Message) { m.Subject = "x\rBcc: spy@example.org" },
		"subject, long":     func(m *mail.Message) { m.Subject = strings.Repeat("é", 10_000) },
		"unsubscribe":       func(m *mail.Message) { m.Unsubscribe = trap },
		"text":              func(m *mail.Message) { m.Text = trap },
		"text, one dot":     func(m *mail.Message) { m.Text = "a\n.\nb\n" },
		"text, long line":   func(m *mail.Message) { m.Text = strings.Repeat("a", 10_000) },
		"recipient":         func(m *mail.Message) { m.To = "a@example.org\r\nRCPT TO:<spy@example.org>" },
		"recipient, two":    func(m *mail.Message) { m.To = "a@example.org,spy@example.org" },
		"recipient, quoted": func(m *mail.Message) { m.To = `"a>\r\nRCPT TO:<spy@example.org>"@example.org` },
	} {
		t.Run(name, func(t *testing.T) {
			sink := mailtest.Start(t)
			m := mail.Message{ID: "id", To: "a@example.org", Subject: "s", Text: "t", At: noon, Unsubscribe: "https://contre-offre.example/u"}
			with(&m)
			if err := server(t, sink).Send(context.Background(), m); err != nil && !errors.Is(err, mail.ErrBadAddress) {
				t.Fatal(err)
			}
			for _, d := range sink.Got() {
				if len(d.To) != 1 || d.To[0] != "a@example.org" {
					t.Errorf("recipients: %q", d.To)
				}
				header, text := read(t, d.Data)
				if header.Get("Bcc") != "" || len(header) != 11 {
					t.Errorf("header: %v", header)
				}
				if want := strings.TrimRight(strings.ReplaceAll(m.Text, "\r\n", "\n"), "\n"); text != want {
					t.Errorf("text = %.60q, want %.60q", text, want)
				}
				for line := range bytes.Lines(d.Data) {
					if len(line) > 998 {
						t.Errorf("a line of %d bytes", len(line))
					}
				}
			}
			if refused := strings.HasPrefix(name, "recipient"); refused != (len(sink.Got()) == 0) {
				t.Errorf("%d messages arrived", len(sink.Got()))
			}
		})
	}
}

// read parses a message that has one part of plain text.
func read(t testing.TB, raw []byte) (netmail.Header, string) {
	t.Helper()
	message, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if kind, _, err := mime.ParseMediaType(message.Header.Get("Content-Type")); kind != "text/plain" || err != nil {
		t.Errorf("Content-Type %s, %v", kind, err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	if err != nil {
		t.Fatal(err)
	}
	return message.Header, strings.TrimRight(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
}

func TestTheMailServersAddress(t *testing.T) {
	for address, good := range map[string]bool{
		"smtp://127.0.0.1:25?from=a@example.org":                        true,
		"smtp://user:p%40ss@mail.example:587?from=a@example.org":        true,
		"smtps://user:pass@mail.example/?from=a@example.org":            true,
		"smtp://mail.example":                                           false,
		"smtp://mail.example?from=Anna <a@example.org>":                 false,
		"smtp://mail.example?from=a@example.org%0d%0aBcc:b@example.org": false,
		"http://mail.example?from=a@example.org":                        false,
		"mail.example:25":                                               false,
		"smtp://mail.example:99999999999999999999?from=a@example.org":   false,
		"smtp://user:secret@mail.example:25/path?from=a@example.org":    false,
		"smtp://user:secret@mail.example:notaport/?from=a@example.org":  false,
	} {
		_, err := mail.ReadServer(address, base)
		if good != (err == nil) || err != nil && !errors.Is(err, mail.ErrBadServer) {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
}

// To another machine nothing goes in the clear, the password least of all.
func TestWithoutTLSNothingIsSentAway(t *testing.T) {
	sink := mailtest.Start(t)
	away := strings.Replace(sink.URL, "127.0.0.1", "0.0.0.0", 1) // reaches the sink, and is not loopback by name
	s, err := mail.ReadServer(away, base)
	if err != nil {
		t.Fatal(err)
	}
	m := mail.Message{ID: "id", To: "a@example.org", Subject: "s", Text: "t", At: noon}
	if err := s.Send(context.Background(), m); !errors.Is(err, mail.ErrNoServer) || len(sink.Got()) != 0 {
		t.Errorf("got %v and %d messages", err, len(sink.Got()))
	}
}
