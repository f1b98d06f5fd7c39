package pdf

import (
	"slices"
	"strings"

	"contreoffre/letters"
)

// A4, and where a French window envelope (DL, window 10 cm wide on the right)
// shows the recipient: NF Z 11-001 puts the address about 5 cm from the top.
const (
	pageHeight = 297.0

	pageTop      = 20.0
	windowLeft   = 90.0 // the sender's lines end before
	windowTop    = 50.0
	windowBottom = 86.0 // with the space above what follows, nothing else shows
)

// The columns of a letter. The recipient's starts and ends where the window
// shows it wherever the sheet has slid to in its envelope.
var (
	letterColumn    = column{25, 160}
	recipientColumn = column{105, 80}
)

// Spaces above the parts of a letter, in millimetres.
const (
	datelineSpace  = 6.0
	deliverySpace  = 5.0
	greetingSpace  = 7.0
	closingSpace   = 4.0
	signatureSpace = 18.0 // left for signing by hand
	annexSpace     = 16.0
)

// layLetter arranges a letter.
func layLetter(d letters.Document) layout {
	return fit(letterLook, func(l look) layout { return setLetter(d, l) })
}

func setLetter(d letters.Document, l look) layout {
	s := &setter{look: l, lang: d.Lang}
	foot := s.footer([]footnote{{d.Lang, d.Notice}}, []column{letterColumn})
	f := frame{pageTop, foot.top - footerGap}

	slabs := s.addresses(d.Sender, d.Recipient, letterColumn.x, recipientColumn, f)
	slabs = append(slabs, s.head(d)...)
	slabs = append(slabs, s.body(d.Body)...)
	slabs = s.close(slabs, d)
	slabs = append(slabs, spaced(s.body(d.Annex), annexSpace)...)
	slabs = append(slabs, foot.overflow...)
	return s.layout(d.Title, slabs, f, foot)
}

// addresses sets the sender at the top left and the recipient behind the
// window of an envelope. Blocks of any length stay in their columns.
func (s *setter) addresses(sender, recipient []string, left float64, window column, f frame) []slab {
	from := s.stacked(sender, s.look.text, column{left, windowLeft - left})
	to := s.stacked(recipient, s.look.text, window)
	if len(to) > 0 {
		to = slices.Insert(to, 0, slab{height: windowTop - pageTop})
	}
	slabs := sideBySide(from, to, f.height())
	if len(slabs) == 1 {
		slabs[0].height = max(slabs[0].height, windowBottom-pageTop)
	}
	return slabs
}

// head sets what stands between the addresses and the body.
func (s *setter) head(d letters.Document) []slab {
	c := letterColumn
	slabs := spaced(keepTogether(s.text(d.Dateline, s.look.text, recipientColumn)), datelineSpace)
	slabs = append(slabs, spaced(s.text(d.Delivery, s.look.text, c), deliverySpace)...)
	labels := s.labelWidth(d.Header, c)
	for i, f := range d.Header {
		slabs = append(slabs, spaced(s.field(f, labels, c), fieldSpace(i))...)
	}
	greeting := spaced(keepWithNext(keepTogether(s.text(d.Greeting, s.look.text, c))), greetingSpace)
	return append(slabs, greeting...)
}

// body sets the blocks of a letter. A sentence that announces a list or a
// quotation stays with its start.
func (s *setter) body(blocks []letters.Block) []slab {
	var slabs []slab
	for i, b := range blocks {
		if b.Drawn != nil {
			slabs = append(slabs, s.timeline(*b.Drawn, letterColumn)...)
		}
		set := s.block(b, letterColumn)
		if leads(blocks, i) {
			keepWithNext(set)
		}
		slabs = append(slabs, set...)
	}
	return slabs
}

// leads reports whether block i may not be the last of a page: a heading, or
// a sentence with a colon before a list, a quotation or a line to fill in.
func leads(blocks []letters.Block, i int) bool {
	if i+1 >= len(blocks) {
		return false
	}
	switch blocks[i].Kind {
	case letters.Heading:
		return true
	case letters.Blank: // its colon announces the line it has
		return false
	}
	switch blocks[i+1].Kind {
	case letters.Item, letters.Quote, letters.Blank:
		return strings.HasSuffix(strings.TrimSpace(blocks[i].Text), ":")
	}
	return false
}

// fieldSpace is the space above line i of the head.
func fieldSpace(i int) float64 {
	if i == 0 {
		return 5
	}
	return 1.2
}

// close adds the closing formula, room to sign and the name. They stay
// together, and with the last two lines of what they close.
func (s *setter) close(slabs []slab, d letters.Document) []slab {
	keepWithNext(slabs)
	closing := s.text(d.Closing, s.look.text, letterColumn)
	slabs = append(slabs, spaced(keepWithNext(keepTogether(closing)), closingSpace)...)
	slabs = append(slabs, slab{height: signatureSpace, glue: true})
	return append(slabs, keepTogether(s.stacked(d.Signature, s.look.text, recipientColumn))...)
}
