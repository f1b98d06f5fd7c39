package pdf

import (
	"slices"
	"strings"

	"contreoffre/lang"
	"contreoffre/letters"
)

// The cover and the list of exhibits.

var coverTitle = style{face: bold, size: 20, leading: 9}

const (
	coverTop  = 45.0 // above the title
	coverGap  = 9.0
	rowGap    = 2.4
	numberCol = 11.0 // of the list: number, title and hash, day, pages
	dayCol    = 36.0
	pageCol   = 27.0
)

// layCover says what the bundle is, from whom, to whom, of which day.
func (a *assembly) layCover() layout {
	d := a.Complaint.Document
	s := &setter{look: letterLook, lang: a.lang}
	c := letterColumn
	slabs := append([]slab{{height: coverTop}}, s.text(d.Subject, coverTitle, c)...)
	var named []letters.Field
	for _, line := range []struct{ name, value string }{
		{"from", strings.Join(d.Sender, "\n")},
		{"to", strings.Join(d.Recipient, "\n")},
		{"date", lang.Date(a.lang, d.On)},
		{"exhibits", lang.TN(a.lang, "bundle.count", len(a.placed))},
	} {
		if line.value != "" && (line.name != "exhibits" || len(a.placed) > 0) {
			named = append(named, letters.Field{Label: lang.T(a.lang, "bundle.cover."+line.name), Value: line.value})
		}
	}
	labels := s.labelWidth(named, c)
	for _, field := range named {
		slabs = append(slabs, spaced(s.field(field, labels, c), coverGap)...)
	}
	slabs = append(slabs, spaced(s.text(d.Notice, small, c), coverGap)...)
	return s.layout(d.Title, slabs, frame{pageTop, pageHeight - pageTop}, footer{setter: s})
}

// layList sets the list of exhibits: number, title with the SHA-256 of its
// original under it, day, pages; and says at the end whose hashes they are, for
// whoever holds a copy against them.
func (a *assembly) layList() layout {
	s := &setter{look: letterLook, lang: a.lang}
	title := lang.T(a.lang, "bundle.list")
	slabs := keepWithNext(s.text(title, coverTitle, letterColumn))
	slabs = append(slabs, spaced([]slab{s.row(s.look.strong,
		lang.T(a.lang, "bundle.column.number"), lang.T(a.lang, "bundle.column.title"), "",
		lang.T(a.lang, "bundle.column.day"), lang.T(a.lang, "bundle.column.pages"))}, coverGap)...)
	slabs[len(slabs)-1].glue = true
	for _, p := range a.placed {
		row := s.row(s.look.text, lang.Number(a.lang, p.Exhibit.Number), p.Exhibit.Title, p.SHA256,
			lang.Date(a.lang, p.Exhibit.On), a.whereIs(p))
		slabs = append(slabs, spaced([]slab{row}, rowGap)...)
	}
	if slices.ContainsFunc(a.placed, func(p Placed) bool { return p.SHA256 != "" }) {
		slabs = append(slabs, spaced(s.text(lang.T(a.lang, "bundle.hashes", "manifest", ManifestName), small, letterColumn), coverGap)...)
	}
	return s.layout(title, slabs, frame{pageTop, pageHeight - pageTop}, footer{setter: s})
}

// whereIs tells the pages of an exhibit, or why it has none.
func (a *assembly) whereIs(p Placed) string {
	switch {
	case p.Enclosure != Enclosed:
		return lang.T(a.lang, "bundle."+string(p.Enclosure))
	case p.From == p.To:
		return lang.T(a.lang, "bundle.page", "page", p.From)
	}
	return lang.T(a.lang, "bundle.pages", "from", p.From, "to", p.To)
}

// row sets one line of the list over a hairline, the hash under all of it; a
// title that needs more room goes on below.
func (s *setter) row(st style, number, title, hash, day, pages string) slab {
	c := letterColumn
	wide := c.width - numberCol - dayCol - pageCol
	columns := [][]slab{
		s.text(number, st, column{c.x, numberCol}),
		s.text(title, st, column{c.x + numberCol, wide - 4}),
		s.text(day, st, column{c.x + numberCol + wide, dayCol - 2}),
		s.text(pages, st, column{c.x + numberCol + wide + dayCol, pageCol}),
	}
	row := slab{}
	for _, cells := range columns {
		row.height = max(row.height, heightOf(cells))
		row.stack(cells)
	}
	if hash != "" {
		under := s.text(lang.T(s.lang, "bundle.hash", "hash", hash), tiny, c.indented(numberCol, 0))
		row.stack(append([]slab{{height: row.height}}, under...))
		row.height += heightOf(under)
	}
	row.height++
	row.strokes = append(row.strokes, stroke{c.x, row.height, c.x + c.width, row.height, lineGrey})
	return row
}

var tiny = style{face: regular, size: 7.5, leading: 3.4, grey: 90}

// layText sets a plain text, for an exhibit that is one.
func layText(text string, l lang.Lang, title string) layout {
	s := &setter{look: letterLook, lang: l}
	return s.layout(title, keepEnds(s.text(text, plainText, letterColumn)), frame{pageTop, pageHeight - pageTop}, footer{setter: s})
}

var plainText = style{face: regular, size: 10, leading: 4.6}
