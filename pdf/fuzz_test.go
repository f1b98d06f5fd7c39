package pdf

import (
	"bytes"
	"errors"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// FuzzAnyTextIsDrawn holds whatever stands in a letter to this: it is drawn
// inside the page, a reader that is not ours finds the pages that we laid, and
// drawn again it is the same file.
func FuzzAnyTextIsDrawn(f *testing.F) {
	for _, test := range hostile {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := sampleLetter()
		d.Sender = []string{text}
		d.Recipient = []string{text}
		d.Header[0].Value = text
		d.Title = text
		d.Body[0].Text, d.Body[2].Text, d.Body[5].Text, d.Body[13].Text, d.Body[24].Text = text, text, text, text, text
		laid := layLetter(d)
		file := mustDraw(t, d)
		if info, err := Inspect(file); err != nil || info.Pages != len(laid.pages) || info.Plain == nil {
			t.Errorf("read back: %d pages, %v, want %d", info.Pages, err, len(laid.pages))
		}
		if !bytes.Equal(file, mustDraw(t, d)) {
			t.Error("drawn again it is another file")
		}
		layTwin(letters.Twin{French: d, English: d})
		for _, p := range laid.pages {
			for _, r := range p.runs {
				if r.x < letterColumn.x || r.x > letterColumn.x+letterColumn.width || r.y < pageTop || r.y > pageHeight {
					t.Errorf("outside of the page: %+v", r)
				}
			}
		}
	})
}

// FuzzInspect holds whatever is sent as a PDF to this: it is refused, or what
// it is made into opens, has its pages, and is made into the same again.
func FuzzInspect(f *testing.F) {
	f.Add(mustDraw(f, sampleLetter()))
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj trailer<</Root 1 0 R>>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		info, err := Inspect(content)
		if err != nil {
			if !errors.Is(err, ErrDamaged) || info.Plain != nil {
				t.Errorf("got %+v, %v", info, err)
			}
			return
		}
		if info.Plain == nil {
			return
		}
		again, err := Inspect(info.Plain)
		if err != nil || again.Pages != info.Pages {
			t.Errorf("made plain: %d pages, %v, want %d", again.Pages, err, info.Pages)
		}
	})
}

// FuzzMail holds whatever is sent as an e-mail to this: it stays apart, or its
// head and its text become pages that a reader opens.
func FuzzMail(f *testing.F) {
	for _, content := range []string{sampleMail, nestedMail(3), nestedMail(30), "From: a@example.org\r\n\r\n",
		mailWith("Content-Type: text/html; charset=utf-8", "<p>a<!-- <style></p>&#0;&nbsp;<br"),
		mailWith("Content-Type: multipart/mixed; boundary=\"\"", "--\r\n\r\n--"),
		mailWith("Subject: =?utf-8?B?\xff?=\r\nContent-Transfer-Encoding: base64", "==="),
	} {
		f.Add([]byte(content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		pages, err := pager{lang.FR, law.MustDate("2026-11-01")}.pagesOf(letters.Exhibit{Title: "Courriel"}, File{MediaType: "message/rfc822", Data: content})
		if err != nil {
			if !errors.Is(err, ErrApart) && !errors.Is(err, ErrTooLong) {
				t.Errorf("got %v", err)
			}
			return
		}
		if info, err := Inspect(pages); err != nil || info.Pages < 1 || info.Plain == nil {
			t.Errorf("read back: %d pages, %v", info.Pages, err)
		}
	})
}
