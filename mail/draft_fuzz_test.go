package mail

import (
	"bytes"
	"testing"

	"contreoffre/law"
)

// FuzzDraft holds whatever is typed to this: the draft can be written and read
// back by a mail program as one text and one attachment, its bytes are those of
// the drawn letter, and no typed word became a header.
func FuzzDraft(f *testing.F) {
	f.Add("maelle@example.org", "dpo@controleur.example", "Droit d’accès", "Madame, Monsieur,\n\n…\n.\n")
	f.Add("a@example.org\r\nBcc: spy@example.org", "a@example.org, spy@example.org", "x\r\n\r\nBcc: spy@example.org", "x\r\n.\r\nBcc: spy@example.org\r\n")
	f.Add("", "\"a\\\"b\"@example.org", "=?utf-8?q?Bcc:?=\u2028x\x00", "--\r\nContent-Type: text/html\r\n\r\n<b>")
	ours := map[string]bool{"From": true, "To": true, "Subject": true, "X-Unsent": true, "Date": true, "Message-Id": true,
		"Mime-Version": true, "Content-Type": true, "Content-Transfer-Encoding": true}
	f.Fuzz(func(t *testing.T, from, to, subject, text string) {
		d := Draft{From: from, To: to, Subject: subject, Text: text, PDF: []byte("%PDF-1.4 " + text), PDFName: "acces.fr.pdf", On: law.MustDate("2026-11-01")}
		raw := written(t, d)
		header, _, attached, name := read(t, raw)
		for key := range header {
			if !ours[key] {
				t.Errorf("header %q: %q", key, header[key])
			}
		}
		if !bytes.Equal(attached, d.PDF) || name != d.PDFName {
			t.Errorf("attachment %q of %d bytes, want %q of %d", name, len(attached), d.PDFName, len(d.PDF))
		}
		for _, field := range []string{"From", "To", "Subject"} {
			if len(header[field]) > 1 {
				t.Errorf("%s stands %d times", field, len(header[field]))
			}
		}
		if !bytes.Equal(raw, written(t, d)) {
			t.Error("the same draft gave other bytes")
		}
	})
}
