package pdf

import (
	"slices"

	"contreoffre/lang"
)

// The footer: the notice in small print, and page x of y.
const (
	footerBottom = pageHeight - 13
	footerGap    = 5.0  // between the text and the footer
	pageRoom     = 27.0 // of the page number, at the right of its column
	noticeLimit  = 60.0 // a longer notice is set at the end of the letter
	lineGrey     = 200
)

// footnote is a notice and its language.
type footnote struct {
	lang   lang.Lang
	notice string
}

// footer is what every page has at its foot.
type footer struct {
	top      float64
	columns  []column
	notes    []footnote
	notices  [][]slab // one for each column
	overflow []slab   // notices too long for a foot
	setter   *setter
}

// footer sets the notices, each in its column.
func (s *setter) footer(notes []footnote, columns []column) footer {
	foot := footer{columns: columns, notes: notes, setter: s}
	height := small.leading
	for i, n := range notes {
		set := s.text(n.notice, small, columns[i].indented(0, pageRoom))
		if heightOf(set) > noticeLimit {
			foot.overflow = append(foot.overflow, spaced(s.text(n.notice, small, columns[i]), s.look.paragraph)...)
			set = nil
		}
		foot.notices = append(foot.notices, set)
		height = max(height, heightOf(set))
	}
	foot.top = footerBottom - height
	return foot
}

// drawOn puts the footer on every page; by now their number is known.
func (f footer) drawOn(pages []page) {
	for i := range pages {
		for j, c := range f.columns {
			foot := slab{strokes: []stroke{{c.x, -1.8, c.x + c.width, -1.8, lineGrey}}}
			foot.stack(slices.Clone(f.notices[j]))
			number := lang.T(f.notes[j].lang, "pdf.page", "page", i+1, "pages", len(pages))
			foot.runs = append(foot.runs, f.setter.flushRight(number, small, c)...)
			pages[i].place(foot, f.top)
		}
	}
}
