package interview_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

func TestEveryQuestionSaysItsTitleAndWhy(t *testing.T) {
	ids := []string{interview.CheckID}
	for _, p := range interview.Pages {
		ids = append(ids, p.ID)
	}
	for _, l := range lang.Langs {
		for _, id := range ids {
			for _, key := range []string{"page." + id + ".title", "page." + id + ".why"} {
				if !lang.Has(l, key) {
					t.Errorf("%s: %s is missing", l, key)
				}
			}
		}
	}
}

func TestEveryFieldAndOptionHasItsWords(t *testing.T) {
	var check func(l lang.Lang, stem string, f interview.Field)
	check = func(l lang.Lang, stem string, f interview.Field) {
		if !lang.Has(l, "field."+stem+".label") {
			t.Errorf("%s: field.%s.label is missing", l, stem)
		}
		for _, option := range f.Options {
			if key := "field." + stem + "." + option; !lang.Has(l, key) {
				t.Errorf("%s: %s is missing", l, key)
			}
		}
		for _, column := range f.Fields {
			check(l, stem+"."+column.Name, column)
		}
	}
	for _, l := range lang.Langs {
		for _, p := range interview.Pages {
			for _, f := range p.Fields {
				check(l, f.Name, f)
			}
		}
	}
}

func TestMonthsAreReadAsTheyAreWritten(t *testing.T) {
	page, _ := interview.PageByID("joined")
	for _, l := range lang.Langs {
		for m := time.January; m <= time.December; m++ {
			var c models.Case
			form := interview.Form{"joined_on.month": {lang.Month(l, m)}, "joined_on.year": {"2023"}}
			if errs := page.Read(form, &c, law.MustDate("2026-11-22")); errs != nil || c.Participation.JoinedOn.Month != m {
				t.Errorf("%s: %s: got %v, %v", l, lang.Month(l, m), c.Participation, errs)
			}
		}
	}
}

// TestEveryErrorHasItsWords reads the error keys out of the source, so that a
// new one cannot be forgotten. Keys put together in code begin with "error."
// and a kind; their ends are listed here.
func TestEveryErrorHasItsWords(t *testing.T) {
	keys := []string{
		"error.line.required", "error.long_text.required", "error.number.required", "error.email.required", "error.choice.required",
		"error.line.too_long", "error.long_text.too_long", "error.email.too_long",
		"error.amount.malformed", "error.currency.malformed", "error.time.malformed", "error.link.malformed",
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				whole := strings.Count(s, ".") >= 2 && !strings.HasSuffix(s, ".")
				if whole && (strings.HasPrefix(s, "error.") || strings.HasPrefix(s, "warning.")) {
					keys = append(keys, s)
				}
			}
			return true
		})
	}
	if len(keys) < 30 {
		t.Fatalf("only %d keys were found", len(keys))
	}
	for _, l := range lang.Langs {
		for _, key := range keys {
			if !lang.Has(l, key) {
				t.Errorf("%s: %s is missing", l, key)
			}
		}
	}
}
