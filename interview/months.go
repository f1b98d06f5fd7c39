package interview

import (
	_ "embed"
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed months.json
var monthsText []byte

// months are the names that people type for months, by language, without
// accents. A test holds them against those that package lang writes.
var months = mustLoadMonths()

func mustLoadMonths() (byLanguage map[string][12]string) {
	if err := json.Unmarshal(monthsText, &byLanguage); err != nil {
		panic(err)
	}
	return byLanguage
}

// readMonth reads a month typed in figures or in letters, in any of our
// languages, whole or cut after three letters or more ("févr."), as long as
// only one month begins so.
func readMonth(typed string) (month int, ok bool) {
	if n, ok := readPart(typed, 2); ok {
		return n, n >= 1 && n <= 12
	}
	begins := strings.TrimSuffix(unaccented(typed), ".")
	if len(begins) < 3 {
		return 0, false
	}
	for _, names := range months {
		for i, name := range names {
			if !strings.HasPrefix(name, begins) {
				continue
			}
			if month != 0 && month != i+1 {
				return 0, false // "jui" is June or July
			}
			month = i + 1
		}
	}
	return month, month != 0
}

// unaccented is s in lower case, its accents taken off.
func unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
}
