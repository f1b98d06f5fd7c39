package views

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"contreoffre/handlers/browsertest"
	"contreoffre/lang"
)

var (
	pictures = flag.String("pictures", "", "a folder for pictures of every page")
	only     = flag.String("only", "", "look at the samples whose names match this pattern alone")
)

// policy is what pages must live with: nothing inline, nothing from elsewhere.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// looks are the ways in which every page must stand, and what is wrong in each.
var looks = []struct {
	name    string
	options []browsertest.Option
	faults  func(*browsertest.Page) []string
}{
	{"wide", nil, faultsOnScreen},
	{"narrow, dark, without script", []browsertest.Option{browsertest.Viewport(320, 700), browsertest.Dark, browsertest.NoScript}, faultsOnScreen},
	{"printed", []browsertest.Option{browsertest.Viewport(700, 1000), browsertest.Print}, (*browsertest.Page).Overflow},
}

func faultsOnScreen(page *browsertest.Page) []string {
	faults := page.Faults()
	for _, stop := range page.TabOrder() {
		if !stop.Ringed || !stop.InView {
			faults = append(faults, fmt.Sprintf("nobody sees that %s has the focus", stop))
		}
	}
	return faults
}

// shop serves every sample under "/<language>/<number>", and the assets.
func shop(t *testing.T, all []sample) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		path := r.URL.Path
		if path == "/favicon.ico" { // asked for by a page that names no icon
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if strings.HasSuffix(path, "/"+RecordStyle) { // beside the page of an export
			path = AssetPath(RecordStyle)
		}
		if strings.HasSuffix(path, "/copy") { // the picture of an exhibit: any will do
			path = AssetPath("mark.svg")
		}
		if asset, ok := AssetAt(path); ok {
			w.Header().Set("Content-Type", asset.MediaType)
			w.Write(asset.Bytes)
			return
		}
		var tag string
		var number int
		if _, err := fmt.Sscanf(r.URL.Path, "/%2s/%d", &tag, &number); err != nil || number >= len(all) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, render(t, lang.Lang(tag), all[number]))
	}))
	t.Cleanup(server.Close)
	return server
}

func TestEveryPageStandsInABrowser(t *testing.T) {
	all := slices.DeleteFunc(samples(), func(s sample) bool { return !regexp.MustCompile(*only).MatchString(s.name) })
	server, browser := shop(t, all), browsertest.Start(t)
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			t.Parallel()
			page := browser.Page(t, look.options...)
			for _, l := range lang.Langs {
				for i, s := range all {
					page.Open(fmt.Sprintf("%s/%s/%d", server.URL, l, i))
					for _, fault := range look.faults(page) {
						t.Errorf("%s in %s: %s", s.name, l, fault)
					}
					if *pictures != "" {
						page.Screenshot(filepath.Join(*pictures, fmt.Sprintf("%s %s %d %s.png", look.name, l, i, s.name)))
					}
				}
			}
		})
	}
}

func TestEveryPageIsCorrectHTML(t *testing.T) {
	pages := make(map[string]string)
	for _, l := range lang.Langs {
		for i, s := range samples() {
			pages[fmt.Sprintf("%s %d %s", l, i, s.name)] = render(t, l, s)
		}
	}
	for _, fault := range browsertest.CheckHTML(t, pages) {
		t.Error(fault)
	}
}
