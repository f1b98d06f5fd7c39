package main

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed threats.md
var threats string

// page writes docs/promises.md.
func page() string {
	var b strings.Builder
	b.WriteString(`# What Contre-offre promises, and the test that proves it

Written by ` + "`go run ./scripts/promises -write`" + ` from the table in
` + "`scripts/promises/table.go`" + `; a test fails when this page or a test named on it
drifts away. ` + "`scripts/test`" + ` ends with a table of what they measured, by promise
and database; ` + "`make promises`" + ` runs them alone, and in their long form with
` + "`LONG=-long`" + `. ` + "`make mutants`" + ` breaks what matters most, one thing at a time, and fails
unless the test of each breakage turns red.

` + threats + `
## The promises

`)
	for _, p := range promises {
		fmt.Fprintf(&b, "### %s\n\n%s\n\n", p.ID, p.Says)
		for _, t := range p.Tests {
			fmt.Fprintf(&b, "- `%s` in `%s`\n", t.Name, t.Package)
		}
		if p.Open != "" {
			fmt.Fprintf(&b, "\nNot proven: %s.\n", p.Open)
		}
		b.WriteByte('\n')
	}
	b.WriteString("## Not promised yet\n\n")
	for _, p := range later {
		fmt.Fprintf(&b, "- %s. %s\n", p.ID, p.Says)
	}
	return b.String()
}
