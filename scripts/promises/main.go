// Command promises runs the tests that prove what the service promises and
// prints what they measured, by promise and database; with -write it writes
// docs/promises.md instead. With -of it runs nothing and reads a run of tests
// from a file, as "go test -json" wrote it. Run it at the root of the repository:
//
//	go run ./scripts/promises [-long | -write | -of FILE]
//
// Exit status: 0 when every promise holds, 1 otherwise; a test that was skipped
// proves nothing.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	long := flag.Bool("long", false, "many more rounds of the tests that have rounds")
	write := flag.Bool("write", false, "write docs/promises.md and run nothing")
	file := flag.String("of", "", "run nothing and tell of the run in a `file`")
	flag.Parse()
	if *write {
		if err := os.WriteFile("docs/promises.md", []byte(page()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "promises:", err)
			os.Exit(1)
		}
		return
	}
	all, err := resultsOf(*file, *long)
	if err != nil {
		fmt.Fprintln(os.Stderr, "promises:", err)
		os.Exit(1)
	}
	if broken := all.table(os.Stdout); len(broken) > 0 {
		fmt.Println("\nnot kept: " + strings.Join(broken, ", "))
		os.Exit(1)
	}
	fmt.Println("\nevery promise holds")
}

// resultsOf reads the run in a file or, without one, runs the tests.
func resultsOf(file string, long bool) (results, error) {
	if file == "" {
		return runAll(long, os.Stderr)
	}
	run, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer run.Close()
	all := results{}
	return all, all.read(run)
}
