package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"

	"contreoffre/law"
)

func sampleDraft() Draft {
	return Draft{
		From: "maelle@example.org", To: "dpo@controleur.example",
		Subject: "Droit d’accès : mes données",
		Text:    "Madame, Monsieur,\n\nLe 1er novembre 2026…\n.\nDe l’Œuvre à Łódź, 20 €.\n",
		PDF:     []byte("%PDF-1.4 bytes \x00\xff"), PDFName: "acces.fr.pdf",
		On: law.MustDate("2026-11-01"),
	}
}

func written(t *testing.T, d Draft) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read parses a message as a mail program does: its header, text and
// attachment.
func read(t *testing.T, raw []byte) (header netmail.Header, text string, attached []byte, name string) {
	t.Helper()
	message, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(message.Body, params["boundary"])
	body, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(quotedprintable.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	file, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	attached, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parts.NextRawPart(); err != io.EOF {
		t.Errorf("a third part: %v", err)
	}
	return message.Header, strings.ReplaceAll(string(plain), "\r\n", "\n"), attached, file.FileName()
}

func TestDraftIsReadBackWhole(t *testing.T) {
	d := sampleDraft()
	header, text, attached, name := read(t, written(t, d))
	if text != d.Text {
		t.Errorf("text = %q, want %q", text, d.Text)
	}
	if !bytes.Equal(attached, d.PDF) || name != d.PDFName {
		t.Errorf("attachment %q = %q, want %q = %q", name, attached, d.PDFName, d.PDF)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	if err != nil || subject != d.Subject {
		t.Errorf("subject = %q, %v, want %q", subject, err, d.Subject)
	}
	for name, want := range map[string]string{
		"X-Unsent": "1", "To": "<dpo@controleur.example>", "From": "<maelle@example.org>",
		"Date": "Sun, 01 Nov 2026 12:00:00 +0000", "User-Agent": "", "X-Mailer": "",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestDraftIsReproducible(t *testing.T) {
	if !bytes.Equal(written(t, sampleDraft()), written(t, sampleDraft())) {
		t.Error("the same draft gave two different files")
	}
}

func TestDraftHeadersCannotBeForged(t *testing.T) {
	for _, trap := range []struct {
		name string
		with func(*Draft)
	}{
		{"line break in the subject", func(d *Draft) { d.Subject = "x\r\nBcc: spy@example.org" }},
		{"bare line feed in the subject", func(d *Draft) { d.Subject = "x\nBcc: spy@example.org" }},
		{"unicode line separator", func(d *Draft) { d.Subject = "x\u2028Bcc: spy@example.org" }},
		{"line break in the recipient", func(d *Draft) { d.To = "a@example.org\r\nBcc: spy@example.org" }},
		{"two recipients", func(d *Draft) { d.To = "a@example.org, spy@example.org" }},
		{"display name", func(d *Draft) { d.To = "Bcc: <spy@example.org>" }},
		{"line break in the sender", func(d *Draft) { d.From = "a@example.org\nBcc: spy@example.org" }},
		{"message end in the text", func(d *Draft) { d.Text = "x\r\n.\r\nBcc: spy@example.org\r\n" }},
	} {
		t.Run(trap.name, func(t *testing.T) {
			d := sampleDraft()
			trap.with(&d)
			header, _, _, _ := read(t, written(t, d))
			if got := header.Get("Bcc"); got != "" {
				t.Errorf("Bcc = %q, want none", got)
			}
			for _, name := range []string{"To", "From"} {
				if strings.Contains(header.Get(name), "spy@") {
					t.Errorf("%s = %q", name, header.Get(name))
				}
			}
			if got := len(header); got > 9 {
				t.Errorf("%d headers: %v", got, header)
			}
		})
	}
}

func TestDraftWithoutAddressesStaysADraft(t *testing.T) {
	d := sampleDraft()
	d.From, d.To = "", ""
	header, _, _, _ := read(t, written(t, d))
	if header.Get("To") != "" || header.Get("From") != "" || header.Get("X-Unsent") != "1" {
		t.Errorf("header = %v", header)
	}
}
