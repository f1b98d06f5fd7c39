package pdf

import (
	"bytes"
	"encoding/base64"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"

	"contreoffre/lang"
	"contreoffre/letters"
)

// message is what of an e-mail becomes pages.
type message struct {
	head     []headLine
	text     string
	enclosed []string // names of the files it came with
}

// headLine is a line of the head, named by the word "bundle.mail.<name>".
type headLine struct{ name, value string }

// in is the line as people write it in a language: the day and the hour of a
// mail in words, in the zone that the mail itself names.
func (h headLine) in(l lang.Lang) string {
	if h.name != "date" {
		return h.value
	}
	sent, err := mail.ParseDate(h.value)
	if err != nil {
		return h.value // it stays as it came
	}
	return lang.Moment(l, sent)
}

// mailHead lists what is shown of a mail's head, in this order.
var mailHead = []struct{ name, header string }{
	{"date", "Date"}, {"from", "From"}, {"to", "To"}, {"cc", "Cc"}, {"subject", "Subject"},
}

// Bounds of what is read of a mail.
const (
	deepestMail = 8
	mostParts   = 200
)

// readMail reads a mail: its first text that can be read as one, else its page
// of HTML as text. It returns ErrApart for what is no mail and for a text in
// characters that are not known here: shown wrongly, it would prove nothing.
func readMail(content []byte) (message, error) {
	raw, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return message{}, errNoPages
	}
	var m message
	for _, line := range mailHead {
		if value := unencoded(raw.Header.Get(line.header)); value != "" {
			m.head = append(m.head, headLine{line.name, value})
		}
	}
	r := &mailReader{}
	if err := r.part(header(raw.Header), raw.Body, 0); err != nil {
		return message{}, err
	}
	m.text, m.enclosed = r.plain, r.enclosed
	if m.text == "" {
		m.text = r.page
	}
	if len(m.text) > mostTextBytes {
		return message{}, errNoPages
	}
	return m, nil
}

var words = mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
	content, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	text, ok := decoded(charset, content)
	if !ok {
		return nil, errNoPages
	}
	return strings.NewReader(text), nil
}}

// unencoded reads a line of a head (RFC 2047); one that cannot be read stays
// as it is.
func unencoded(line string) string {
	if text, err := words.DecodeHeader(line); err == nil {
		return text
	}
	return line
}

// header looks up a line of the head of a mail, or of one of its parts.
type header map[string][]string

func (h header) get(name string) string {
	if all := h[name]; len(all) > 0 {
		return all[0]
	}
	return ""
}

// mailReader gathers what is in a mail, part by part.
type mailReader struct {
	plain, page string // the first of each
	enclosed    []string
	parts       int
}

func (r *mailReader) part(h header, body io.Reader, depth int) error {
	if r.parts++; depth > deepestMail || r.parts > mostParts {
		return errNoPages
	}
	media, params, err := mime.ParseMediaType(h.get("Content-Type"))
	if err != nil {
		media = "text/plain" // RFC 2045, 5.2
	}
	if strings.HasPrefix(media, "multipart/") {
		return r.several(multipart.NewReader(body, params["boundary"]), depth)
	}
	disposition, given, _ := mime.ParseMediaType(h.get("Content-Disposition"))
	name := unencoded(given["filename"])
	if name == "" {
		name = unencoded(params["name"])
	}
	isText := media == "text/plain" || media == "text/html"
	if !isText || disposition == "attachment" || name != "" {
		if name == "" {
			name = media
		}
		r.enclosed = append(r.enclosed, name)
		return nil
	}
	return r.text(media, params["charset"], unpacked(h.get("Content-Transfer-Encoding"), body))
}

func (r *mailReader) several(parts *multipart.Reader, depth int) error {
	for {
		// A raw part: the reader would else undo one encoding and hide it.
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errNoPages
		}
		if err := r.part(header(part.Header), part, depth+1); err != nil {
			return err
		}
	}
}

// text keeps the first text of each kind.
func (r *mailReader) text(media, charset string, body io.Reader) error {
	kept := &r.plain
	if media == "text/html" {
		kept = &r.page
	}
	if *kept != "" {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(body, 4*mostTextBytes))
	if err != nil {
		return errNoPages
	}
	text, ok := decoded(charset, content)
	if !ok {
		return errNoPages
	}
	if media == "text/html" {
		text = textOfPage(text)
	}
	*kept = strings.TrimSpace(text)
	return nil
}

// unpacked undoes how a part was packed for its way.
func unpacked(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

// What becomes of a page of HTML: only its words, on lines of their own where
// it had them. They are drawn, never run, so that a mark left over does no harm.
var (
	unseen   = regexp.MustCompile(`(?is)<(head|style|script|title)\b.*?</(head|style|script|title)\s*>|<!--.*?-->`)
	space    = regexp.MustCompile(`\s+`)
	lineEnds = regexp.MustCompile(`(?i)<br\b[^>]*>|</?(p|div|tr|li|h[1-6]|blockquote|table|ul|ol)\b[^>]*>`)
	tags     = regexp.MustCompile(`<[^>]*>`)
	manyEnds = regexp.MustCompile(` *\n[ \n]*\n *`)
)

func textOfPage(page string) string {
	page = space.ReplaceAllString(unseen.ReplaceAllString(page, ""), " ")
	page = tags.ReplaceAllString(lineEnds.ReplaceAllString(page, "\n"), "")
	return manyEnds.ReplaceAllString(html.UnescapeString(page), "\n\n")
}

// layMail sets a mail as a person prints one: its head, a line, its text, and
// the names of the files it came with.
func layMail(m message, l lang.Lang, title string) layout {
	s := &setter{look: letterLook, lang: l}
	s.look.text = plainText
	c := letterColumn
	var head []letters.Field
	for _, line := range m.head {
		head = append(head, letters.Field{Label: lang.T(l, "bundle.mail."+line.name), Value: line.in(l)})
	}
	var slabs []slab
	labels := s.labelWidth(head, c)
	for _, field := range head {
		slabs = append(slabs, spaced(s.field(field, labels, c), rowGap/4)...)
	}
	rule := slab{height: 1, strokes: []stroke{{c.x, 0.5, c.x + c.width, 0.5, lineGrey}}}
	slabs = append(slabs, spaced([]slab{rule}, rowGap)...)
	slabs = append(slabs, spaced(keepEnds(s.text(m.text, plainText, c)), rowGap)...)
	for i, name := range m.enclosed {
		if i == 0 {
			slabs = append(slabs, spaced(keepWithNext(s.text(lang.TN(l, "bundle.mail.enclosed", len(m.enclosed)), plainText, c)), coverGap)...)
		}
		slabs = append(slabs, spaced(s.item(letters.Block{Text: name}, c), rowGap/4)...)
	}
	return s.layout(title, slabs, frame{pageTop, pageHeight - pageTop}, footer{setter: s})
}
