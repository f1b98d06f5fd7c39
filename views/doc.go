// Package views draws every page: templates, the structs that fill them, the
// stylesheet.
//
// To add a page: a struct with Name and Title, its file templates/<name>.html
// that defines "content", one line in pages and one sample in samples_test.go.
// Tests fail until all are there. Words live in package lang, addresses in
// paths.go; no template decides anything that is not about looks.
package views
