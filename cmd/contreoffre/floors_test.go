package main

import (
	"encoding/json"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// floors are the first versions without the holes that the Go vulnerability
// database (vuln.go.dev, read on 21 August 2026) lists for what we use.
var floors = map[string]string{
	"github.com/gofiber/fiber/v2":   "v2.52.15", // session fixation, forged tokens, panics on bad bodies
	"github.com/valyala/fasthttp":   "v1.70.0",  // GO-2026-4950: paths encoded twice
	"github.com/jackc/pgx/v5":       "v5.9.2",   // CVE-2026-41889 and older: SQL by protocol
	"golang.org/x/image":            "v0.45.0",  // GO-2026-6222 and older: memory by small pictures
	"github.com/klauspost/compress": "v1.18.7",  // GO-2026-5841
	"golang.org/x/sys":              "v0.44.0",  // GO-2026-5024
}

// P41: a module that falls below its floor, or leaves the list, is seen.
func TestNoLibraryIsBelowItsFloor(t *testing.T) {
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatalf("go mod edit: %v", err)
	}
	var mod struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	used := map[string]string{}
	for _, required := range mod.Require {
		used[required.Path] = required.Version
	}
	for path, floor := range floors {
		switch version, ok := used[path]; {
		case !ok:
			t.Errorf("%s is no longer in go.mod: take it off the list, or find who brings it in", path)
		case older(version, floor):
			t.Errorf("%s is %s, below %s", path, version, floor)
		}
	}
}

// older compares two versions, vX.Y.Z; what comes before a release is older
// than it.
func older(a, b string) bool {
	numbersA, pre := versionNumbers(a)
	numbersB, _ := versionNumbers(b)
	for i := range numbersA {
		if numbersA[i] != numbersB[i] {
			return numbersA[i] < numbersB[i]
		}
	}
	return pre
}

func versionNumbers(version string) (numbers [3]int, pre bool) {
	release, _, pre := strings.Cut(strings.TrimPrefix(version, "v"), "-")
	for i, part := range strings.SplitN(release, ".", 3) {
		numbers[i], _ = strconv.Atoi(part)
	}
	return numbers, pre
}

func TestWhichVersionIsOlder(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"v1.2.3", "v1.2.3", false}, {"v1.2.9", "v1.2.10", true}, {"v1.10.0", "v1.9.9", false},
		{"v2.0.0", "v1.9.9", false}, {"v1.2.3-0.20260101000000-abcdef", "v1.2.3", true}, {"v1.2.4-rc1", "v1.2.3", false},
	} {
		if got := older(test.a, test.b); got != test.want {
			t.Errorf("%s before %s: got %t, want %t", test.a, test.b, got, test.want)
		}
	}
}
