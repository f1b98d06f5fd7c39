package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// style is how a text is set.
type style struct {
	face    face
	size    float64 // points
	leading float64 // millimetres from one baseline to the next
	grey    int     // 0 black to 255 white
}

const millimetresPerPoint = 25.4 / 72

// millimetres turns thousandths of the font size into a length.
func (s style) millimetres(thousandths int) float64 {
	return float64(thousandths) * s.size / 1000 * millimetresPerPoint
}

// piece is a stretch of a line in one face; widths are thousandths of the
// font size.
type piece struct {
	face  face
	text  string
	width int
}

// line is one measured line, its pieces from left to right.
type line struct {
	pieces []piece
	width  int
}

// breakText breaks a clean text into lines not wider than width millimetres.
// Lines break at U+0020 and \n only, so no-break spaces hold; a word wider
// than a line is cut. An empty text has no line.
func breakText(text string, s style, width float64) []line {
	if text == "" {
		return nil
	}
	limit := int(width / s.millimetres(1))
	var lines []line
	for row := range strings.SplitSeq(text, "\n") {
		lines = append(lines, breakEvenly(row, s.face, limit)...)
	}
	return lines
}

// breakEvenly breaks a row as breakRow does, but where its last line would be
// a mere word it makes the others a little shorter, if that helps.
func breakEvenly(row string, weight face, limit int) []line {
	lines := breakRow(row, weight, limit)
	n := len(lines)
	if n < 2 || lines[n-1].width >= limit/8 {
		return lines
	}
	for percent := 98; percent >= 88; percent -= 2 {
		even := breakRow(row, weight, limit*percent/100)
		if len(even) > n {
			break
		}
		if even[n-1].width >= limit/8 {
			return even
		}
	}
	return lines
}

// breakRow breaks a text without line ends; an empty one is an empty line.
func breakRow(row string, weight face, limit int) []line {
	var lines []line
	var current line
	for word := range strings.FieldsFuncSeq(row, isBreak) {
		pieces := shape(word, weight)
		if len(current.pieces) > 0 && current.width+spaceWidth(current)+widthOf(pieces) > limit {
			lines = append(lines, current)
			current = line{}
		}
		if widthOf(pieces) > limit {
			heads, tail := chop(word, weight, limit)
			for _, head := range heads {
				lines = append(lines, lineOf(shape(head, weight)))
			}
			pieces = shape(tail, weight)
		}
		current = current.with(pieces)
	}
	return append(lines, current)
}

func isBreak(r rune) bool { return r == ' ' }

// shape gives each character of a word its face. A word that the serif has
// in full is one piece; in any other the symbol face takes what it can, so
// that a name is not set in two faces for one rare letter.
func shape(word string, weight face) []piece {
	if width, ok := serifWidth(word, weight); ok {
		return []piece{{weight, word, width}}
	}
	var pieces []piece
	start := 0
	for i, r := range word {
		f, width := faceOf(r, weight)
		if n := len(pieces); n > 0 && pieces[n-1].face == f {
			pieces[n-1].width += width
			pieces[n-1].text = word[start : i+utf8.RuneLen(r)]
			continue
		}
		start = i
		pieces = append(pieces, piece{f, word[i : i+utf8.RuneLen(r)], width})
	}
	return pieces
}

func serifWidth(word string, weight face) (total int, ok bool) {
	widths := &measured()[weight]
	for _, r := range word {
		width, ok := widths.of(r)
		if !ok {
			return 0, false
		}
		total += width
	}
	return total, true
}

// faceOf returns the face that draws r in a word that the serif lacks, and
// its width there. The gate let r pass, so one of the two has it.
func faceOf(r rune, weight face) (face, int) {
	if width, ok := measured()[symbol].of(r); ok {
		return symbol, width
	}
	width, _ := measured()[weight].of(r)
	return weight, width
}

// chop cuts a word that is wider than limit into stretches that fit; the last
// one, tail, leaves room for what follows. It prefers to cut after
// punctuation, as one breaks an address of the web. Combining accents have no
// width, so they stay with their letter.
func chop(word string, weight face, limit int) (heads []string, tail string) {
	_, pure := serifWidth(word, weight)
	start, width := 0, 0         // of the present stretch
	nice, widthAfterNice := 0, 0 // where its last punctuation ends
	for i, r := range word {
		w := widestOf(r, weight, pure)
		if width+w > limit && i > start {
			at := i
			if nice-start > (i-start)/2 {
				at, width = nice, widthAfterNice
			} else {
				width = 0
			}
			heads = append(heads, word[start:at])
			start, nice, widthAfterNice = at, 0, 0
		}
		width += w
		widthAfterNice += w
		if unicode.IsPunct(r) || unicode.IsSpace(r) || r == '=' {
			nice, widthAfterNice = i+utf8.RuneLen(r), 0
		}
	}
	return heads, word[start:]
}

// widestOf returns the width of r in a word that is purely serif; in any
// other, where a stretch may change its face when cut off, the widest that r
// can become.
func widestOf(r rune, weight face, pure bool) int {
	width, _ := measured()[weight].of(r)
	if pure {
		return width
	}
	inSymbol, _ := measured()[symbol].of(r)
	return max(width, inSymbol)
}

func widthOf(pieces []piece) int {
	width := 0
	for _, p := range pieces {
		width += p.width
	}
	return width
}

// spaceWidth is the width of the space that would follow l.
func spaceWidth(l line) int {
	width, _ := measured()[l.pieces[len(l.pieces)-1].face].of(' ')
	return width
}

func lineOf(pieces []piece) line { return line{}.with(pieces) }

// with returns l with a word added after a space. Neighbours in one face are
// joined, so that a reader copies whole sentences and not words.
func (l line) with(word []piece) line {
	if len(l.pieces) > 0 && len(word) > 0 {
		last := &l.pieces[len(l.pieces)-1]
		space := spaceWidth(l)
		last.text += " "
		last.width += space
		l.width += space
		if last.face == word[0].face {
			last.text += word[0].text
			last.width += word[0].width
			l.width += word[0].width
			word = word[1:]
		}
	}
	l.pieces = append(l.pieces, word...)
	l.width += widthOf(word)
	return l
}
