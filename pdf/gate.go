package pdf

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// replacement stands, in plain sight, for each character we cannot draw.
const replacement = '□'

// gate lets text through to the page. It remembers what it had to replace, so
// that the person can be told before the letter leaves.
type gate struct {
	lost map[rune]bool
}

// clean returns s as it will be drawn: composed accents, line ends as \n, all
// other space that a font lacks as U+0020, no control or formatting character,
// and replacement for what cannot be drawn.
func (g *gate) clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(g.pass, norm.NFC.String(strings.ToValidUTF8(s, string(unicode.ReplacementChar))))
}

// cleanLine is clean for texts that stand on one line.
func (g *gate) cleanLine(s string) string {
	return strings.Join(strings.Fields(g.clean(s)), " ")
}

// plain reports whether s is printable ASCII, which needs no cleaning.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// pass returns what is drawn for one character, or -1 for nothing.
func (g *gate) pass(r rune) rune {
	switch {
	case r >= ' ' && r <= '~':
		return r
	case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		return '\n'
	case r == '\t':
		return ' '
	case r == '\u2010' || r == '\u2011':
		// The serif has no U+2011, and we break lines at U+0020 only: the
		// plain hyphen does not break either.
		return '-'
	case rightToLeft(r):
		return g.replace(r)
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
		return -1
	case drawable(r):
		return r
	case unicode.IsSpace(r):
		return ' '
	}
	return g.replace(r)
}

func (g *gate) replace(r rune) rune {
	if g.lost == nil {
		g.lost = make(map[rune]bool)
	}
	g.lost[r] = true
	return replacement
}

// missing lists what was replaced, in the order of Unicode. Bytes that are no
// character at all are listed once, as U+FFFD.
func (g *gate) missing() []rune {
	lost := make([]rune, 0, len(g.lost))
	for r := range g.lost {
		lost = append(lost, r)
	}
	slices.Sort(lost)
	return lost
}

// drawable reports whether a letter can show r in both of its weights.
// U+FFFD stands for something already lost, so it never counts.
func drawable(r rune) bool {
	if r == unicode.ReplacementChar {
		return false
	}
	widths := measured()
	_, inSymbol := widths[symbol].of(r)
	if inSymbol {
		return true
	}
	_, inRegular := widths[regular].of(r)
	_, inBold := widths[bold].of(r)
	return inRegular && inBold
}

// rightToLeft reports whether r belongs to the blocks of the scripts written
// from right to left. The fonts have some of them, but gofpdf would put them
// in the wrong order, so they count as not drawable.
func rightToLeft(r rune) bool {
	return r >= 0x0590 && r <= 0x08FF || // Hebrew to Arabic Extended-A
		r >= 0xFB1D && r <= 0xFDFF || // presentation forms
		r >= 0xFE70 && r <= 0xFEFC ||
		r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF
}
