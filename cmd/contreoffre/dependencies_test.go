package main

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"testing"
)

// dependencyRow is a line of the table in the first decision record.
var dependencyRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.+) \\|$")

func TestEachDependencyHasItsReason(t *testing.T) {
	var reasons []string
	for _, row := range dependencyRow.FindAllStringSubmatch(mustRead(t, "docs/decisions/0001-dependencies.md"), -1) {
		reasons = append(reasons, row[1])
	}
	direct := directDependencies(t)
	for _, module := range direct {
		if !slices.Contains(reasons, module) {
			t.Errorf("%s has no line in the record of dependencies", module)
		}
	}
	for _, module := range reasons {
		if !slices.Contains(direct, module) {
			t.Errorf("%s has a line in the record of dependencies but is not in go.mod", module)
		}
	}
}

func directDependencies(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatalf("go mod edit: %v", err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatalf("go mod edit: %v", err)
	}
	var direct []string
	for _, required := range mod.Require {
		if !required.Indirect {
			direct = append(direct, required.Path)
		}
	}
	return direct
}
