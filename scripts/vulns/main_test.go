package main

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func mustTool(t *testing.T) string {
	t.Helper()
	tool, err := govulncheck("../..")
	if err != nil {
		const what = "govulncheck is not here (scripts/need builds it)"
		if os.Getenv("CI") == "true" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	return tool
}

func folder(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

// P41: silence means something: an invented hole in a library that law calls
// is found, by the same way that asks the real database.
func TestAKnownHoleThatIsReachedIsAFailure(t *testing.T) {
	tool := mustTool(t)
	for trap, test := range map[string]struct {
		db   string
		pkg  string
		fail bool
		says string
	}{
		"a hole that is reached":               {folder(t, "one"), "./law", true, "GO-2026-0000"},
		"a hole in what this one does not use": {folder(t, "one"), "./vault", false, "none reached"},
		"no hole is known":                     {folder(t, "none"), "./law", false, "none reached"},
		"no such folder":                       {folder(t, "nowhere"), "./law", false, "not looked for"},
	} {
		t.Run(trap, func(t *testing.T) {
			var out bytes.Buffer
			err := look(&out, tool, "../..", test.db, []string{test.pkg})
			if errors.Is(err, errReached) != test.fail || err != nil && !test.fail {
				t.Errorf("got %v", err)
			}
			if !strings.Contains(out.String(), test.says) || !test.fail && strings.Count(out.String(), "\n") != 1 {
				t.Errorf("it says:\n%s", out.String())
			}
		})
	}
	if err := look(new(bytes.Buffer), tool, "../..", folder(t, "none"), []string{"./nowhere"}); err == nil {
		t.Error("packages that are not there are taken for packages without holes")
	}
}

// What does not answer, or answers something else, is not asked.
func TestADatabaseThatDoesNotAnswerIsSaidInOneLine(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>Please sign in")) }))
	defer page.Close()
	absent := httptest.NewServer(http.NotFoundHandler())
	defer absent.Close()
	for trap, db := range map[string]string{"nobody listens": "http://" + closed.Addr().String(), "the sign-in page of a network": page.URL, "not found": absent.URL} {
		var out bytes.Buffer
		if err := look(&out, "/no/such/tool", "../..", db, nil); err != nil || !strings.Contains(out.String(), "not looked for") || strings.Count(out.String(), "\n") != 1 {
			t.Errorf("%s: %v\n%s", trap, err, out.String())
		}
	}
}
