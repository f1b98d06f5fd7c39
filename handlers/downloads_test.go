package handlers

import (
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// The name of a file is made of plain words in the language of the page; one
// that needs cleaning would reach people with holes in it.
func TestFileNamesArePlainWords(t *testing.T) {
	keys := []string{"file.letter", "file.complaint", "file.news"}
	for _, kind := range jobKinds {
		keys = append(keys, "file."+kind.name)
	}
	for _, right := range law.Rights {
		keys = append(keys, "file."+string(right))
	}
	for _, kind := range letters.FollowUps {
		keys = append(keys, "file."+string(kind))
	}
	for _, l := range lang.Langs {
		for _, key := range keys {
			if word := lang.T(l, key); !lang.Has(l, key) || word != plainName(word) {
				t.Errorf("%s %s: got %q, want plain words", l, key, word)
			}
		}
	}
}
