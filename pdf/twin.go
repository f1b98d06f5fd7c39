package pdf

import (
	"slices"

	"contreoffre/letters"
)

// The columns of a twin; the recipient stands in the English one, as far as
// the window reaches.
var (
	frenchColumn        = column{18, 83}
	englishColumn       = column{109, 83}
	twinRecipientColumn = column{109, 79}
)

// twinSetter sets the two letters of a twin through one gate.
type twinSetter struct {
	*setter
	frame frame
	slabs []slab
}

// layTwin arranges a letter in two languages. The addresses stand once, with
// both versions of a line that differs.
func layTwin(t letters.Twin) layout {
	return fit(twinLook, func(l look) layout { return setTwin(t, l) })
}

func setTwin(t letters.Twin, l look) layout {
	s := &twinSetter{setter: &setter{look: l, lang: t.French.Lang}}
	columns := []column{frenchColumn, englishColumn}
	notes := []footnote{{t.French.Lang, t.French.Notice}, {t.English.Lang, t.English.Notice}}
	foot := s.footer(notes, columns)
	s.frame = frame{pageTop, foot.top - footerGap}

	s.slabs = s.addresses(merged(t.French.Sender, t.English.Sender), merged(t.French.Recipient, t.English.Recipient), frenchColumn.x, twinRecipientColumn, s.frame)
	s.heads(t)
	s.bodies(t)
	s.closings(t)
	s.slabs = append(s.slabs, foot.overflow...)

	title := t.French.Title
	if t.English.Title != title {
		title += " / " + t.English.Title
	}
	return s.layout(title, s.slabs, s.frame, foot)
}

// merged returns the lines of both versions of an address, each once, in their
// order: where a line differs the French one comes first.
func merged(french, english []string) []string {
	var all []string
	for i := range max(len(french), len(english)) {
		for _, version := range [][]string{french, english} {
			if i < len(version) && !slices.Contains(all, version[i]) {
				all = append(all, version[i])
			}
		}
	}
	return all
}

// each sets the same part of both letters, each in its own language.
func (s *twinSetter) each(t letters.Twin, set func(letters.Document, column) []slab) (left, right []slab) {
	s.lang = t.French.Lang
	left = set(t.French, frenchColumn)
	s.lang = t.English.Lang
	right = set(t.English, englishColumn)
	return left, right
}

// add puts a pair under the others; a pair of nothing takes no room.
func (s *twinSetter) add(left, right []slab, before float64) {
	if len(left)+len(right) > 0 {
		s.slabs = append(s.slabs, spaced(sideBySide(left, right, s.frame.height()), before)...)
	}
}

// line adds a pair of single texts.
func (s *twinSetter) line(t letters.Twin, before float64, of func(letters.Document) string) {
	left, right := s.each(t, func(d letters.Document, c column) []slab {
		return s.text(of(d), s.look.text, c)
	})
	s.add(left, right, before)
}

func (s *twinSetter) heads(t letters.Twin) {
	s.line(t, datelineSpace, func(d letters.Document) string { return d.Dateline })
	s.line(t, deliverySpace, func(d letters.Document) string { return d.Delivery })
	for i := range max(len(t.French.Header), len(t.English.Header)) {
		left, right := s.each(t, func(d letters.Document, c column) []slab {
			if i >= len(d.Header) {
				return nil
			}
			return s.field(d.Header[i], s.labelWidth(d.Header, c), c)
		})
		s.add(left, right, fieldSpace(i))
	}
	s.line(t, greetingSpace, func(d letters.Document) string { return d.Greeting })
	keepWithNext(s.slabs)
}

// bodies adds the blocks, pair by pair. A heading stays with the next pair,
// and so does a sentence that announces it.
func (s *twinSetter) bodies(t letters.Twin) {
	for i := range max(len(t.French.Body), len(t.English.Body)) {
		left, right := s.each(t, func(d letters.Document, c column) []slab {
			if i >= len(d.Body) {
				return nil
			}
			return s.block(d.Body[i], c)
		})
		s.add(left, right, max(spaceAbove(left), spaceAbove(right)))
		if leads(t.French.Body, i) || leads(t.English.Body, i) {
			keepWithNext(s.slabs)
		}
	}
}

// closings adds the closing formulas, room to sign and the name, which stay
// together and with the last pair.
func (s *twinSetter) closings(t letters.Twin) {
	keepWithNext(s.slabs)
	s.line(t, closingSpace, func(d letters.Document) string { return d.Closing })
	keepWithNext(s.slabs)
	s.slabs = append(s.slabs, slab{height: signatureSpace, glue: true})
	names := merged(t.French.Signature, t.English.Signature)
	s.slabs = append(s.slabs, keepTogether(s.stacked(names, s.look.text, englishColumn))...)
}
