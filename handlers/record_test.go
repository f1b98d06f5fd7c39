package handlers_test

import (
	"encoding/json"
	"html"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/models/modelstest"
	"contreoffre/views"
)

// P10: what people read of an export is all of it: every text of the portable
// file, each code in words, a link to each file, and what is kept of the account.
func TestAnExportIsWholeForPeopleToo(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	whole, err := os.ReadFile("../dossier/testdata/whole/dossier.json")
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, w.URL)
	opened := b.upload(b.mustGet("/fr/import"), "/fr/import", "dossier.json", whole)
	code := codePattern.FindString(opened.Body)
	id := casePattern.FindStringSubmatch(b.submit(opened, "/fr/account/code/kept", nil).Path)[1]
	account, err := w.Store.AccountByCode(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	token, err := w.Store.ProposeEmail(t.Context(), account.ID, "zephyrine@example.org", "fr")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Store.ConfirmEmail(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	for _, l := range lang.Langs {
		files := unpacked(t, b.mustGet("/"+string(l)+"/cases/"+id+"/dossier.zip").Body)
		page := html.UnescapeString(strings.ReplaceAll(files["dossier.html"], "<br>", "\n"))
		var tree any
		if err := json.Unmarshal([]byte(files["dossier.json"]), &tree); err != nil {
			t.Fatal(err)
		}
		eachText(tree, nil, func(path []string, text string) {
			if told := lang.Told(l, path, text); !strings.Contains(page, told) {
				t.Errorf("%s, %s: %q is not there", l, strings.Join(path, "/"), told)
			}
		})
		if !strings.Contains(page, "zephyrine@example.org") || files["style.css"] == "" || strings.Contains(page, "⟦") {
			t.Errorf("%s: the address, the style or a word is missing", l)
		}
		for name := range files {
			if strings.HasPrefix(name, "letters/") && !strings.Contains(page, `href="./`+name+`"`) {
				t.Errorf("%s: no link to %s", l, name)
			}
		}
	}
}

// A dossier that somebody else wrote must not put a page of theirs into the
// export, nor a link that leads out of it.
func TestAForeignDossierPutsNothingIntoTheExport(t *testing.T) {
	b := newBrowser(t, newSite(t, modelstest.SQLite(t)).URL)
	note := []byte("<img src=x onerror=alert(1)>")
	foreign := packed(t, map[string][]byte{"dossier.html": note, "style.css": note, "a/b.html": note, "dossier.json": []byte(`{
		"format":"contre-offre/dossier","version":1,"language":"fr","evidence":[
		{"id":"a","kind":"other","caption":"a","file":"dossier.html","original_name":"a.txt"},
		{"id":"b","kind":"other","caption":"b","file":"style.css","original_name":"b.txt"},
		{"id":"c","kind":"other","caption":"<script>alert(1)</script>","file":"a/b.html","original_name":"c.txt"}],
		"complaint":{"sections":{"file":"javascript:alert(1)","pdf":"../../../etc/passwd","letter":"//example.org/x"}},
		"requests":[{"id":"r","rights":["access"],"letter":{"edits":{"pdf":"../x","file":"file:///x"}}}]}`)})
	id := casePattern.FindStringSubmatch(b.submit(b.upload(b.mustGet("/fr/import"), "/fr/import", "d.zip", foreign), "/fr/account/code/kept", nil).Path)[1]
	content := b.mustGet("/fr/cases/" + id + "/dossier.zip").Body
	files := unpacked(t, content)
	for name := range files {
		if ending := path.Ext(name); ending == ".html" && name != "dossier.html" || strings.Contains(name, "..") {
			t.Errorf("%s is in it", name)
		}
	}
	page := files["dossier.html"]
	if !strings.HasPrefix(page, "<!doctype html>") || strings.Contains(page, "<script") || strings.Contains(page, "<img") || files["evidence/a.txt"] != string(note) {
		t.Errorf("the page:\n%s", page)
	}
	for _, link := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if name, _ := url.PathUnescape(strings.TrimPrefix(link[1], "./")); files[name] == "" {
			t.Errorf("a link to %s", link[1])
		}
	}
}

// eachText visits every text of a JSON tree.
func eachText(tree any, path []string, visit func(path []string, text string)) {
	under := func(step string) []string { return append(append([]string(nil), path...), step) }
	switch v := tree.(type) {
	case string:
		visit(path, v)
	case []any:
		for _, item := range v {
			eachText(item, under("0"), visit)
		}
	case map[string]any:
		for key, value := range v {
			eachText(value, under(key), visit)
		}
	}
}

// A code that the format gets later must get words here too.
func TestEveryCodeOfTheFormatHasItsWords(t *testing.T) {
	raw, err := os.ReadFile("../dossier/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(raw, &schema); err != nil {
		t.Fatal(err)
	}
	seen := 0
	var walk func(node map[string]any, path []string)
	walk = func(node map[string]any, path []string) {
		if ref, ok := node["$ref"].(string); ok {
			walk(schema["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), path)
			return
		}
		codes, _ := node["enum"].([]any)
		for _, code := range codes {
			for _, l := range lang.Langs {
				if told := lang.Told(l, path, code.(string)); told == code {
					t.Errorf("%s: %s is told as a code in %s", strings.Join(path, "/"), code, l)
				}
				seen++
			}
		}
		if items, ok := node["items"].(map[string]any); ok {
			walk(items, append(append([]string(nil), path...), "0"))
		}
		properties, _ := node["properties"].(map[string]any)
		for key, property := range properties {
			walk(property.(map[string]any), append(append([]string(nil), path...), key))
		}
	}
	walk(schema, nil)
	evidence := schema["$defs"].(map[string]any)["evidence"].(map[string]any)
	kinds := evidence["properties"].(map[string]any)["kind"].(map[string]any)["enum"].([]any)
	for _, kind := range kinds {
		if !slices.Contains(views.EvidenceKinds, kind.(string)) {
			t.Errorf("an exhibit cannot be a %s on the site", kind)
		}
	}
	if seen < 200 {
		t.Errorf("only %d codes were tried", seen)
	}
}
