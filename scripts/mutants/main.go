// Command mutants breaks a copy of the program, one thing at a time, and runs
// the test that must notice. A breakage that leaves its test green means that
// the test proves nothing. Run it at the root of the repository:
//
//	go run ./scripts/mutants
//
// Exit status: 0 when every test was green before its breakage and red with
// it, 1 otherwise.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	survivors, err := runAll()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
	if survivors > 0 {
		fmt.Printf("%d of %d were not noticed\n", survivors, len(mutants))
		os.Exit(1)
	}
	fmt.Printf("all %d were noticed\n", len(mutants))
}

func runAll() (survivors int, err error) {
	dir, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	if err := copyTree(dir); err != nil {
		return 0, err
	}
	for _, m := range mutants {
		verdict, noticed, err := m.try(dir)
		if err != nil {
			return survivors, err
		}
		if !noticed {
			survivors++
		}
		fmt.Printf("%-9s %s (%s)\n", verdict, m.Breaks, m.Test)
	}
	return survivors, nil
}

// copyTree copies the files that git knows or would add.
func copyTree(dir string) error {
	list, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(list), "\x00"), "\x00") {
		content, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			continue // deleted and not yet committed
		}
		if err != nil {
			return err
		}
		to := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(to, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// try breaks the copy, runs the test, and mends the copy again.
func (m mutant) try(dir string) (verdict string, noticed bool, err error) {
	if out, failed := m.test(dir); failed {
		return "red", false, fmt.Errorf("%s fails before anything is broken:\n%s", m.Test, out)
	}
	path := filepath.Join(dir, filepath.FromSlash(m.File))
	whole, err := os.ReadFile(path)
	if err != nil {
		return "", false, err
	}
	broken, err := m.apply(whole)
	if err != nil {
		return "", false, err
	}
	if err := os.WriteFile(path, broken, 0o600); err != nil {
		return "", false, err
	}
	out, failed := m.test(dir)
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		return "", false, err
	}
	switch {
	case !failed:
		return "SURVIVED", false, nil
	case !strings.Contains(out, "--- FAIL: "+m.Test):
		return "", false, fmt.Errorf("%s does not run any more:\n%s", m.Breaks, out)
	}
	return "noticed", true, nil
}

// apply returns the broken file; the text to break must stand in it once.
func (m mutant) apply(source []byte) ([]byte, error) {
	if n := bytes.Count(source, []byte(m.Old)); n != 1 {
		return nil, fmt.Errorf("%s: %d times in %s: %s", m.Breaks, n, m.File, m.Old)
	}
	return bytes.Replace(source, []byte(m.Old), []byte(m.New), 1), nil
}

// test reports whether the test fails in the copy.
func (m mutant) test(dir string) (out string, failed bool) {
	run := exec.Command("go", "test", "-count=1", "-vet=off", "-run", "^"+m.Test+"$", "./"+m.Package)
	run.Dir = dir
	text, err := run.CombinedOutput()
	return string(text), err != nil
}
