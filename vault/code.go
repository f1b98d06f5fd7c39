package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strings"
)

// ErrBadCode is returned for a text that cannot be a recovery code: too
// short, too long, a character that no code has, or a slip of the pen.
var ErrBadCode = errors.New("vault: not a recovery code")

const (
	// codeAlphabet leaves out I, L, O and U, which are taken for 1, 1, 0 and V.
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeRandom   = 24 // characters of five bits: 120 bits
	codeGroup    = 5  // 24 random characters and one that checks them: five groups
)

// NewCode returns a recovery code of 120 random bits, in groups:
// XXXXX-XXXXX-XXXXX-XXXXX-XXXXX.
func NewCode() string {
	bits := make([]byte, codeRandom)
	rand.Read(bits)
	for i, b := range bits {
		bits[i] = codeAlphabet[b%byte(len(codeAlphabet))] // 256 is a multiple of 32: no bias
	}
	return grouped(string(bits) + checkOf(string(bits)))
}

// ReadCode reads a code as a person types it: upper or lower case, with any
// spaces, dashes or dots, O for 0 and I or L for 1. It returns the code as
// NewCode writes it, or ErrBadCode. One wrong character is noticed in 31 of
// 32 cases.
func ReadCode(typed string) (string, error) {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case strings.ContainsRune(" \t\r\n-.\u00a0\u202f\u2010\u2011\u2013\u2014", r):
			continue
		case r == 'O':
			r = '0'
		case r == 'I' || r == 'L':
			r = '1'
		case r == 'U':
			r = 'V'
		}
		if !strings.ContainsRune(codeAlphabet, r) || b.Len() > codeRandom {
			return "", ErrBadCode
		}
		b.WriteRune(r)
	}
	code := b.String()
	if len(code) != codeRandom+1 || checkOf(code[:codeRandom]) != code[codeRandom:] {
		return "", ErrBadCode
	}
	return grouped(code), nil
}

func checkOf(random string) string {
	sum := sha256.Sum256([]byte(random))
	return string(codeAlphabet[sum[0]%byte(len(codeAlphabet))])
}

func grouped(code string) string {
	var groups []string
	for ; code != ""; code = code[codeGroup:] {
		groups = append(groups, code[:codeGroup])
	}
	return strings.Join(groups, "-")
}
