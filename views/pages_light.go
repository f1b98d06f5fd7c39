package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
)

// ComplaintLight asks how large the light bundle may be, and says why there is
// none of that size.
type ComplaintLight struct {
	Form
	Exhibits []WeighedExhibit // of the bundle that is too large, in their order
}

// WeighedExhibit is an exhibit and what it adds to the smallest bundle.
type WeighedExhibit struct {
	Number int
	Title  string
	Bytes  int
}

// LightFields ask for a size in millions of bytes; words:
// field.complaint_light.under.
var LightFields = []interview.Field{{Name: "under", Kind: interview.Number, MaxLength: 1000}}

// Name implements Page.
func (ComplaintLight) Name() string { return "complaint_light" }

// Title implements Page.
func (ComplaintLight) Title(l lang.Lang) string { return lang.T(l, "complaint_light.title") }

// Fields are the page's fields, ready to be drawn in l.
func (p ComplaintLight) Fields(l lang.Lang) []field {
	return fieldsOf(l, "complaint_light.", LightFields, p.Form, 0)
}

// Size is what the exhibit weighs, in words.
func (e WeighedExhibit) Size(l lang.Lang) string { return LightSize(l, int64(e.Bytes)) }

// LightSize names a size as the light bundle counts: in whole thousands or
// millions of bytes, rounded up, so that the number can be asked for.
func LightSize(l lang.Lang, bytes int64) string {
	const thousand, million = 1_000, 1_000_000
	if bytes < million {
		return lang.T(l, "evidence.size.kb", "n", lang.Number(l, int((bytes+thousand-1)/thousand)))
	}
	return lang.T(l, "evidence.size.mb", "n", lang.Number(l, int((bytes+million-1)/million)))
}
