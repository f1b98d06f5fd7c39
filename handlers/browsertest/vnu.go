package browsertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// HTMLFault is what the Nu HTML checker says of one page.
type HTMLFault struct {
	Page    string // the name the page was given
	Line    int
	Level   string // error, warning
	Message string
}

// String says the fault in one line.
func (f HTMLFault) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.Page, f.Line, f.Level, f.Message)
}

// CheckHTML has the Nu HTML checker read pages, given by name, and returns
// their faults in the order of the checker; none is what we want. One call costs
// seconds however many pages there are: give all at once. Without Java, or
// without scripts/need having fetched the checker, the test is skipped, or fails
// when CI=true is set.
func CheckHTML(t testing.TB, pages map[string]string) []HTMLFault {
	t.Helper()
	checker := tool(t, "vnu-jar/build/dist/vnu.jar")
	java, err := exec.LookPath("java")
	if err != nil {
		missing(t, "no Java found: install default-jre-headless")
	}
	folder := t.TempDir()
	arguments := []string{"-jar", checker, "--format", "json", "--stdout", "--exit-zero-always"}
	names := make(map[string]string, len(pages)) // by the address the checker uses
	for name, html := range pages {
		path := filepath.Join(folder, fmt.Sprintf("%d.html", len(names)))
		if err := os.WriteFile(path, []byte(html), 0o600); err != nil {
			t.Fatal(err)
		}
		names["file:"+path] = name
		arguments = append(arguments, path)
	}
	var complaint bytes.Buffer
	command := exec.CommandContext(t.Context(), java, arguments...)
	command.Stderr = &complaint
	said, err := command.Output()
	if err != nil {
		t.Fatalf("the HTML checker: %v: %s", err, complaint.Bytes())
	}
	faults, err := readFaults(said, names)
	if err != nil {
		t.Fatalf("the HTML checker: %v", err)
	}
	return faults
}

// readFaults reads the checker's JSON. Its "info" with subtype "warning" is a
// warning; other "info" is chatter.
func readFaults(said []byte, names map[string]string) ([]HTMLFault, error) {
	var report struct {
		Messages []struct {
			Type, SubType, URL, Message string
			LastLine                    int
		}
	}
	if err := json.Unmarshal(said, &report); err != nil {
		return nil, err
	}
	var faults []HTMLFault
	for _, m := range report.Messages {
		level := m.Type
		if level == "info" {
			level = m.SubType
		}
		if level == "" {
			continue
		}
		faults = append(faults, HTMLFault{Page: names[m.URL], Line: m.LastLine, Level: level, Message: m.Message})
	}
	return faults, nil
}
