package lang

// Lang is a language we speak, as a BCP 47 tag.
type Lang string

// The languages. The first is the default.
const (
	FR Lang = "fr"
	EN Lang = "en"
)

// Langs lists every language once. A new one is added here, with its folder of
// words and its entry in formats.
var Langs = []Lang{FR, EN}

// Parse reads a tag; ok is false when we do not speak that language.
func Parse(tag string) (l Lang, ok bool) {
	for _, l := range Langs {
		if string(l) == tag {
			return l, true
		}
	}
	return FR, false
}
