package dossier

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"contreoffre/interview"
	"contreoffre/lang"
)

// eachNode calls visit for every schema below node: name is the property or
// definition it is for.
func eachNode(node map[string]any, name string, visit func(name string, node map[string]any)) {
	visit(name, node)
	for _, group := range []string{"properties", "$defs"} {
		children, _ := node[group].(map[string]any)
		for key, child := range children {
			eachNode(child.(map[string]any), key, visit)
		}
	}
	for _, key := range []string{"items", "additionalProperties"} {
		if child, ok := node[key].(map[string]any); ok {
			eachNode(child, name, visit)
		}
	}
}

func TestEveryPropertyOfTheSchemaHasItsWords(t *testing.T) {
	for _, l := range lang.Langs {
		eachNode(schemaTree(t), "", func(_ string, node map[string]any) {
			properties, _ := node["properties"].(map[string]any)
			for key := range properties {
				if !lang.Has(l, "dossier.field."+key) {
					t.Errorf("%s: dossier.field.%s is missing", l, key)
				}
			}
		})
	}
}

func TestEveryDayOfTheSchemaIsChecked(t *testing.T) {
	eachNode(schemaTree(t), "", func(_ string, node map[string]any) {
		properties, _ := node["properties"].(map[string]any)
		for key, child := range properties {
			got, want := isDay(key), child.(map[string]any)["$ref"] == "#/$defs/day"
			if got != want {
				t.Errorf("%s: is a day: got %v, want %v", key, got, want)
			}
		}
	})
}

func TestEveryProblemHasItsWords(t *testing.T) {
	keys := []string{}
	for _, kind := range []string{"string", "array", "object", "boolean", "integer"} {
		keys = append(keys, "dossier.error.type."+kind)
	}
	eachNode(schemaTree(t), "", func(name string, node map[string]any) {
		if _, ok := node["pattern"]; ok {
			keys = append(keys, "dossier.error.form."+name)
		}
	})
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
				if s, _ := strconv.Unquote(lit.Value); strings.HasPrefix(s, "dossier.") && !strings.HasSuffix(s, ".") && s != Name {
					keys = append(keys, s)
				}
			}
			return true
		})
	}
	if len(keys) < 45 {
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

func TestAPlaceIsNamedInWords(t *testing.T) {
	path := []string{"requests", "1", "events", "0", "on"}
	for l, want := range map[lang.Lang]string{
		lang.FR: "demandes, élément 2, événements, élément 1, jour",
		lang.EN: "requests, item 2, events, item 1, day",
	} {
		if got := lang.PlainSpaces(lang.Place(l, path)); got != want {
			t.Errorf("%s: got %q, want %q", l, got, want)
		}
	}
	if got := lang.Place(lang.EN, []string{"nmae"}); got != "“nmae”" {
		t.Errorf("an unknown key: got %q", got)
	}
	if got := lang.Place(lang.EN, nil); got != "the file" {
		t.Errorf("no place: got %q", got)
	}
}

// limitsOf are the schema's definitions that fields of the interview answer
// to, with the fields' own limits.
func TestTheInterviewKeepsToTheLimitsOfTheSchema(t *testing.T) {
	root := schemaTree(t)
	limit := func(def string) int {
		return int(root["$defs"].(map[string]any)[def].(map[string]any)["maxLength"].(float64))
	}
	line, text, long, email, link := limit("line"), limit("text"), limit("long_text"), limit("email"), limit("https")
	var check func(f interview.Field)
	check = func(f interview.Field) {
		want := 0
		switch {
		case f.Kind == interview.Line && f.Rule == interview.LinkRule:
			want = link
		case f.Kind == interview.Line && f.Rule == "":
			want = line
		case f.Kind == interview.LongText && f.Name == "terms":
			want = long
		case f.Kind == interview.LongText:
			want = text
		case f.Kind == interview.EmailLine:
			want = email
		}
		if want > 0 && f.MaxLength != want {
			t.Errorf("%s: got %d, want %d", f.Name, f.MaxLength, want)
		}
		for _, column := range f.Fields {
			check(column)
		}
	}
	for _, p := range interview.Pages {
		for _, f := range p.Fields {
			check(f)
		}
	}
}

// TestTheInterviewOffersWhatTheSchemaHolds compares the options of closed
// questions with the enumerations of the schema.
func TestTheInterviewOffersWhatTheSchemaHolds(t *testing.T) {
	enums := map[string][]string{}
	root := schemaTree(t)
	eachNode(root, "", func(_ string, node map[string]any) {
		properties, _ := node["properties"].(map[string]any)
		for key, child := range properties {
			if options := enumOf(root, child.(map[string]any)); options != nil {
				enums[key] = append(enums[key], options...)
			}
		}
	})
	// "unknown" is a button, "self" is nobody representing the person.
	own := map[string][]string{"acting": nil, "offer": nil, "account_still_open": nil, "account_language": nil, "holidays": nil, "answer": append(enums["kind"], "none")}
	var check func(f interview.Field)
	check = func(f interview.Field) {
		allowed, special := own[f.Name]
		if !special {
			allowed = enums[f.Name]
		}
		for _, option := range f.Options {
			if (!special || allowed != nil) && !slices.Contains(allowed, option) {
				t.Errorf("%s offers %q, which the schema does not hold: %v", f.Name, option, allowed)
			}
		}
		for _, column := range f.Fields {
			check(column)
		}
	}
	for _, p := range interview.Pages {
		for _, f := range p.Fields {
			check(f)
		}
	}
}

func enumOf(root, node map[string]any) []string {
	node = resolved(root, node)
	if items, ok := node["items"].(map[string]any); ok {
		node = resolved(root, items)
	}
	options, _ := node["enum"].([]any)
	var words []string
	for _, option := range options {
		words = append(words, option.(string))
	}
	return words
}
