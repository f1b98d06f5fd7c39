package pdf

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
)

// sampleMail is a mail as programs write them: two versions of its text, one
// file, a head in words of three character sets.
const sampleMail = "Date: Mon, 02 Mar 2026 09:12:00 +0100\r\n" +
	"From: =?utf-8?Q?Soci=C3=A9t=C3=A9_Exemple?= <dpo@example.com>\r\n" +
	"To: =?iso-8859-1?Q?Ma=EBlle?= <maelle@example.org>\r\n" +
	"Subject: =?windows-1252?B?Uulwb25zZSCWIDIwIIA=?=\r\n" +
	"MIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=outer\r\n\r\n" +
	"--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n" +
	"--inner\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
	"Bonjour,=0D=0A=0D=0ANous refusons =93l'acc=E8s=94 =96 20 =80.\r\n" +
	"--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Autre version</p>\r\n--inner--\r\n" +
	"--outer\r\nContent-Type: application/pdf; name=\"ignored.pdf\"\r\n" +
	"Content-Disposition: attachment; filename=\"r=?ponse\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--outer--\r\n"

func mailWith(head, body string) string {
	return "Date: Mon, 02 Mar 2026 09:12:00 +0100\r\nFrom: a@example.org\r\n" + head + "\r\n\r\n" + body
}

func TestAMailIsReadAsAPersonReadsIt(t *testing.T) {
	for _, c := range []struct {
		name, mail string
		text       string
		enclosed   []string
		apart      bool
	}{
		{name: "two versions and a file", mail: sampleMail, text: "Bonjour,\r\n\r\nNous refusons “l'accès” – 20 €.", enclosed: []string{"r=?ponse"}},
		{name: "plain, without a type", mail: mailWith("Subject: x", "Bonjour"), text: "Bonjour"},
		{name: "nothing but a page of HTML", mail: mailWith("Content-Type: text/html; charset=utf-8",
			"<html><head><title>T</title><style>p{}</style></head><body><p>Bonjour&nbsp;&amp; merci,</p>\n<script>alert(1)</script><p>Zoé<br>Nantes</p></body></html>"),
			text: "Bonjour\u00a0& merci,\n\nZoé\nNantes"},
		{name: "base64", mail: mailWith("Content-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=iso-8859-15", "pCDpqPpvaw==\r\n"), text: "€ éšúok"},
		{name: "characters that are not known", mail: mailWith("Content-Type: text/plain; charset=koi8-r", "x"), apart: true},
		{name: "said to be UTF-8 and is not", mail: mailWith("Content-Type: text/plain; charset=utf-8", "Zo\xe9"), apart: true},
		{name: "cut in the middle of a part", mail: sampleMail[:strings.Index(sampleMail, "--inner--")], apart: true},
		{name: "no mail", mail: "bonjour", apart: true},
		{name: "parts in parts without end", mail: nestedMail(30), apart: true},
	} {
		m, err := readMail([]byte(c.mail))
		if errors.Is(err, ErrApart) != c.apart || m.text != c.text || !slices.Equal(m.enclosed, c.enclosed) {
			t.Errorf("%s: got %q, %q, %v, want %q, %q, apart: %v", c.name, m.text, m.enclosed, err, c.text, c.enclosed, c.apart)
		}
	}
}

// nestedMail holds parts in parts, so deep.
func nestedMail(depth int) string {
	body := "Content-Type: text/plain\r\n\r\nau fond\r\n"
	for i := range depth {
		b := "b" + strings.Repeat("x", i)
		body = "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n" + body + "\r\n--" + b + "--\r\n"
	}
	return "From: a@example.org\r\n" + body
}

func TestTheHeadOfAMailIsReadInItsCharacters(t *testing.T) {
	m, err := readMail([]byte(sampleMail))
	if err != nil {
		t.Fatal(err)
	}
	want := []headLine{
		{"date", "Mon, 02 Mar 2026 09:12:00 +0100"}, {"from", "Société Exemple <dpo@example.com>"},
		{"to", "Maëlle <maelle@example.org>"}, {"subject", "Réponse – 20 €"},
	}
	if !slices.Equal(m.head, want) {
		t.Errorf("got %q, want %q", m.head, want)
	}
}

func TestAMailShowsItsDayInTheLanguageOfTheBundle(t *testing.T) {
	for _, c := range []struct {
		name, header string
		l            lang.Lang
		want         string
	}{
		{"an English header in a French bundle", "Tue, 29 Sep 2026 17:42:07 +0200", lang.FR, "mardi 29 septembre 2026 à 17 h 42 (UTC+2)"},
		{"the first of a month, west of Greenwich, with a comment", "Thu, 1 Oct 2026 08:05:00 -0400 (EDT)", lang.FR, "jeudi 1er octobre 2026 à 8 h 05 (UTC−4)"},
		{"no weekday, no seconds", "1 Oct 2026 08:05 GMT", lang.EN, "Thursday 1 October 2026, 08:05 (UTC)"},
		{"a zone of half an hour", "Thu, 1 Oct 2026 23:59:59 +0530", lang.EN, "Thursday 1 October 2026, 23:59 (UTC+5:30)"},
		{"no day at all", "hier soir", lang.FR, "hier soir"},
	} {
		if got := lang.PlainSpaces(headLine{"date", c.header}.in(c.l)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
