package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A breakage whose text has moved would break nothing, and be called noticed
// or not for the wrong reason.
func TestEveryBreakageStillFitsItsFile(t *testing.T) {
	for _, m := range mutants {
		source, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(m.File)))
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := m.apply(source); err != nil {
			t.Error(err)
		}
	}
}
