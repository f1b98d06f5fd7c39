package dossier

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

//go:embed schema.json
var schemaText []byte

// schema is compiled once; validating does not write to it.
var schema = mustCompile()

func mustCompile() *jsonschema.Schema {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaText))
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(noLoader{})
	if err := compiler.AddResource(schemaURL, tree); err != nil {
		panic(err)
	}
	return compiler.MustCompile(schemaURL)
}

const schemaURL = "https://contre-offre.invalid/dossier/v1"

// noLoader refuses to fetch: the schema stands alone.
type noLoader struct{}

func (noLoader) Load(string) (any, error) {
	return nil, errors.New("dossier: the schema refers to nothing outside itself")
}

// checkSchema holds the tree against the schema and returns every difference.
func checkSchema(tree any) Problems {
	var ps Problems
	var invalid *jsonschema.ValidationError
	if err := schema.Validate(tree); errors.As(err, &invalid) {
		differences(invalid, &ps)
	}
	return ps
}

// differences turns the validator's tree of causes into problems. An anyOf is
// told as one: its branches only say what either alternative lacks.
func differences(e *jsonschema.ValidationError, ps *Problems) {
	path := e.InstanceLocation
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, key := range k.Missing {
			ps.add(at(path, key), "dossier.error.missing")
		}
	case *kind.DependentRequired:
		for _, key := range k.Missing {
			ps.add(at(path, key), "dossier.error.missing")
		}
	case *kind.AdditionalProperties:
		for _, key := range k.Properties {
			ps.add(at(path, key), "dossier.error.unknown_key")
		}
	case *kind.AnyOf:
		ps.add(path, "dossier.error.no_offer")
	case *kind.Type:
		ps.add(path, "dossier.error.type."+k.Want[0])
	case *kind.Enum:
		ps.add(path, "dossier.error.option", "got", written(k.Got), "options", listed(k.Want))
	case *kind.Const:
		ps.add(path, "dossier.error.const", "want", written(k.Want))
	case *kind.Pattern:
		ps.add(path, "dossier.error.form."+lastOf(e.SchemaURL))
	case *kind.MaxLength:
		ps.add(path, "dossier.error.too_long", "max", k.Want, "n", k.Got)
	case *kind.MinItems:
		ps.add(path, "dossier.error.too_few", "min", k.Want)
	case *kind.MaxItems:
		ps.add(path, "dossier.error.too_many", "max", k.Want)
	case *kind.UniqueItems:
		ps.add(path, "dossier.error.same_item", "a", k.Duplicates[0]+1, "b", k.Duplicates[1]+1)
	case *kind.Minimum:
		ps.add(path, "dossier.error.too_small", "min", k.Want.RatString())
	case *kind.Maximum:
		ps.add(path, "dossier.error.too_large", "max", k.Want.RatString())
	default:
		if len(e.Causes) == 0 {
			ps.add(path, "dossier.error.schema")
		}
		for _, cause := range e.Causes {
			differences(cause, ps)
		}
	}
}

// lastOf returns the last name of a schema's address: "day" of …/$defs/day.
func lastOf(url string) string { return url[strings.LastIndexByte(url, '/')+1:] }

// written shows a value of the file, cut where it is too long to be shown.
func written(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	const most = 60
	text := []rune(string(raw))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

func listed(options []any) string {
	words := make([]string, len(options))
	for i, option := range options {
		words[i] = written(option)
	}
	return strings.Join(words, ", ")
}
