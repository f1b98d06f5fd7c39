package views

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"contreoffre/lang"
)

//go:embed templates/*.html
var templateFiles embed.FS

// shell are the templates that pages share; every other file is a page.
var shell = []string{"layout", "parts", "fields", "timeline"}

// book holds one parsed template per language and page. Functions are bound
// to their language while parsing, so a page cannot mix two.
type book map[lang.Lang]map[string]*template.Template

var theBook = sync.OnceValues(parse)

// Load parses all templates. It returns an error when one cannot be parsed,
// when a page has no template or a template no page; call it at start.
func Load() error {
	_, err := theBook()
	return err
}

// Render writes the whole page. On error nothing was written: the page is
// drawn into memory first.
func Render(w io.Writer, f Frame, p Page) error {
	at, isFixed := placeOf(f, p)
	if page, ok := drawnOnce.Load(at); isFixed && ok {
		_, err := w.Write(page.([]byte))
		return err
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := draw(buf, f, p); err != nil {
		return err
	}
	if isFixed {
		drawnOnce.Store(at, bytes.Clone(buf.Bytes()))
	}
	_, err := buf.WriteTo(w)
	return err
}

func draw(buf *bytes.Buffer, f Frame, p Page) error {
	all, err := theBook()
	if err != nil {
		return err
	}
	tmpl, ok := all[f.Lang][p.Name()]
	if !ok {
		return fmt.Errorf("views: no template %q in %q", p.Name(), f.Lang)
	}
	around := "layout"
	switch p.(type) {
	case Today:
		around = "bare"
	case Record:
		around = "apart"
	}
	if err := tmpl.ExecuteTemplate(buf, around, screen{f, p}); err != nil {
		return fmt.Errorf("views: %w", err)
	}
	return nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func parse() (book, error) {
	names, err := pageFiles()
	if err != nil {
		return nil, err
	}
	if err := pair(names, pageNames()); err != nil {
		return nil, err
	}
	all := make(book)
	for _, l := range lang.Langs {
		all[l] = make(map[string]*template.Template)
		base, err := template.New("").Funcs(functions(l)).ParseFS(templateFiles, files(shell...)...)
		if err != nil {
			return nil, fmt.Errorf("views: %w", err)
		}
		for _, name := range names {
			page, err := template.Must(base.Clone()).ParseFS(templateFiles, files(name)...)
			if err != nil {
				return nil, fmt.Errorf("views: %w", err)
			}
			all[l][name] = page
		}
	}
	return all, nil
}

func files(names ...string) []string {
	var paths []string
	for _, name := range names {
		paths = append(paths, "templates/"+name+".html")
	}
	return paths
}

// pageFiles lists the templates that are pages.
func pageFiles() ([]string, error) {
	paths, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	var names []string
	for _, p := range paths {
		name := strings.TrimSuffix(path.Base(p), ".html")
		if !slices.Contains(shell, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// pair returns an error that names every template without a page and every
// page without a template.
func pair(templates, pages []string) error {
	var problems []error
	for _, name := range templates {
		if !slices.Contains(pages, name) {
			problems = append(problems, fmt.Errorf("views: template %q has no page", name))
		}
	}
	for _, name := range pages {
		if !slices.Contains(templates, name) {
			problems = append(problems, fmt.Errorf("views: page %q has no template", name))
		}
	}
	return errors.Join(problems...)
}

func pageNames() []string {
	var names []string
	for _, p := range pages {
		if !slices.Contains(names, p.Name()) {
			names = append(names, p.Name())
		}
	}
	return names
}
