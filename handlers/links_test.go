package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/models/modelstest"
)

// No page links to what is not there: every address that a page offers is
// visited, from the home page on, by somebody new and by somebody with a
// dossier, in each language.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	for name, b := range map[string]*browser{"somebody new": newBrowser(t, w.URL), "somebody with a dossier": w.Anna.browser} {
		t.Run(name, func(t *testing.T) {
			var waiting []string
			from := map[string]string{}
			add := func(path, on string) {
				if _, known := from[path]; !known {
					from[path] = on
					waiting = append(waiting, path)
				}
			}
			for _, l := range lang.Langs {
				add("/"+string(l), "nowhere")
				if name == "somebody with a dossier" {
					add("/"+string(l)+"/cases", "nowhere")
				}
			}
			for len(waiting) > 0 {
				path := waiting[0]
				waiting = waiting[1:]
				a := b.get(path)
				if a.Status != http.StatusOK {
					t.Errorf("%s, linked on %s: %d", path, from[path], a.Status)
				}
				if strings.Contains(a.Body, "⟦") {
					t.Errorf("%s lacks a word:\n%s", path, a.text())
				}
				for _, link := range a.links() {
					if at, ok := onThisSite(t, path, link); ok {
						add(at, path)
					}
				}
			}
			if len(from) < 20 {
				t.Errorf("only %d pages were found", len(from))
			}
		})
	}
}

// onThisSite is the address a link leads to, without its fragment; ok is false
// for another site, which must be https, and for a place on the same page.
func onThisSite(t *testing.T, on, link string) (path string, ok bool) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s links to %q: %v", on, link, err)
		return "", false
	}
	if u.Scheme != "" {
		if u.Scheme != "https" && u.Scheme != "mailto" {
			t.Errorf("%s links to %s", on, link)
		}
		return "", false
	}
	u.Fragment = ""
	return u.RequestURI(), u.Path != ""
}
