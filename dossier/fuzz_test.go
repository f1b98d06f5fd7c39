package dossier

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzParse holds whatever is read to this: it does not panic, and what is
// accepted can be written and is accepted again, unchanged.
func FuzzParse(f *testing.F) {
	examples, err := filepath.Glob("testdata/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range append(examples, "testdata/whole/"+Name) {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"format":"contre-offre/dossier","version":1,"offer":{"title":"\ud800"},"requests":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, _, err := Parse(raw, nil, today)
		if err != nil {
			return
		}
		first, err := Files(d)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := Parse(first[Name], nil, today)
		if err != nil {
			t.Fatalf("its own export is refused: %v\n%s", err, first[Name])
		}
		second, err := Files(again)
		if err != nil {
			t.Fatal(err)
		}
		if string(first[Name]) != string(second[Name]) {
			t.Errorf("a second export differs:\n%s\n%s", first[Name], second[Name])
		}
	})
}
