package views

import (
	"slices"
	"strings"
	"sync"

	"contreoffre/interview"
	"contreoffre/lang"

	"golang.org/x/text/unicode/norm"
)

// countryChoices are all countries that the words file names, by language: those
// in which an offer we know ran, since most people are there, then the others
// in the order in which people look them up.
var countryChoices = sync.OnceValue(func() map[lang.Lang][]choice {
	all := make(map[lang.Lang][]choice)
	for _, l := range lang.Langs {
		all[l] = sortedCountries(l)
	}
	return all
})

func sortedCountries(l lang.Lang) []choice {
	var out []choice
	for _, key := range lang.Keys(l) {
		if code, ok := strings.CutPrefix(key, "country."); ok {
			out = append(out, choice{Value: code, Label: lang.T(l, key)})
		}
	}
	known := knownCountries()
	slices.SortFunc(out, func(a, b choice) int {
		if known[a.Value] != known[b.Value] {
			if known[a.Value] {
				return -1
			}
			return 1
		}
		return strings.Compare(unaccented(a.Label), unaccented(b.Label))
	})
	return out
}

// knownCountries are those of the campaigns of the presets.
func knownCountries() map[string]bool {
	known := map[string]bool{}
	for _, preset := range interview.Presets() {
		for _, campaign := range preset.Campaigns {
			known[campaign.Country] = true
		}
	}
	return known
}

// unaccented is s in lower case without its accents, so that "Égypte" stands
// among the E's.
func unaccented(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if r < 0x300 || r > 0x36f {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// countriesOf is the list with one country chosen; a code that it does not
// hold is kept in front, so that nothing typed is lost.
func countriesOf(l lang.Lang, chosen string) []choice {
	out := slices.Clone(countryChoices()[l])
	found := false
	for i := range out {
		out[i].Chosen = out[i].Value == chosen
		found = found || out[i].Chosen
	}
	if chosen != "" && !found {
		out = slices.Insert(out, 0, choice{Value: chosen, Label: chosen, Chosen: true})
	}
	return out
}

// countryName is the country of a code, or the code when it has no name.
func countryName(l lang.Lang, code string) string {
	if key := "country." + code; lang.Has(l, key) {
		return lang.T(l, key)
	}
	return code
}
