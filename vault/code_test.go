package vault_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"contreoffre/vault"
)

func TestCodesAreLongGroupedAndUnambiguous(t *testing.T) {
	shape := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$`)
	seen, used := map[string]bool{}, map[rune]bool{}
	for range 1000 {
		code := vault.NewCode()
		if !shape.MatchString(code) || seen[code] {
			t.Fatalf("got %q, seen before: %t", code, seen[code])
		}
		seen[code] = true
		for _, r := range code[:28] { // without the last, which checks the others
			used[r] = true
		}
	}
	if got := len(used) - 1; got != 32 { // and the dash
		t.Errorf("%d letters are used, want 32: five bits each, 120 in all", got)
	}
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	code := vault.NewCode()
	bare := strings.ReplaceAll(code, "-", "")
	for trap, typed := range map[string]string{
		"as shown":           code,
		"bare":               bare,
		"lower case":         strings.ToLower(code),
		"spaces":             " " + strings.Join(strings.Split(code, "-"), "  ") + "\r\n",
		"no-break spaces":    strings.ReplaceAll(code, "-", "\u202f"),
		"long dashes":        strings.ReplaceAll(code, "-", " – "),
		"one by one":         strings.Join(strings.Split(bare, ""), " "),
		"look-alike letters": strings.NewReplacer("0", "o", "1", "I", "V", "u").Replace(code),
	} {
		if got, err := vault.ReadCode(typed); got != code || err != nil {
			t.Errorf("%s: read %q as %q, %v, want %q", trap, typed, got, err, code)
		}
	}
}

func TestWhatIsNoCode(t *testing.T) {
	code := vault.NewCode()
	for trap, typed := range map[string]string{
		"nothing":              "",
		"dashes":               "-----",
		"one character less":   code[:len(code)-1],
		"one character more":   code + "0",
		"a foreign letter":     "É" + code[1:],
		"a wide digit":         "０" + code[1:],
		"punctuation":          code[:5] + "/" + code[6:],
		"NUL":                  code + "\x00",
		"bytes that are text?": "\xff" + code[1:],
		"two codes":            code + code,
		"a long text":          strings.Repeat("A", 1_000_000),
	} {
		if got, err := vault.ReadCode(typed); !errors.Is(err, vault.ErrBadCode) {
			t.Errorf("%s: got %q, %v, want ErrBadCode", trap, got, err)
		}
	}
}

func TestMostSlipsAreNoticed(t *testing.T) {
	noticed, tried := 0, 0
	for range 200 {
		code := vault.NewCode()
		for i, r := range code {
			if r == '-' {
				continue
			}
			slip := "0"
			if r == '0' {
				slip = "1"
			}
			tried++
			if _, err := vault.ReadCode(code[:i] + slip + code[i+1:]); err != nil {
				noticed++
			}
		}
	}
	if share := float64(noticed) / float64(tried); share < 0.94 {
		t.Errorf("%.1f %% of slips were noticed, want 31 of 32", 100*share)
	}
}
