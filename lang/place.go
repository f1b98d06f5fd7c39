package lang

import (
	"strconv"
	"strings"
)

// Place writes where in a portable dossier something stands, as people say it:
// "demandes, élément 2, événements, élément 1, jour". Path holds keys, and the
// numbers of list items counted from 0; a key without words of its own
// (dossier.field.<key>) is quoted.
func Place(l Lang, path []string) string {
	steps := make([]string, len(path))
	for i, step := range path {
		key := "dossier.field." + step
		n, err := strconv.Atoi(step)
		switch {
		case err == nil && n >= 0:
			steps[i] = T(l, "dossier.item", "n", n+1)
		case Has(l, key):
			steps[i] = T(l, key)
		default:
			steps[i] = Quoted(l, step)
		}
	}
	if len(steps) == 0 {
		return T(l, "dossier.whole")
	}
	return strings.Join(steps, ", ")
}
