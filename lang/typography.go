package lang

import (
	"regexp"
	"strings"
)

var (
	frenchBefore = regexp.MustCompile(`[ \x{00a0}\x{202f}]+([;!?%])`)
	frenchColon  = regexp.MustCompile(`[ \x{00a0}\x{202f}]+:`)
	frenchOpen   = regexp.MustCompile(`«[ \x{00a0}\x{202f}]*`)
	frenchClose  = regexp.MustCompile(`[ \x{00a0}\x{202f}]*»`)
	frenchUnit   = regexp.MustCompile(`([0-9}]) (€|£|jours|mois|ans|heures|caractères)`)
	frenchWord   = regexp.MustCompile(`\b(art\.|article|articles|no|n°|p\.|M\.|Mme) ([0-9{])`)
	englishWord  = regexp.MustCompile(`\b(Article|Articles|No\.|section) ([0-9{])`)
	paragraphs   = regexp.MustCompile(`(\(\d\)) (et|and|à|to) (\(\d\))`)
	apostrophe   = regexp.MustCompile(`(\pL|})'(\pL|{)`)
)

// Typography puts the no-break spaces and apostrophes that l wants into words
// written by us: a narrow no-break space before ; ! ? and %, a no-break space
// before : and inside « », none to be typed by the writer; numbers stay with
// the word they belong to, "15(1) et (3)" with itself. It is not for what
// people type: their text stays theirs.
func Typography(l Lang, s string) string {
	s = apostrophe.ReplaceAllString(s, "${1}’${2}")
	s = paragraphs.ReplaceAllString(s, "${1}"+nbsp+"${2}"+nbsp+"${3}")
	if l != FR {
		return englishWord.ReplaceAllString(s, "${1}"+nbsp+"${2}")
	}
	s = frenchBefore.ReplaceAllString(s, nnbsp+"${1}")
	s = frenchColon.ReplaceAllString(s, nbsp+":")
	s = frenchOpen.ReplaceAllString(s, "«"+nbsp)
	s = frenchClose.ReplaceAllString(s, nbsp+"»")
	s = frenchUnit.ReplaceAllString(s, "${1}"+nbsp+"${2}")
	s = frenchWord.ReplaceAllString(s, "${1}"+nbsp+"${2}")
	return s
}

// Unbroken keeps what a person typed, a number written in groups for instance,
// on one line: every ordinary space becomes a no-break space.
func Unbroken(s string) string { return strings.ReplaceAll(s, " ", nbsp) }

// PlainSpaces turns every kind of space into an ordinary one; searches and
// tests compare texts with it.
func PlainSpaces(s string) string {
	return strings.NewReplacer(nbsp, " ", nnbsp, " ", "\u2009", " ").Replace(s)
}
