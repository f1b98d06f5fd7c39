package lang

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

var regionNames = map[Lang]display.Namer{
	FR: display.Regions(language.French),
	EN: display.Regions(language.BritishEnglish),
}

// Country names an ISO 3166-1 alpha-2 country in l: "Irlande", "Ireland". A
// code that names no country is returned as it is.
func Country(l Lang, code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return code
	}
	if name := regionNames[l].Name(region); name != "" {
		return name
	}
	return code
}
