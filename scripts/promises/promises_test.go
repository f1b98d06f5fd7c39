package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func fromRoot(path ...string) string {
	return filepath.Join(append([]string{"..", ".."}, path...)...)
}

func TestThePageIsTheTable(t *testing.T) {
	got, err := os.ReadFile(fromRoot("docs", "promises.md"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != page() {
		t.Error("docs/promises.md is not what the table says: go run ./scripts/promises -write")
	}
}

func TestEveryTestOfAPromiseIsThere(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range promises {
		if seen[p.ID] || !strings.HasSuffix(p.Says, ".") || len(p.Tests) == 0 {
			t.Errorf("%s stands twice, says %q, or has no test", p.ID, p.Says)
		}
		seen[p.ID] = true
		for _, named := range p.Tests {
			if !isTest(t, named) {
				t.Errorf("%s names %s of %s, which is not there", p.ID, named.Name, named.Package)
			}
		}
	}
}

// No number is passed over in silence, and none is both kept and put off.
func TestEveryNumberStandsSomewhere(t *testing.T) {
	stands := map[string]int{}
	for _, p := range append(slices.Clone(promises), later...) {
		stands[p.ID]++
	}
	for n := 1; n <= 42; n++ {
		if id := fmt.Sprintf("P%d", n); stands[id] != 1 {
			t.Errorf("%s stands %d times", id, stands[id])
		}
	}
}

var number = regexp.MustCompile(`\bP[0-9]+b?\b`)

// The privacy page tells each promise of the table in plain words, in each
// language, once, and no other.
func TestThePrivacyPageTellsEachPromise(t *testing.T) {
	var want []string
	for _, p := range promises {
		want = append(want, p.ID)
	}
	slices.Sort(want)
	pages, err := filepath.Glob(fromRoot("lang", "*", "pages", "privacy.txt"))
	if err != nil || len(pages) < 2 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		words, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		got := number.FindAllString(string(words), -1)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s tells %v, the table holds %v", page, got, want)
		}
	}
}

// isTest looks for the test in the source of its package.
func isTest(t *testing.T, named test) bool {
	t.Helper()
	files, err := filepath.Glob(fromRoot(filepath.FromSlash(named.Package), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	function := regexp.MustCompile(`(?m)^func ` + named.Name + `\(`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if function.Match(source) {
			return true
		}
	}
	return false
}

func TestATableOfResults(t *testing.T) {
	for trap, run := range map[string]struct {
		lines string
		want  []string // parts of the table
		kept  bool
	}{
		"both engines pass": {`{"Action":"output","Package":"contreoffre/p","Test":"TestA/sqlite","Output":"x_test.go:1: figure: 50 rounds\n"}
{"Action":"pass","Package":"contreoffre/p","Test":"TestA/sqlite"}
{"Action":"pass","Package":"contreoffre/p","Test":"TestA/trap/postgres"}
{"Action":"pass","Package":"contreoffre/p","Test":"TestA"}`, []string{"sqlite    1     pass   50 rounds", "postgres  1     pass"}, true},
		"one engine is skipped": {`{"Action":"pass","Package":"contreoffre/p","Test":"TestA/sqlite"}
{"Action":"skip","Package":"contreoffre/p","Test":"TestA/postgres"}
{"Action":"pass","Package":"contreoffre/p","Test":"TestA"}`, []string{"postgres  1     skip"}, false},
		"one of several parts fails": {`{"Action":"fail","Package":"contreoffre/p","Test":"TestA/one/sqlite"}
{"Action":"pass","Package":"contreoffre/p","Test":"TestA/two/sqlite"}
{"Action":"fail","Package":"contreoffre/p","Test":"TestA"}`, []string{"sqlite    1     fail"}, false},
		"a test of the same name elsewhere": {`{"Action":"pass","Package":"contreoffre/p","Test":"TestA"}
{"Action":"fail","Package":"contreoffre/q","Test":"TestA"}`, []string{"–         1     pass"}, true},
		"it ran elsewhere only": {`{"Action":"pass","Package":"contreoffre/q","Test":"TestA"}`, nil, false},
		"without a database":    {`{"Action":"pass","Package":"contreoffre/p","Test":"TestA"}`, []string{"–         1     pass"}, true},
		"it did not run at all": {"", nil, false},
		"it does not build":     {`{"Action":"fail","Package":"x"}`, nil, false},
	} {
		t.Run(trap, func(t *testing.T) {
			kept := promises
			defer func() { promises = kept }()
			promises = []promise{{ID: "P0", Says: "x.", Tests: of("p", "TestA")}}
			all := results{}
			if err := all.read(strings.NewReader(run.lines)); err != nil {
				t.Fatal(err)
			}
			var table bytes.Buffer
			if broken := all.table(&table); (len(broken) == 0) != run.kept {
				t.Errorf("broken: %v, want kept %t", broken, run.kept)
			}
			for _, part := range run.want {
				if !strings.Contains(table.String(), part) {
					t.Errorf("the table lacks %q:\n%s", part, table.String())
				}
			}
		})
	}
}
