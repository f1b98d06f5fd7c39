package dossier

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"contreoffre/law"
	"contreoffre/models"

	"github.com/google/go-cmp/cmp"
)

var today = law.MustDate("2026-11-22")

// sampler builds a value for every property of the schema by walking it, so
// that a property added there is tested without anybody thinking of it.
type sampler struct {
	root map[string]any
	ids  int
	seen map[string]bool // definitions and properties met
}

// forms are values for what the schema describes by a pattern.
var forms = map[string]string{
	"day": "2024-03-05", "instant": "2024-03-05T10:11:12.5Z", "hash": strings.Repeat("a", 64), "email": "a@example.org",
	"https": "https://example.org/a", "country": "IE", "authority": "IE-DPC", "amount": "12.50", "line": "Une ligne « Łódź »",
	"joined_time": "21:05", "account_language": "fr", "currency": "EUR",
}

func (s *sampler) value(t *testing.T, name string, node map[string]any) any {
	t.Helper()
	if ref, ok := node["$ref"].(string); ok {
		def := strings.TrimPrefix(ref, "#/$defs/")
		return s.value(t, def, s.root["$defs"].(map[string]any)[def].(map[string]any))
	}
	if v, ok := node["const"]; ok {
		return v
	}
	if options, ok := node["enum"].([]any); ok {
		return options[len(options)-1]
	}
	switch kind := node["type"]; kind {
	case "object":
		object := map[string]any{}
		properties, _ := node["properties"].(map[string]any)
		for _, key := range sortedKeys(properties) {
			s.seen[key] = true
			object[key] = s.value(t, key, properties[key].(map[string]any))
		}
		if more, ok := node["additionalProperties"].(map[string]any); ok {
			object["fr.opening.1"] = s.value(t, name, more)
		}
		return object
	case "array":
		items := node["items"].(map[string]any)
		if options, ok := resolved(s.root, items)["enum"].([]any); ok {
			return options // every option at once
		}
		return []any{s.value(t, name, items)}
	case "string":
		if name == "id" {
			s.ids++
			return "id-" + strconv.Itoa(s.ids)
		}
		if v, ok := forms[name]; ok {
			return v
		}
		if _, ok := node["pattern"]; ok {
			t.Fatalf("no sample for the pattern of %q", name)
		}
		return "Deux lignes\nd’un texte, œuvre <b>&"
	case "boolean":
		return true
	case "integer":
		return json.Number("7")
	default:
		if kinds, ok := kind.([]any); ok && kinds[0] == "boolean" {
			return nil // null: "I don't know"
		}
		t.Fatalf("%s: a type the sampler does not know: %v", name, kind)
		return nil
	}
}

func resolved(root, node map[string]any) map[string]any {
	if ref, ok := node["$ref"].(string); ok {
		return root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	return node
}

func schemaTree(t *testing.T) map[string]any {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal(schemaText, &root); err != nil {
		t.Fatal(err)
	}
	return root
}

// wholeDossier holds every property of the schema, with what the rules beyond
// the schema want of it.
func wholeDossier(t *testing.T) (tree map[string]any, files fstest.MapFS) {
	t.Helper()
	s := &sampler{root: schemaTree(t), seen: map[string]bool{}}
	tree = s.value(t, "", s.root).(map[string]any)
	pdf, exhibit := "%PDF-1.4 a letter", "an exhibit"
	request := tree["requests"].([]any)[0].(map[string]any)
	event := request["events"].([]any)[0].(map[string]any)
	followUp := "%PDF-1.4 a letter that followed"
	freeze(request["letter"], "lettres/une lettre.pdf", pdf)
	freeze(event["letter"], "lettres/sa suite.pdf", followUp)
	later := map[string]any{"id": "later", "kind": "withdrawn", "on": "2024-03-06", "cancels": event["id"]}
	delete(event, "cancels")
	request["events"] = []any{event, later}
	evidence := tree["evidence"].([]any)[0].(map[string]any)
	event["evidence"] = []any{evidence["id"]}
	evidence["file"], evidence["sha256"] = "pieces/1.png", hashOf([]byte(exhibit))
	complaint := tree["complaint"].(map[string]any)
	filed := complaint["events"].([]any)[0].(map[string]any)
	filed["id"], filed["kind"] = "filed", "filed"
	complained := "%PDF-1.4 a complaint"
	freeze(filed["letter"], "lettres/la plainte.pdf", complained)
	complaint["events"] = []any{filed, map[string]any{"id": "corrected", "kind": "filed", "on": "2024-03-07", "cancels": "filed"}}
	delete(filed, "cancels")
	tree["person"].(map[string]any)["birth_date"] = "2000-02-29"
	tree["offer"].(map[string]any)["preset"] = "temu-cash-reward-2024"
	return tree, fstest.MapFS{
		Name:                     {Data: asJSON(t, tree)},
		"lettres/une lettre.pdf": {Data: []byte(pdf)},
		"lettres/sa suite.pdf":   {Data: []byte(followUp)},
		"lettres/la plainte.pdf": {Data: []byte(complained)},
		"pieces/1.png":           {Data: []byte(exhibit)},
	}
}

// freeze gives a letter its PDF and its hashes.
func freeze(letter any, path, pdf string) {
	l := letter.(map[string]any)
	l["text_sha256"] = hashOf([]byte(l["text"].(string)))
	l["pdf"], l["pdf_sha256"] = path, hashOf([]byte(pdf))
}

func asJSON(t *testing.T, tree any) []byte {
	t.Helper()
	raw, err := json.MarshalIndent(tree, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(raw, '\n')
}

var update = flag.Bool("update", false, "rewrite testdata/whole")

// TestTheWholeExampleIsWhole keeps testdata/whole, which other rooms send
// through their own doors, at every property of the schema.
func TestTheWholeExampleIsWhole(t *testing.T) {
	_, files := wholeDossier(t)
	for name, file := range files {
		path := filepath.Join("testdata", "whole", name)
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, file.Data, 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(file.Data), string(got)); diff != "" {
			t.Errorf("%s: run go test ./dossier -update (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheWholeSchemaGoesInAndOut(t *testing.T) {
	tree, files := wholeDossier(t)
	first, _, err := Read(files, Name, today)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Files(first)
	if err != nil {
		t.Fatal(err)
	}
	got, problems := parse(out[Name])
	want, _ := parse(asJSON(t, tree))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what came out is not what went in (-in +out):\n%s", diff)
	}
	for name, file := range files {
		if strings.HasSuffix(name, ".pdf") && string(out[name]) != string(file.Data) {
			t.Errorf("%s came out as %q", name, out[name])
		}
	}
	again := fstest.MapFS{}
	for name, data := range out {
		again[name] = &fstest.MapFile{Data: data}
	}
	second, _, err := Read(again, Name, today)
	if err != nil {
		t.Fatal(err)
	}
	out2, err := Files(second)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(out[Name]), string(out2[Name])); diff != "" {
		t.Errorf("a second export differs:\n%s", diff)
	}
}

func TestADossierWithNothingButItsFormat(t *testing.T) {
	for name, raw := range map[string]string{
		"bare":              `{"format":"contre-offre/dossier","version":1}`,
		"empty lists":       `{"format":"contre-offre/dossier","version":1,"participation":{"rewards":[],"data_given":[]},"complaint":{"grounds":[]}}`,
		"an open offer":     `{"format":"contre-offre/dossier","version":1,"offer":{"title":"","terms":"x"}}`,
		"a byte order mark": "\ufeff" + `{"format":"contre-offre/dossier","version":1}`,
	} {
		d, warnings, err := Parse([]byte(raw), nil, today)
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v, %v", name, warnings, err)
			continue
		}
		out, err := Files(d)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, _ := parse(out[Name])
		want, _ := parse([]byte(raw))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-in +out):\n%s", name, diff)
		}
	}
}

// wrong is a dossier with one thing changed, and what must be said of it.
func TestWhatIsWrongIsNamedWithItsPlace(t *testing.T) {
	const head = `{"format":"contre-offre/dossier","version":1,`
	request := func(events string) string {
		return head + `"requests":[{"id":"a","rights":["access"]},{"id":"b","rights":["erasure"],"events":[` + events + `]}]}`
	}
	filed := func(id, letter string) string {
		return head + `"complaint":{"events":[{` + id + `"kind":"filed","on":"2026-03-31","letter":` + letter + `}]}}`
	}
	long := strings.Repeat("é", 10_001)
	for _, c := range []struct{ name, raw, path, key string }{
		{"not JSON", head, "", "dossier.error.not_json"},
		{"empty", "", "", "dossier.error.not_json"},
		{"something follows", head[:len(head)-1] + "} x", "", "dossier.error.not_json"},
		{"two dossiers in a row", head[:len(head)-1] + "}{}", "", "dossier.error.not_json"},
		{"not UTF-8", head + "\"language\":\"\xff\"}", "", "dossier.error.not_utf8"},
		{"UTF-16", "\xff\xfe{\x00", "", "dossier.error.not_utf8"},
		{"nested a thousand deep", strings.Repeat("[", 1000) + strings.Repeat("]", 1000), "", "dossier.error.too_deep"},
		{"a million values", head + `"requests":[` + strings.Repeat("0,", 1_000_000) + `0]}`, "", "dossier.error.too_many_values"},
		{"a key twice", head + `"language":"fr","language":"en"}`, "language", "dossier.error.twice"},
		{"a key twice, escaped", head + `"person":{"name":"a","n\u0061me":"b"}}`, "person/name", "dossier.error.twice"},
		{"a number that costs", head + `"participation":{"invited_count":1e999999999}}`, "participation/invited_count", "dossier.error.number"},
		{"half a person", head + `"participation":{"invited_count":1.5}}`, "participation/invited_count", "dossier.error.number"},
		{"a list", `[]`, "", "dossier.error.type.object"},
		{"version 2", `{"format":"contre-offre/dossier","version":2}`, "version", "dossier.error.const"},
		{"another format", `{"format":"x","version":1}`, "format", "dossier.error.const"},
		{"no version", `{"format":"contre-offre/dossier"}`, "version", "dossier.error.missing"},
		{"an unknown key", head + `"person":{"nmae":"x"}}`, "person/nmae", "dossier.error.unknown_key"},
		{"a key of another case", head + `"Person":{}}`, "Person", "dossier.error.unknown_key"},
		{"an unknown option", head + `"language":"de"}`, "language", "dossier.error.option"},
		{"a text that is a number", head + `"person":{"name":3}}`, "person/name", "dossier.error.type.string"},
		{"an offer without preset or title", head + `"offer":{"terms":"x"}}`, "offer", "dossier.error.no_offer"},
		{"a line of two lines", head + `"person":{"name":"a\nb"}}`, "person/name", "dossier.error.form.line"},
		{"10,001 characters", head + `"participation":{"story":"` + long + `"}}`, "participation/story", "dossier.error.too_long"},
		{"a reward without its currency", head + `"participation":{"rewards":[{"kind":"cash","promised":"20"}]}}`, "participation/rewards/0/currency", "dossier.error.missing"},
		{"the same wish twice", head + `"participation":{"wishes":["know","know"]}}`, "participation/wishes", "dossier.error.same_item"},
		{"no rights", head + `"requests":[{"id":"a","rights":[]}]}`, "requests/0/rights", "dossier.error.too_few"},
		{"10,001 people invited", head + `"participation":{"invited_count":10001}}`, "participation/invited_count", "dossier.error.too_large"},
		{"a day written another way", request(`{"kind":"sent","on":"1/4/2026"}`), "requests/1/events/0/on", "dossier.error.form.day"},
		{"30 February", request(`{"kind":"sent","on":"2026-02-30"}`), "requests/1/events/0/on", "dossier.error.no_such_day"},
		{"the year 0", head + `"person":{"birth_date":"0000-01-01"}}`, "person/birth_date", "dossier.error.no_such_day"},
		{"tomorrow", request(`{"kind":"sent","on":"2026-11-23"}`), "requests/1/events/0/on", "dossier.error.future"},
		{"an instant that is none", request(`{"kind":"sent","on":"2026-04-01","recorded_at":"2026-04-01T99:00:00Z"}`), "requests/1/events/0/recorded_at", "dossier.error.form.instant"},
		{"no such country", head + `"participation":{"country":"UK"}}`, "participation/country", "dossier.error.no_such_country"},
		{"received before it left", request(`{"kind":"received","on":"2026-03-30"},{"kind":"sent","on":"2026-03-31"}`), "requests/1/events/0/on", "dossier.error.received_before_sent"},
		{"a history without end", request(strings.Repeat(`{"kind":"acknowledged","on":"2026-03-31"},`, models.MaxEvents) + `{"kind":"sent","on":"2026-03-31"}`), "requests/1/events", "dossier.error.too_many"},
		{"a complaint without end", head + `"complaint":{"events":[` + strings.Repeat(`{"kind":"filed","on":"2026-03-31"},`, models.MaxEvents) + `{"kind":"filed","on":"2026-03-31"}]}}`, "complaint/events", "dossier.error.too_many"},
		{"an exhibit that is not there", request(`{"kind":"sent","on":"2026-03-31","evidence":["x"]}`), "requests/1/events/0/evidence/0", "dossier.error.no_such_evidence"},
		{"a correction of nothing", request(`{"kind":"sent","on":"2026-03-31","cancels":"x"}`), "requests/1/events/0/cancels", "dossier.error.no_such_event"},
		{"the same request id", head + `"requests":[{"id":"a","rights":["access"]},{"id":"a","rights":["erasure"]}]}`, "requests/1/id", "dossier.error.same_id"},
		{"the same event id", request(`{"id":"e","kind":"sent","on":"2026-03-31"},{"id":"e","kind":"received","on":"2026-04-01"}`), "requests/1/events/1/id", "dossier.error.same_id"},
		{"the same exhibit id", head + `"evidence":[{"id":"e","kind":"other","caption":"a"},{"id":"e","kind":"other","caption":"b"}]}`, "evidence/1/id", "dossier.error.same_id"},
		{"an age that the birth date denies", head + `"person":{"birth_date":"2009-05-17"},"participation":{"joined_on":"2025-09-01","age_band":"adult"}}`, "person/birth_date", "dossier.error.age"},
		{"a path that leaves", head + `"evidence":[{"id":"e","kind":"other","caption":"a","file":"../x"}]}`, "evidence/0/file", "dossier.error.path"},
		{"a path from the root", head + `"evidence":[{"id":"e","kind":"other","caption":"a","file":"/etc/passwd"}]}`, "evidence/0/file", "dossier.error.path"},
		{"a path with a drive", head + `"evidence":[{"id":"e","kind":"other","caption":"a","file":"C:\\x"}]}`, "evidence/0/file", "dossier.error.path"},
		{"another complaint than the one hashed", filed(`"id":"f",`, `{"text":"x","text_sha256":"`+strings.Repeat("0", 64)+`"}`), "complaint/events/0/letter/text_sha256", "dossier.error.hash"},
		{"a complaint kept with no event", filed(``, `{"text":"x"}`), "complaint/events/0/id", "dossier.error.missing"},
		{"a complaint from out of the folder", filed(`"id":"f",`, `{"pdf":"../x.pdf"}`), "complaint/events/0/letter/pdf", "dossier.error.path"},
		{"a field that no sheet has", filed(`"id":"f",`, `{"text":"x","filing":{"language":"fr","sheet":[{"field":"secret","value":"x"}]}}`), "complaint/events/0/letter/filing/sheet/0/field", "dossier.error.option"},
		{"a complaint longer than any", filed(`"id":"f",`, `{"text":"`+strings.Repeat("é", models.MostFiled+1)+`"}`), "complaint/events/0/letter/text", "dossier.error.too_long"},
		{"another text than the one hashed", head + `"requests":[{"id":"a","rights":["access"],"letter":{"text":"x","text_sha256":"` + strings.Repeat("0", 64) + `"}}]}`, "requests/0/letter/text_sha256", "dossier.error.hash"},
	} {
		_, _, err := Parse([]byte(c.raw), nil, today)
		ps, ok := err.(Problems)
		if !ok || len(ps) != 1 {
			t.Errorf("%s: got %v, want one problem %s", c.name, err, c.key)
			continue
		}
		if got := strings.Join(ps[0].Path, "/"); got != c.path || ps[0].Key != c.key {
			t.Errorf("%s: got %s at %q, want %s at %q", c.name, ps[0].Key, got, c.key, c.path)
		}
	}
}

func TestSeveralProblemsAreToldAtOnceInOrder(t *testing.T) {
	var requests []string
	for i := range 11 {
		requests = append(requests, fmt.Sprintf(`{"id":"r%d","rights":["access"],"events":[{"kind":"sent","on":"2026-02-30"}]}`, i))
	}
	_, _, err := Parse([]byte(`{"format":"contre-offre/dossier","version":1,"person":{"email":"x"},"requests":[`+strings.Join(requests, ",")+`]}`), nil, today)
	ps, _ := err.(Problems)
	if len(ps) != 12 {
		t.Fatalf("got %d problems, want 12: %v", len(ps), err)
	}
	if got, want := ps[11].Path[1], "10"; got != want {
		t.Errorf("the last is item %s, want %s", got, want)
	}
}

func TestWhatIsSoundIsNotRefused(t *testing.T) {
	const head = `{"format":"contre-offre/dossier","version":1,`
	for name, raw := range map[string]string{
		"a receipt that was corrected":   head + `"requests":[{"id":"b","rights":["erasure"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"},{"id":"r","kind":"received","on":"2026-03-01"},{"kind":"withdrawn","on":"2026-04-01","cancels":"r"}]}]}`,
		"received on the day it left":    head + `"requests":[{"id":"b","rights":["erasure"],"events":[{"kind":"sent","on":"2026-03-31"},{"kind":"received","on":"2026-03-31"}]}]}`,
		"an announced day to come":       head + `"requests":[{"id":"b","rights":["erasure"],"events":[{"kind":"extended","on":"2026-11-22","until":"2027-02-01"}]}]}`,
		"the same id in different lists": head + `"requests":[{"id":"a","rights":["access"]}],"evidence":[{"id":"a","kind":"other","caption":"a"}]}`,
		"the longest complaint":          head + `"complaint":{"events":[{"id":"f","kind":"filed","on":"2026-03-31","letter":{"text":"` + strings.Repeat("é", models.MostFiled) + `"}}]}}`,
		"10,000 characters of two bytes": head + `"participation":{"story":"` + strings.Repeat("é", 10_000) + `"}}`,
	} {
		if _, _, err := Parse([]byte(raw), nil, today); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
