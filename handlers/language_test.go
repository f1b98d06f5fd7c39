package handlers

import (
	"testing"

	"contreoffre/lang"
)

func TestPreferred(t *testing.T) {
	for _, test := range []struct {
		name, header string
		want         lang.Lang
	}{
		{"no header", "", lang.FR},
		{"French browser", "fr-FR,fr;q=0.9,en;q=0.8", lang.FR},
		{"English browser", "en-GB,en;q=0.9", lang.EN},
		{"English before French", "en,fr;q=0.9", lang.EN},
		{"equal weights", "en,fr", lang.FR},
		{"a language we do not speak, then English", "de,en;q=0.5", lang.EN},
		{"a language we do not speak alone", "de", lang.FR},
		{"English refused", "en;q=0", lang.FR},
		{"capitals", "EN-us", lang.EN},
		{"weight out of range", "en;q=7", lang.FR},
		{"weight that is no number", "en;q=NaN", lang.FR},
		{"garbage", ";;;,,q=,en;level=1", lang.FR},
		{"a tag that only begins like English", "enx", lang.FR},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := preferred(test.header); got != test.want {
				t.Errorf("preferred(%q) = %s, want %s", test.header, got, test.want)
			}
		})
	}
}
