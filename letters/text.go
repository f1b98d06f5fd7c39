package letters

import (
	"strconv"
	"strings"

	"contreoffre/lang"
)

// Text renders a letter as plain text, to read, to paste into a form or to
// send as an e-mail. Paragraphs are not wrapped and stand between empty lines;
// the items of a list follow each other. It ends with a newline.
func Text(d Document) string {
	var t plain
	t.group(d.Sender...)
	t.group(d.Recipient...)
	t.group(d.Dateline)
	t.group(d.Delivery)
	t.group(headerLines(d)...)
	t.group(d.Greeting)
	t.blocks(d.Lang, d.Body)
	t.group(d.Closing)
	t.group(d.Signature...)
	t.blocks(d.Lang, d.Annex)
	t.group("-- ", d.Notice)
	return t.String()
}

// TwinText renders both versions together: each paragraph in French, then in
// English, every line marked with its language; what is the same in both
// stands once, unmarked.
func TwinText(t Twin) string {
	var out plain
	fr, en := t.French, t.English
	out.pair(fr.Sender, en.Sender)
	out.pair(fr.Recipient, en.Recipient)
	out.pair([]string{fr.Dateline}, []string{en.Dateline})
	out.pair([]string{fr.Delivery}, []string{en.Delivery})
	out.pair(headerLines(fr), headerLines(en))
	out.pair([]string{fr.Greeting}, []string{en.Greeting})
	for i := range fr.Body {
		out.pair([]string{blockText(fr.Lang, fr.Body[i])}, []string{blockText(en.Lang, en.Body[i])})
	}
	out.pair([]string{fr.Closing}, []string{en.Closing})
	out.pair(fr.Signature, en.Signature)
	out.group("-- ")
	out.pair([]string{fr.Notice}, []string{en.Notice})
	return out.String()
}

func headerLines(d Document) []string {
	var lines []string
	for _, f := range d.Header {
		lines = append(lines, f.Label+" "+f.Value)
	}
	return lines
}

func blockText(l lang.Lang, b Block) string {
	switch b.Kind {
	case Item:
		mark := "- "
		if b.Number > 0 {
			mark = strconv.Itoa(b.Number) + ". "
		}
		return mark + b.Text
	case Quote:
		return "> " + strings.ReplaceAll(b.Text, "\n", "\n> ")
	case Blank:
		return lang.T(l, "letters.fill_in", "label", b.Text)
	}
	return b.Text
}

// plain builds text out of groups of lines set apart by an empty line.
type plain struct{ strings.Builder }

func (p *plain) line(s string) { p.WriteString(s + "\n") }

// blocks writes blocks, each after an empty line but for the items of a list.
func (p *plain) blocks(l lang.Lang, blocks []Block) {
	for i, block := range blocks {
		if i > 0 && block.Kind == Item && blocks[i-1].Kind == Item {
			p.line(blockText(l, block))
			continue
		}
		p.group(blockText(l, block))
	}
}

// group writes lines after an empty line; without any, nothing.
func (p *plain) group(lines ...string) {
	if strings.Join(lines, "") == "" {
		return
	}
	if p.Len() > 0 {
		p.line("")
	}
	for _, line := range lines {
		p.line(line)
	}
}

func (p *plain) pair(fr, en []string) {
	french, english := strings.Join(fr, "\n"), strings.Join(en, "\n")
	if french == english {
		p.group(fr...)
		return
	}
	p.group(marked(lang.FR, french), marked(lang.EN, english))
}

// marked puts the language in front of each line.
func marked(l lang.Lang, text string) string {
	mark := strings.ToUpper(string(l)) + " | "
	return mark + strings.ReplaceAll(text, "\n", "\n"+mark)
}
