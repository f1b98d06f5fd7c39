package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

func TestEachModuleIsNamedAsItWasLinked(t *testing.T) {
	info := &debug.BuildInfo{
		GoVersion: "go1.26.0",
		Main:      debug.Module{Path: "contreoffre", Version: "v1.0.0+dirty"},
		Deps: []*debug.Module{
			{Path: "example.org/plain", Version: "v1.2.3", Sum: "h1:abc="},
			{Path: "example.org/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/new", Version: "v1.0.1", Sum: "h1:def="}},
		},
	}
	var b bytes.Buffer
	if err := write(&b, info); err != nil {
		t.Fatal(err)
	}
	var got bom
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	names := []string{got.Metadata.Component.PURL}
	for _, c := range got.Components {
		names = append(names, c.PURL)
	}
	want := "pkg:golang/contreoffre@v1.0.0%2Bdirty pkg:golang/std@1.26.0 pkg:golang/example.org/plain@v1.2.3 pkg:golang/example.org/new@v1.0.1"
	if strings.Join(names, " ") != want {
		t.Errorf("got %s, want %s", names, want)
	}
	if got.Format != "CycloneDX" || got.Spec != "1.5" || len(got.Components[2].Properties) != 1 {
		t.Errorf("got %+v", got)
	}
}

// Nothing of the machine that built the program is told.
func TestTheMachineIsNotNamed(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		t.Fatal("the test has no build information")
	}
	var b bytes.Buffer
	if err := write(&b, info); err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{here, host} {
		if strings.Contains(b.String(), word) {
			t.Errorf("it says %q", word)
		}
	}
}
