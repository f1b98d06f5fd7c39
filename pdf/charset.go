package pdf

import (
	"strings"
	"unicode/utf8"
)

// windows1252 holds what the bytes 0x80 to 0x9f mean in Windows-1252, which is
// WinAnsiEncoding; above, bytes and characters have the same number.
var windows1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// latin9 holds where ISO-8859-15 differs from ISO-8859-1.
var latin9 = map[byte]rune{0xa4: '€', 0xa6: 'Š', 0xa8: 'š', 0xb4: 'Ž', 0xb8: 'ž', 0xbc: 'Œ', 0xbd: 'œ', 0xbe: 'Ÿ'}

// winAnsi writes a text in WinAnsiEncoding; what that lacks becomes "?".
func winAnsi(text string) []byte {
	var out []byte
	for _, r := range text {
		out = append(out, winAnsiByte(r))
	}
	return out
}

func winAnsiByte(r rune) byte {
	if r < 0x80 || r >= 0xa0 && r <= 0xff {
		return byte(r)
	}
	for i, known := range windows1252 {
		if r == known && r != utf8.RuneError {
			return byte(0x80 + i)
		}
	}
	return '?'
}

// decoded reads a text in one of the character sets that mails use here; ok is
// false for others and for bytes that are no text.
func decoded(charset string, content []byte) (text string, ok bool) {
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return string(content), utf8.Valid(content)
	case "iso-8859-1", "latin1", "windows-1252", "cp1252": // the first is often said for the last
		return eachByte(content, func(b byte) rune {
			if b >= 0x80 && b < 0xa0 {
				return windows1252[b-0x80]
			}
			return rune(b)
		}), true
	case "iso-8859-15", "latin9":
		return eachByte(content, func(b byte) rune {
			if r, differs := latin9[b]; differs {
				return r
			}
			return rune(b)
		}), true
	}
	return "", false
}

func eachByte(content []byte, meaning func(byte) rune) string {
	var text strings.Builder
	for _, b := range content {
		text.WriteRune(meaning(b))
	}
	return text.String()
}
