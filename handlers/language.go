package handlers

import (
	"strconv"
	"strings"

	"contreoffre/lang"
)

// preferred reads an Accept-Language header: French unless the browser puts
// English before it (design, section 1).
func preferred(header string) lang.Lang {
	french, english := 0.0, 0.0
	for _, part := range strings.Split(header, ",") {
		tag, weight := readWeight(part)
		switch primary, _, _ := strings.Cut(tag, "-"); strings.ToLower(primary) {
		case string(lang.FR):
			french = max(french, weight)
		case string(lang.EN):
			english = max(english, weight)
		}
	}
	if english > french {
		return lang.EN
	}
	return lang.FR
}

// readWeight splits "en-GB;q=0.8". A weight that cannot be read counts as 0:
// nothing is to be concluded from it.
func readWeight(part string) (tag string, weight float64) {
	tag, parameters, weighted := strings.Cut(strings.TrimSpace(part), ";")
	if !weighted {
		return tag, 1
	}
	q, ok := strings.CutPrefix(strings.TrimSpace(parameters), "q=")
	if !ok {
		return tag, 0
	}
	weight, err := strconv.ParseFloat(q, 64)
	if err != nil || weight < 0 || weight > 1 {
		return tag, 0
	}
	return tag, weight
}
