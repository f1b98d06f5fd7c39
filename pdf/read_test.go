package pdf

import (
	"bytes"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/letters"
)

// mustTool finds a program that reads PDFs. Without it the test is skipped,
// except where the project is verified as a whole.
func mustTool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed; it is in Debian's poppler-utils or qpdf", name)
	}
	t.Skipf("%s is not installed", name)
	return ""
}

func mustDraw(t testing.TB, d letters.Document) []byte {
	t.Helper()
	return mustWrite(t, func(w io.Writer) error { return Write(w, d) })
}

func mustDrawTwin(t testing.TB, twin letters.Twin) []byte {
	t.Helper()
	return mustWrite(t, func(w io.Writer) error { return WriteTwin(w, twin) })
}

func mustWrite(t testing.TB, draw func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// run gives a PDF to a program and returns what it prints.
func mustRun(t testing.TB, file []byte, name string, args ...string) string {
	t.Helper()
	tool := mustTool(t, name)
	path := filepath.Join(t.TempDir(), "drawn.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, arg := range args {
		if arg == "FILE" {
			args[i] = path
		}
	}
	out, err := exec.Command(tool, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// mustText returns the text of a PDF in the order in which it was drawn, a
// string for each page, its white space collapsed.
func mustText(t testing.TB, file []byte) []string {
	t.Helper()
	pages := strings.Split(strings.TrimSuffix(mustRun(t, file, "pdftotext", "-raw", "FILE", "-"), "\f"), "\f")
	for i, page := range pages {
		pages[i] = collapse(page)
	}
	return pages
}

// mustTextWithoutFeet is mustText in one string, the foot of each page left
// out, so that a paragraph may run over a page break.
func mustTextWithoutFeet(t testing.TB, file []byte, d letters.Document) string {
	t.Helper()
	pages := mustText(t, file)
	for i, page := range pages {
		foot := collapse(d.Notice + " " + lang.T(d.Lang, "pdf.page", "page", i+1, "pages", len(pages)))
		before, found := strings.CutSuffix(page, foot)
		if !found {
			t.Fatalf("page %d does not end in its foot %q:\n%s", i+1, foot, page)
		}
		pages[i] = before
	}
	return collapse(strings.Join(pages, " "))
}

func collapse(s string) string { return strings.Join(strings.Fields(lang.PlainSpaces(s)), " ") }

// word is where pdftotext saw a word, in millimetres from the top left.
type word struct {
	page                   int
	left, top, right, foot float64
	text                   string
}

var bboxLine = regexp.MustCompile(`<page |<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)</word>`)

func mustWords(t testing.TB, file []byte) []word {
	t.Helper()
	var words []word
	page := 0
	for _, m := range bboxLine.FindAllStringSubmatch(mustRun(t, file, "pdftotext", "-bbox", "FILE", "-"), -1) {
		if m[0] == "<page " {
			page++
			continue
		}
		words = append(words, word{page, inMillimetres(t, m[1]), inMillimetres(t, m[2]), inMillimetres(t, m[3]), inMillimetres(t, m[4]), html.UnescapeString(m[5])})
	}
	if len(words) == 0 {
		t.Fatal("no word came back")
	}
	return words
}

func inMillimetres(t testing.TB, points string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(points, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n * millimetresPerPoint
}

func mustBeSound(t testing.TB, file []byte) {
	t.Helper()
	if out := mustRun(t, file, "qpdf", "--check", "FILE"); strings.Contains(out, "WARNING") {
		t.Errorf("qpdf: %s", out)
	}
}
