package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// result is how a test ended on one engine; an empty engine means that it
// needs no database.
type result struct {
	ended  string // pass, fail, skip
	figure string // what it measured, in its own words
}

// engines are the names of the halves of a test that runs on both databases.
var engines = []string{"sqlite", "postgres"}

// results holds what ran: by test, then by engine.
type results map[test]map[string]result

// runAll runs the tests of every promise, each once, package by package.
func runAll(long bool, log io.Writer) (results, error) {
	byPackage := map[string][]string{}
	var packages []string
	for _, p := range promises {
		for _, t := range p.Tests {
			if byPackage[t.Package] == nil {
				packages = append(packages, t.Package)
			}
			if !slices.Contains(byPackage[t.Package], t.Name) {
				byPackage[t.Package] = append(byPackage[t.Package], t.Name)
			}
		}
	}
	all := results{}
	for _, pkg := range packages {
		fmt.Fprintf(log, "%s: %d tests\n", pkg, len(byPackage[pkg]))
		if err := runPackage(all, pkg, byPackage[pkg], long); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func runPackage(all results, pkg string, names []string, long bool) error {
	run := exec.Command("go", "test", "-json", "-count=1", "-timeout", "60m", "-run", "^("+strings.Join(names, "|")+")$", "./"+pkg)
	run.Env, run.Stderr = os.Environ(), os.Stderr
	if long {
		run.Env = append(run.Env, "CONTREOFFRE_LONG=1")
	}
	out, err := run.StdoutPipe()
	if err != nil {
		return err
	}
	if err := run.Start(); err != nil {
		return err
	}
	err = all.read(out)
	var failed *exec.ExitError
	if ended := run.Wait(); ended != nil && !errors.As(ended, &failed) { // a failed test is a result
		err = errors.Join(err, ended)
	}
	return err
}

// figureMark begins the line in which a test says what it measured.
const figureMark = "figure: "

// module begins the path of each package of ours.
const module = "contreoffre/"

// read takes what "go test -json" writes, of whatever tests.
func (all results) read(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e struct{ Action, Package, Test, Output string }
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Test == "" {
			continue
		}
		pkg := strings.TrimPrefix(e.Package, module)
		name, part, _ := strings.Cut(e.Test, "/")
		engine := engineOf(part)
		if all[test{pkg, name}] == nil {
			all[test{pkg, name}] = map[string]result{}
		}
		at := all[test{pkg, name}]
		seen := at[engine]
		if _, figure, ok := strings.Cut(e.Output, figureMark); ok {
			seen.figure = joined(seen.figure, strings.TrimSpace(figure))
		}
		switch e.Action {
		case "pass", "fail", "skip":
			// Several tables may run on one engine: the worst counts.
			if rank(e.Action) > rank(seen.ended) {
				seen.ended = e.Action
			}
		}
		at[engine] = seen
	}
	return lines.Err()
}

func rank(ended string) int { return slices.Index([]string{"", "pass", "skip", "fail"}, ended) }

func joined(figures, figure string) string {
	if figures == "" {
		return figure
	}
	return figures + "; " + figure
}

// engineOf finds the engine among the parts of a subtest's name.
func engineOf(subtest string) string {
	for part := range strings.SplitSeq(subtest, "/") {
		if slices.Contains(engines, part) {
			return part
		}
	}
	return ""
}

// of is a promise's result on an engine: the worst of its tests, what they
// measured, and how many they are. ok is false when none ran there.
func (all results) of(p promise, engine string) (sum result, tests int, ok bool) {
	var figures []string
	for _, t := range p.Tests {
		r, ran := all[t][engine]
		if engine == "" && ran && len(all[t]) > 1 && r.ended == "pass" && r.figure == "" {
			continue // the whole of a test that is told by engine
		}
		if !ran {
			continue
		}
		tests++
		if rank(r.ended) > rank(sum.ended) {
			sum.ended = r.ended
		}
		if r.figure != "" {
			figures = append(figures, r.figure)
		}
	}
	sum.figure = strings.Join(figures, "; ")
	return sum, tests, tests > 0
}

// table prints a line for each promise and engine, and returns those that do
// not hold.
func (all results) table(w io.Writer) (broken []string) {
	fmt.Fprintf(w, "\n%-5s %-9s %-5s %s\n", "", "", "tests", "figure")
	for _, p := range promises {
		ranSomewhere := false
		for _, engine := range append([]string{""}, engines...) {
			r, tests, ok := all.of(p, engine)
			if !ok {
				continue
			}
			ranSomewhere = true
			fmt.Fprintf(w, "%-5s %-9s %-5d %-6s %s\n", p.ID, cmp.Or(engine, "–"), tests, r.ended, r.figure)
			if r.ended != "pass" {
				broken = append(broken, strings.TrimSpace(p.ID+" "+engine))
			}
		}
		for _, t := range p.Tests {
			if all[t] == nil {
				ranSomewhere = false
			}
		}
		if !ranSomewhere {
			broken = append(broken, p.ID+" did not run whole")
		}
	}
	return broken
}
