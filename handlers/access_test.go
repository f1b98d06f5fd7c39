package handlers

import (
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
)

// withoutLanguage are the routes that stand under no language.
var withoutLanguage = []string{"/", "/healthz", "/readyz", "/assets/:name", "/feeds/:file", "/unsubscribe/:token"}

func TestEveryRouteHasItsRowAndEveryRowItsRoute(t *testing.T) {
	app, err := New(Config{Base: &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}, Log: slog.Default()})
	if err != nil {
		t.Fatal(err)
	}
	served := map[string]bool{}
	for _, route := range app.web.GetRoutes(true) {
		if route.Method == "HEAD" || slices.Contains(withoutLanguage, route.Path) {
			continue
		}
		l, path, _ := strings.Cut(strings.TrimPrefix(route.Path, "/"), "/")
		if path != "" {
			path = "/" + path
		}
		if _, ok := ruleOf(route.Method, path); !ok {
			t.Errorf("%s %s has no row in the access table", route.Method, route.Path)
		}
		served[l+" "+route.Method+" "+path] = true
	}
	for _, r := range access {
		for _, l := range lang.Langs {
			if !served[string(l)+" "+r.Method+" "+r.Path] {
				t.Errorf("%s %s has a row and no route in %s", r.Method, r.Path, l)
			}
		}
	}
}

func TestAccessTableIsSound(t *testing.T) {
	for i, r := range access {
		name := r.Method + " " + r.Path
		if (r.Method == post) != r.Writes {
			t.Errorf("%s: only POST writes, and each does", name)
		}
		if strings.Contains(r.Path, ":case") != (r.Who == owner) {
			t.Errorf("%s: what names a case belongs to its owner", name)
		}
		if _, ok := limits[r.Limit]; r.Limit != "" && !ok {
			t.Errorf("%s: limit %q is not in limits.go", name, r.Limit)
		}
		if slices.ContainsFunc(access[:i], func(other rule) bool { return other.Method == r.Method && other.Path == r.Path }) {
			t.Errorf("%s stands twice", name)
		}
	}
}

func TestFlashesHaveTheirWords(t *testing.T) {
	for word, key := range flashes {
		for _, l := range lang.Langs {
			if !lang.Has(l, key) {
				t.Errorf("%s: no word %s in %s", word, key, l)
			}
		}
	}
}
