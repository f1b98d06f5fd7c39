package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// event is one line of "go test -json"; see "go doc test2json".
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// outcome holds the tests of a run by how they ended, each as "package test",
// and the packages that failed as a whole.
type outcome struct {
	passed, failed, skipped []string
}

// complaints says in a line each why the run is not good: what failed, what
// was skipped, and which of the needs no passed test meets.
func (o outcome) complaints(needs []string) []string {
	var lines []string
	for _, name := range o.failed {
		lines = append(lines, "failed: "+name)
	}
	for _, name := range o.skipped {
		lines = append(lines, "skipped: "+name)
	}
	for _, need := range needs {
		if !holdsAny(o.passed, need) {
			lines = append(lines, "missing: no passed test is about "+need)
		}
	}
	return lines
}

// holdsAny reports whether one of the names holds the words, in any case.
func holdsAny(names []string, words string) bool {
	for _, name := range names {
		if strings.Contains(strings.ToLower(name), strings.ToLower(words)) {
			return true
		}
	}
	return false
}

// read sorts the tests of a run by how they ended. What failed or was skipped
// is written to w with its output, and so are the closing lines of the
// packages, as soon as they are known. A line that is not JSON is passed on as
// it stands. The error is that of reading or writing.
func read(r io.Reader, w io.Writer) (outcome, error) {
	run := run{w: w, kept: make(map[string]map[string]string)}
	for lines := bufio.NewReader(r); ; {
		line, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return run.outcome, err
		}
		if takeErr := run.take(line); takeErr != nil {
			return run.outcome, takeErr
		}
		if err != nil {
			return run.outcome, nil
		}
	}
}

// run is a run of tests as far as it was read.
type run struct {
	outcome
	w io.Writer
	// kept is what each test of each package wrote, until it is known how the
	// test ends.
	kept map[string]map[string]string
}

// take reads one line, which may be empty.
func (r *run) take(line string) error {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		return r.show(line)
	}
	if e.Test == "" {
		return r.takePackage(e)
	}
	name := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		r.keep(e)
	case "pass":
		r.passed = append(r.passed, name)
		delete(r.kept[e.Package], e.Test)
	case "fail":
		r.failed = append(r.failed, name)
		return r.showKept(e.Package, e.Test)
	case "skip":
		r.skipped = append(r.skipped, name)
		return r.showKept(e.Package, e.Test)
	}
	return nil
}

// takePackage reads a line about a package as a whole. A package without
// tests counts as skipped for Go; it is not for us.
func (r *run) takePackage(e event) error {
	switch e.Action {
	case "output", "build-output":
		if e.Output != "PASS\n" {
			return r.show(e.Output)
		}
	case "fail":
		r.failed = append(r.failed, e.Package)
		// A panic or a time limit ends a package before its tests end.
		for test := range r.kept[e.Package] {
			if err := r.showKept(e.Package, test); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep stores a line that a test wrote, except the marks of test switching.
func (r *run) keep(e event) {
	if strings.HasPrefix(e.Output, "=== ") {
		return
	}
	if r.kept[e.Package] == nil {
		r.kept[e.Package] = make(map[string]string)
	}
	r.kept[e.Package][e.Test] += e.Output
}

func (r *run) showKept(pkg, test string) error {
	text := r.kept[pkg][test]
	delete(r.kept[pkg], test)
	return r.show(text)
}

func (r *run) show(text string) error {
	_, err := io.WriteString(r.w, text)
	return err
}
