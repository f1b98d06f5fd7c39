// Command sbom writes what a built program is made of, as CycloneDX 1.5 JSON,
// from the list of modules that the Go linker left in the program itself:
//
//	go run ./scripts/sbom PROGRAM
//
// The same program gives the same bytes. Exit status: 0 when it was written, 1
// when the file is not a Go program.
package main

import (
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "sbom: name one program")
		os.Exit(1)
	}
	info, err := buildinfo.ReadFile(os.Args[1])
	if err == nil {
		err = write(os.Stdout, info)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

// bom is the part of CycloneDX 1.5 that we have something to say in.
type bom struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Name       string     `json:"name"`
	Version    string     `json:"version,omitempty"`
	PURL       string     `json:"purl"`
	Ref        string     `json:"bom-ref"`
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func write(w io.Writer, info *debug.BuildInfo) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(describe(info))
}

// describe lists the modules in the order of the linker, which is that of
// their paths, and the standard library of the compiler before them.
func describe(info *debug.BuildInfo) bom {
	b := bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: metadata{componentOf("application", &info.Main)}}
	std := debug.Module{Path: "std", Version: strings.TrimPrefix(info.GoVersion, "go")}
	b.Components = append(b.Components, componentOf("library", &std))
	for _, module := range info.Deps {
		b.Components = append(b.Components, componentOf("library", module))
	}
	return b
}

// componentOf names what was linked: the replacement, where a module has one.
// The sum is the one of go.sum, which is not the hash of a file and so has no
// place among CycloneDX's hashes.
func componentOf(kind string, m *debug.Module) component {
	if m.Replace != nil {
		m = m.Replace
	}
	name := "pkg:golang/" + m.Path
	if m.Version != "" && m.Version != "(devel)" { // of a program built from no tag
		name += "@" + strings.ReplaceAll(m.Version, "+", "%2B")
	}
	c := component{Type: kind, Name: m.Path, Version: m.Version, PURL: name, Ref: name}
	if m.Sum != "" {
		c.Properties = []property{{"go:sum", m.Sum}}
	}
	return c
}
