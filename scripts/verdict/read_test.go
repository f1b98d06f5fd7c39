package main

import (
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	tests := []struct {
		trap       string
		in         string
		needs      []string
		complaints []string
		shown      string // what a person sees
	}{
		{
			trap: "a green run shows the closing line alone",
			in: `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`,
			shown: "ok  \tp\t0.1s\n",
		},
		{
			trap: "a skipped test is not a green run",
			in: `{"Action":"output","Package":"p","Test":"TestDB","Output":"    db_test.go:9: no server\n"}
{"Action":"skip","Package":"p","Test":"TestDB"}
{"Action":"pass","Package":"p"}
`,
			complaints: []string{"skipped: p TestDB"},
			shown:      "    db_test.go:9: no server\n",
		},
		{
			trap: "a package without tests is not a skipped test",
			in: `{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}
{"Action":"skip","Package":"q"}
`,
			shown: "?   \tq\t[no test files]\n",
		},
		{
			trap: "a panic shows what the unfinished tests wrote",
			in: `{"Action":"output","Package":"p","Test":"TestA","Output":"panic: boom\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p"}
`,
			complaints: []string{"failed: p"},
			shown:      "FAIL\tp\t0.1s\npanic: boom\n",
		},
		{
			trap: "a package that does not build",
			in: `{"ImportPath":"p","Action":"build-output","Output":"./a.go:1:1: no\n"}
{"ImportPath":"p","Action":"build-fail"}
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p"}
`,
			complaints: []string{"failed: p"},
			shown:      "./a.go:1:1: no\nFAIL\tp [build failed]\n",
		},
		{
			trap: "a need that nobody met",
			in: `{"Action":"pass","Package":"p","Test":"TestStore/sqlite"}
`,
			needs:      []string{"SQLite", "postgres"},
			complaints: []string{"missing: no passed test is about postgres"},
		},
		{
			trap: "a need met only by a failure",
			in: `{"Action":"fail","Package":"p","Test":"TestStore/postgres"}
`,
			needs:      []string{"postgres"},
			complaints: []string{"failed: p TestStore/postgres", "missing: no passed test is about postgres"},
		},
		{
			trap:  "a line that is not JSON is passed on, without its line end too",
			in:    "go: downloading x",
			shown: "go: downloading x",
		},
	}
	for _, test := range tests {
		t.Run(test.trap, func(t *testing.T) {
			var shown strings.Builder
			got, err := read(strings.NewReader(test.in), &shown)
			if err != nil {
				t.Fatal(err)
			}
			if got := got.complaints(test.needs); !slices.Equal(got, test.complaints) {
				t.Errorf("complaints: got %q, want %q", got, test.complaints)
			}
			if got, want := shown.String(), test.shown; got != want {
				t.Errorf("shown: got %q, want %q", got, want)
			}
		})
	}
}
