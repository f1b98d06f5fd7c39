// Command verdict reads what "go test -json" writes on its standard input and
// prints what a person wants to see: the output of the tests that failed, the
// closing line of each package, and a count. A test that was skipped counts as
// a failure, and so does a run in which none of the tests named by a flag
// passed, so that a run cannot be green because its database or its browser
// was missing.
//
//	go test -json ./... | verdict -need postgres -need browsertest
//
// Exit status: 0 when every test passed, 1 otherwise.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	var needs []string
	flag.Func("need", "fail unless a test passed whose package or name holds `words` (may be repeated)", func(words string) error {
		needs = append(needs, words)
		return nil
	})
	flag.Parse()
	got, err := read(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "verdict:", err)
		os.Exit(1)
	}
	complaints := got.complaints(needs)
	fmt.Printf("%d passed, %d failed, %d skipped\n", len(got.passed), len(got.failed), len(got.skipped))
	if len(complaints) > 0 {
		fmt.Println(strings.Join(complaints, "\n"))
		os.Exit(1)
	}
}
