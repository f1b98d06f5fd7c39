// Command promises runs the tests that prove what the service promises and
// prints what they measured, by promise and database; with -write it writes
// docs/promises.md instead. Run it at the root of the repository:
//
//	go run ./scripts/promises [-long] [-write]
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
	flag.Parse()
	if *write {
		if err := os.WriteFile("docs/promises.md", []byte(page()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "promises:", err)
			os.Exit(1)
		}
		return
	}
	all, err := runAll(*long, os.Stderr)
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
