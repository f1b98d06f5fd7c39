package views

import (
	"net/url"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
)

// Record is a whole dossier to be read without this site: it goes along with
// the files of an export, beside the style that it asks for.
type Record struct {
	On    law.Date
	Parts []Fact
}

// RecordFile and RecordStyle are the names of the two in an export.
const (
	RecordFile  = "dossier.html"
	RecordStyle = "style.css"
)

// Fact is something that a dossier tells: Values, a line each, or what it
// consists of.
type Fact struct {
	Label  string
	Values []string
	File   bool // the value names a file of the export
	Facts  []Fact
}

// Href is the address of the file that the fact names.
func (f Fact) Href() string {
	steps := strings.Split(f.Values[0], "/")
	for i, step := range steps {
		steps[i] = url.PathEscape(step)
	}
	return "./" + strings.Join(steps, "/")
}

// Name implements Page.
func (Record) Name() string { return "record" }

// Title implements Page.
func (p Record) Title(l lang.Lang) string {
	return lang.T(l, "record.title", "on", lang.Date(l, p.On))
}

// Style is the style sheet of the pages.
func Style() []byte { return assetsByName[RecordStyle].Bytes }
