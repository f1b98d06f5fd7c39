package interview

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// CleanText keeps what a person typed and takes out what nobody types on
// purpose: bytes that are not UTF-8 become U+FFFD, control characters, byte
// order marks and direction overrides go, every kind of line end becomes \n,
// each line loses its blanks at both ends, and the text is NFC. removed
// reports whether a character was taken out or replaced.
func CleanText(s string) (clean string, removed bool) {
	s, removed = RemoveUntyped(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return norm.NFC.String(strings.Trim(strings.Join(lines, "\n"), "\n")), removed
}

// RemoveUntyped is the part of CleanText that leaves blanks and composition
// as they are; it is for texts that were not typed into a page.
func RemoveUntyped(s string) (clean string, removed bool) {
	valid := strings.ToValidUTF8(s, "\uFFFD")
	removed = valid != s
	clean = strings.Map(func(r rune) rune {
		if isUntyped(r) {
			removed = true
			return -1
		}
		return r
	}, lineEnds.Replace(valid))
	return clean, removed
}

// CleanLine is CleanText for one line: line breaks become spaces.
func CleanLine(s string) (clean string, removed bool) {
	clean, removed = CleanText(s)
	return strings.ReplaceAll(clean, "\n", " "), removed
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\t", " ")

// isUntyped reports a character that no keyboard gives and that can disguise
// a text. Joiners stay: emoji and several scripts need them.
func isUntyped(r rune) bool {
	switch {
	case r == '\n':
		return false
	case r == '\uFEFF', r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return unicode.IsControl(r)
}
