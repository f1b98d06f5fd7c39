package views

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
)

func TestEveryPageHasItsTemplateAndItsSample(t *testing.T) {
	if err := Load(); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, s := range samples() {
		shown[s.page.Name()] = true
	}
	for _, name := range pageNames() {
		if !shown[name] {
			t.Errorf("page %q has no sample", name)
		}
	}
}

func TestATemplateWithoutAPageAndAPageWithoutATemplateAreErrors(t *testing.T) {
	err := pair([]string{"home", "orphan"}, []string{"home", "ghost"})
	if err == nil || !strings.Contains(err.Error(), "orphan") || !strings.Contains(err.Error(), "ghost") {
		t.Errorf("got %v, want both named", err)
	}
}

// With VIEWS_OUT set to a folder, the pages are also written there, to be
// looked at and given to other checkers.
func TestEveryPageInEveryLanguage(t *testing.T) {
	for _, l := range lang.Langs {
		for _, s := range samples() {
			t.Run(string(l)+"/"+s.name, func(t *testing.T) {
				html := render(t, l, s)
				if s.madeUp {
					html = madeUpWords.ReplaceAllString(html, "…")
				}
				checkPage(t, readPage(t, html), html)
				keep(t, string(l)+"-"+s.name, html)
			})
		}
	}
}

var madeUpWords = regexp.MustCompile(`⟦(page\.kinds|field)\.[a-z_.]+⟧`)

func render(t testing.TB, l lang.Lang, s sample) string {
	t.Helper()
	s.frame.Lang = cmp.Or(s.lang, l)
	var b bytes.Buffer
	if err := Render(&b, s.frame, s.page); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func keep(t *testing.T, name, html string) {
	dir := os.Getenv("VIEWS_OUT")
	if dir == "" {
		return
	}
	html = strings.ReplaceAll(html, `"`+AssetPath("style.css")+`"`, `"style.css"`)
	html = strings.ReplaceAll(html, `"`+AssetPath("mark.svg")+`"`, `"mark.svg"`)
	if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
}

// element is one opening tag of a page.
type element struct {
	tag   string
	attrs map[string]string
}

// readPage cuts a page into its opening tags. It fails when a tag is not
// closed or closed by another: our templates are well-formed.
func readPage(t *testing.T, html string) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(html))
	d.Strict = false
	d.AutoClose = []string{"meta", "link", "input", "br", "hr", "img"}
	d.Entity = xml.HTMLEntity
	var all []element
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		e := element{tag: start.Name.Local, attrs: map[string]string{}}
		for _, a := range start.Attr {
			if _, twice := e.attrs[a.Name.Local]; twice {
				t.Errorf("<%s> has the attribute %q twice", e.tag, a.Name.Local)
			}
			e.attrs[a.Name.Local] = a.Value
		}
		all = append(all, e)
	}
}

var eventAttribute = regexp.MustCompile(`^on[a-z]+$`)

func checkPage(t *testing.T, all []element, html string) {
	t.Helper()
	ids := map[string]bool{}
	labelled := map[string]bool{}
	counts := map[string]int{}
	for _, e := range all {
		if e.tag != "title" || e.attrs["id"] == "" { // a picture's title has an id, the page's has none
			counts[e.tag]++
		}
		if id := e.attrs["id"]; id != "" {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
		if e.tag == "label" {
			labelled[e.attrs["for"]] = true
		}
	}
	if counts["h1"] != 1 || counts["main"] != 1 || counts["title"] != 1 {
		t.Errorf("got %d h1, %d main, %d title, want one each", counts["h1"], counts["main"], counts["title"])
	}
	for _, e := range all {
		checkElement(t, e, ids, labelled)
	}
	for _, bad := range []string{"⟦", "<script", "<style", "ZgotmplZ", "<no value>", "&lt;nil&gt;", "%!"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page contains %q: %s", bad, around(html, bad))
		}
	}
}

func around(html, what string) string {
	at := strings.Index(html, what)
	return html[max(0, at-120):min(len(html), at+120)]
}

func checkElement(t *testing.T, e element, ids, labelled map[string]bool) {
	t.Helper()
	for name, value := range e.attrs {
		if name == "style" || eventAttribute.MatchString(name) {
			t.Errorf("<%s> has the attribute %s=%q", e.tag, name, value)
		}
		if slices.Contains([]string{"aria-labelledby", "aria-describedby", "for"}, name) {
			for _, id := range strings.Fields(value) {
				if !ids[id] {
					t.Errorf("<%s %s> names %q, which is not on the page", e.tag, name, id)
				}
			}
		}
	}
	switch e.tag {
	case "input", "select", "textarea":
		if e.attrs["type"] != "hidden" && !labelled[e.attrs["id"]] {
			t.Errorf("<%s name=%q> has no label", e.tag, e.attrs["name"])
		}
	case "a":
		href := e.attrs["href"]
		if id, ok := strings.CutPrefix(href, "#"); ok && !ids[id] {
			t.Errorf("a link leads to #%s, which is not on the page", id)
		}
		if strings.HasPrefix(href, "http") && e.attrs["rel"] != "noreferrer noopener" {
			t.Errorf("the link to %s says where people come from", href)
		}
		if strings.HasPrefix(href, "javascript:") {
			t.Error("a link runs a script")
		}
		if href == "" {
			t.Error("a link leads nowhere")
		}
	case "form":
		if m := e.attrs["method"]; m != "post" && m != "get" {
			t.Errorf("a form has the method %q", m)
		}
	case "img", "link", "script", "iframe":
		if strings.Contains(e.attrs["href"]+e.attrs["src"], "//") {
			t.Errorf("<%s> loads from elsewhere: %v", e.tag, e.attrs)
		}
	}
}

func TestThePageTitleSaysThatSomethingIsWrong(t *testing.T) {
	for _, s := range samples() {
		if s.name != "resume-wrong" {
			continue
		}
		html := render(t, lang.FR, s)
		if want := "<title>Erreur\u00a0: Reprendre mon dossier – Contre-offre</title>"; !strings.Contains(html, want) {
			t.Errorf("want %s in %s", want, html[:600])
		}
	}
}

func TestEveryPostFormIsGuarded(t *testing.T) {
	for _, s := range samples() {
		html := render(t, lang.EN, s)
		forms := strings.Count(html, `method="post"`)
		if tokens := strings.Count(html, `name="csrf" value="csrf-token"`); tokens != forms {
			t.Errorf("%s: %d forms, %d tokens", s.name, forms, tokens)
		}
		if keys := strings.Count(html, `name="once" value="once-key"`); keys != forms {
			t.Errorf("%s: %d forms, %d once-keys", s.name, forms, keys)
		}
	}
}

func TestTheStylesheetLoadsNothing(t *testing.T) {
	css, ok := AssetAt(AssetPath("style.css"))
	if !ok {
		t.Fatal("no stylesheet")
	}
	for _, bad := range []string{"url(", "@import", "//", "expression("} {
		if strings.Contains(string(css.Bytes), bad) {
			t.Errorf("style.css contains %q", bad)
		}
	}
	if got, want := css.MediaType, "text/css; charset=utf-8"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnAssetHasOneAddress(t *testing.T) {
	if !regexp.MustCompile(`^/assets/style\.[0-9a-f]{16}\.css$`).MatchString(AssetPath("style.css")) {
		t.Errorf("got %q", AssetPath("style.css"))
	}
	for _, a := range Assets() {
		if a.MediaType == "" || len(a.Bytes) == 0 {
			t.Errorf("%s: no media type or no bytes", a.Path)
		}
	}
	if _, ok := AssetAt("/assets/style.css"); ok {
		t.Error("an address without the hash must not be served")
	}
}
