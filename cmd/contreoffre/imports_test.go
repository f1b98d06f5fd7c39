package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// room is what one package may import: our own packages, and the outside
// libraries to which it is the only door.
type room struct {
	ours  []string
	doors []string
}

// house is the table of the design, section 2. Changing it is a decision
// record.
var house = map[string]room{
	"law":        {doors: []string{"github.com/rickar/cal/"}},
	"lang":       {ours: []string{"law"}, doors: []string{"golang.org/x/text/"}},
	"vault":      {doors: []string{"crypto/aes", "crypto/cipher", "crypto/hmac", "crypto/hkdf", "crypto/rand"}},
	"migrations": {doors: []string{"github.com/pressly/goose/", "database/sql"}},
	"models": {ours: []string{"law", "vault", "migrations"},
		doors: []string{"gorm.io/", "github.com/glebarez/", "github.com/jackc/pgx/", "database/sql"}},
	"interview": {ours: []string{"law", "models"}},
	"letters":   {ours: []string{"law", "lang", "models", "interview"}},
	"dossier":   {ours: []string{"law", "models", "interview"}, doors: []string{"github.com/santhosh-tekuri/jsonschema/"}},
	"evidence": {ours: []string{"law", "vault", "models"},
		doors: []string{"image", "github.com/minio/", "github.com/gabriel-vasile/mimetype", "github.com/disintegration/", "github.com/gen2brain/"}},
	"pdf": {ours: []string{"letters", "lang", "law"},
		doors: []string{"github.com/jung-kurt/gofpdf", "github.com/pdfcpu/", "github.com/go-fonts/", "golang.org/x/image/font/"}},
	"views":    {ours: []string{"law", "lang", "models", "interview", "letters"}, doors: []string{"html/template"}},
	"mail":     {ours: []string{"law", "lang", "models", "letters"}, doors: []string{"github.com/wneessen/go-mail", "github.com/arran4/golang-ical", "net/smtp"}},
	"handlers": {ours: []string{"law", "lang", "vault", "migrations", "models", "interview", "letters", "dossier", "evidence", "pdf", "views", "mail"}, doors: []string{"github.com/gofiber/", "github.com/valyala/fasthttp"}},
	"cmd/contreoffre": {ours: []string{"law", "lang", "vault", "migrations", "models", "interview", "letters", "dossier", "evidence", "pdf", "views", "mail", "handlers"},
		doors: []string{"github.com/alecthomas/kong", "github.com/caarlos0/env/"}},
	// Tools for the tests; they know nothing of the house.
	"scripts/promises": {},
	"scripts/sbom":     {},
	"scripts/mutants":  {},
	"scripts/vulns":    {},
	// Hostile files, drawn with whatever draws them.
	"evidence/evidencetest": {ours: []string{"evidence"}, doors: []string{"image", "github.com/jung-kurt/gofpdf"}},
	"handlers/browsertest":  {doors: []string{"github.com/chromedp/"}},
	"scripts/verdict":       {},
}

// shared are outside packages that more than one room may use: they are parts
// of the language as we use it, not doors.
var shared = []string{"golang.org/x/text/unicode/norm", "image", "crypto/sha256", "crypto/rand", "crypto/subtle"}

func TestEachRoomImportsOnlyWhatTheDesignAllows(t *testing.T) {
	for _, pkg := range listPackages(t) {
		name := strings.TrimPrefix(pkg.ImportPath, "contreoffre/")
		r, ok := house[name]
		if !ok {
			// Test harnesses stand below the room they test.
			r, ok = house[strings.SplitN(name, "/", 2)[0]]
			if !ok {
				t.Errorf("%s is not a room of the house", name)
				continue
			}
			r.ours = append(slices.Clone(r.ours), strings.SplitN(name, "/", 2)[0])
		}
		for _, imported := range pkg.Imports {
			if own, ok := strings.CutPrefix(imported, "contreoffre/"); ok {
				if !slices.Contains(r.ours, own) {
					t.Errorf("%s may not import %s", name, own)
				}
				continue
			}
			if door, guarded := keeperOf(imported); guarded && !slices.Contains(shared, imported) && !holds(r.doors, imported) {
				t.Errorf("%s imports %s, whose only door is %s", name, imported, door)
			}
		}
	}
}

// P33: a table in the hands of a spreadsheet may be a program. None leaves.
func TestNothingWritesATable(t *testing.T) {
	for _, pkg := range listPackages(t) {
		if slices.Contains(pkg.Imports, "encoding/csv") {
			t.Errorf("%s writes CSV: a first character of = + - @ needs a quote before it", pkg.ImportPath)
		}
	}
}

func keeperOf(imported string) (string, bool) {
	for name, r := range house {
		if holds(r.doors, imported) {
			return name, true
		}
	}
	return "", false
}

func holds(doors []string, imported string) bool {
	return slices.ContainsFunc(doors, func(door string) bool {
		if strings.HasSuffix(door, "/") {
			return strings.HasPrefix(imported, door)
		}
		return imported == door || strings.HasPrefix(imported, door+"/")
	})
}

type listed struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "contreoffre/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg listed
		err := decoder.Decode(&pkg)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, pkg)
	}
}
