package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/caarlos0/env/v11"

	"contreoffre/lang"
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

var (
	settingsTable = regexp.MustCompile(`(?s)\n\| to set \|.*?\n\n`)
	namedSetting  = regexp.MustCompile("`(--[a-z-]+|[A-Z][A-Z0-9]*_[A-Z_]+)")
)

// The table of settings names each flag of serve, with its default, each
// variable of the environment, and nothing that is neither.
func TestTheReadmeNamesEachSetting(t *testing.T) {
	table := settingsTable.FindString(mustRead(t, "README.md"))
	var named []string
	for _, found := range namedSetting.FindAllStringSubmatch(table, -1) {
		named = append(named, found[1])
	}
	slices.Sort(named)
	defaults := settings(t)
	var all []string
	for name, fallback := range defaults {
		all = append(all, name)
		row := regexp.MustCompile("(?m)^.*`" + name + "\\b.*$").FindString(table)
		if fallback != "" && !strings.Contains(row, "`"+fallback+"`") {
			t.Errorf("README.md does not say that %s is %s by default: %q", name, fallback, row)
		}
	}
	slices.Sort(all)
	if got, want := slices.Compact(named), all; !slices.Equal(got, want) {
		t.Errorf("README.md names the settings\n%q, want\n%q", got, want)
	}
}

// settings are the flags of serve and the variables of the environment, with
// their defaults.
func settings(t *testing.T) map[string]string {
	t.Helper()
	parser, err := kong.New(&serveCommand{}, helpWords(lang.EN))
	if err != nil {
		t.Fatal(err)
	}
	variables, err := env.GetFieldParams(&environment{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, flag := range parser.Model.Flags {
		if flag != parser.Model.HelpFlag {
			all["--"+flag.Name] = flag.Default
		}
	}
	for _, variable := range variables {
		all[variable.Key] = variable.DefaultValue
	}
	return all
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
