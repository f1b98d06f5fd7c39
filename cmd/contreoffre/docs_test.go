package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedFile = regexp.MustCompile("`(\\w[\\w/-]*/[\\w.-]*\\.(?:go|json|txt)|\\w[\\w/-]*/)`")
	namedIn   = regexp.MustCompile("`(\\w+)` in `([\\w/]+\\.go)`")
)

func TestWhatTheGuideNamesIsThere(t *testing.T) {
	guide := mustRead(t, "docs/adding.md")
	for _, found := range namedFile.FindAllStringSubmatch(guide, -1) {
		if _, err := os.Stat(fromRoot(found[1])); err != nil {
			t.Errorf("docs/adding.md names what is not there: %v", err)
		}
	}
	named := namedIn.FindAllStringSubmatch(guide, -1)
	if len(named) == 0 {
		t.Fatal("docs/adding.md names nothing in a file")
	}
	for _, found := range named {
		name, file := found[1], found[2]
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(mustRead(t, file)) {
			t.Errorf("docs/adding.md says that %s is in %s; it is not", name, file)
		}
	}
}

func TestTheReadmeNamesEachRoom(t *testing.T) {
	readme := mustRead(t, "README.md")
	for _, pkg := range listPackages(t) {
		name := strings.TrimPrefix(pkg.ImportPath, "contreoffre/")
		if strings.Contains(name, "/") && name != "cmd/contreoffre" {
			continue // a harness or a tool, not a room
		}
		if !regexp.MustCompile(`(?m)^` + name + ` +\S`).MatchString(readme) {
			t.Errorf("README.md does not say what %s does", name)
		}
	}
}

// fromRoot returns the path of a file of the repository.
func fromRoot(path string) string { return filepath.Join("..", "..", filepath.FromSlash(path)) }

func mustRead(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(fromRoot(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
