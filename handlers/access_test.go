package handlers

import (
	"log/slog"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"contreoffre/evidence"
	"contreoffre/lang"
)

// withoutLanguage are the routes that stand under no language.
var withoutLanguage = []string{"/", "/healthz", "/readyz", "/assets/:name", "/feeds/:file", "/unsubscribe/:token"}

func TestEveryRouteHasItsRowAndEveryRowItsRoute(t *testing.T) {
	app, err := New(Config{Base: &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}, Evidence: &evidence.Keeper{}, Log: slog.Default()})
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

// P21: what a handler keeps stays what it was, whoever comes next. Without
// Immutable, Fiber hands out text that the next visit overwrites.
func TestWhatIsKeptStaysWhatItWas(t *testing.T) {
	app, err := New(Config{Base: &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}, Evidence: &evidence.Keeper{}, Log: slog.Default(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	var kept [][]string
	app.web.Get("/keep/:word", func(c *fiber.Ctx) error {
		kept = append(kept, []string{c.Params("word"), c.Query("q"), c.Get("X-Word"), c.Cookies("word"), c.Path()})
		return nil
	})
	const visits = 50
	word := func(i int) string { return strings.Repeat(string(rune('a'+i%26)), 5+i%20) }
	for i := range visits {
		w := word(i)
		request := httptest.NewRequest("GET", "/keep/"+w+"?q="+w, nil)
		request.Host = "127.0.0.1:8080"
		request.Header.Set("X-Word", w)
		request.Header.Set("Cookie", "word="+w)
		if answer, err := app.web.Test(request); err != nil || answer.StatusCode != 200 {
			t.Fatal(answer, err)
		}
	}
	for i, got := range kept {
		w := word(i)
		if want := []string{w, w, w, w, "/keep/" + w}; !slices.Equal(got, want) {
			t.Errorf("visit %d: got %q, want %q", i, got, want)
		}
	}
	if len(kept) != visits {
		t.Errorf("%d visits were kept", len(kept))
	}
}
