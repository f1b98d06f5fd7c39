package views

import (
	"strconv"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/models"
)

// What a job makes. Words: job.<what>.
const (
	BundlePDF   = "bundle_pdf"   // the complaint and its exhibits
	BundleZIP   = "bundle_zip"   // the same, file by file
	BundleLight = "bundle_light" // the same PDF, under a size
)

// Job is long work that shows where it is, and then the file that it made or
// why there is none.
type Job struct {
	models.Job
	Changed bool // the dossier changed since the file was made
	Still   bool // the page does not ask for itself again
	Gone    bool // deleted, replaced or over its day; nothing else is known
}

// StillQuery, in the address of a job, keeps its page from asking for itself
// again.
const StillQuery = "still"

// ItselfQuery, in an address, says that a page asked for it and not its person:
// it is no visit, and keeps no session open.
const ItselfQuery = "itself"

// Name implements Page.
func (Job) Name() string { return "job" }

// Title implements Page.
func (p Job) Title(l lang.Lang) string {
	if p.Gone {
		return lang.T(l, "job.gone")
	}
	return lang.T(l, "job."+p.What)
}

// Size is what the file weighs, in words.
func (p Job) Size(l lang.Lang) string { return LightSize(l, p.Made.Size) }

// Smallest is what the smallest file would weigh, in words.
func (p Job) Smallest(l lang.Lang) string { return LightSize(l, p.TooLarge.Bytes) }

// Asked is the size that the file had to stay under, in words.
func (p Job) Asked(l lang.Lang) string { return LightSize(l, p.Under) }

// Weights are the exhibits of a file that is too large.
func (p Job) Weights(l lang.Lang) []weight {
	var all []weight
	for _, w := range p.TooLarge.Weights {
		all = append(all, weight{w.Number, w.Title, LightSize(l, int64(w.Bytes))})
	}
	return all
}

type weight struct {
	Number      int
	Title, Size string
}

// Light reports a file that has to stay under a size.
func (p Job) Light() bool { return p.What == BundleLight }

// Again is the form that asks for the smallest file, or for this one once more.
func (p Job) Again() interview.Form {
	if !p.Light() {
		return interview.Form{"what": {p.What}}
	}
	bytes := p.Under
	if p.TooLarge != nil {
		bytes = p.TooLarge.Bytes
	}
	return LightAsked(bytes)
}

// LightFields ask for a size in millions of bytes; words:
// field.complaint_light.under.
var LightFields = []interview.Field{{Name: "under", Kind: interview.Number, MaxLength: 1000}}

// LightAsked is the form that asks for a light bundle that fits under so many
// bytes.
func LightAsked(bytes int64) interview.Form {
	const million = 1_000_000
	return interview.Form{"under": {strconv.FormatInt((bytes+million-1)/million, 10)}}
}

// ComplaintLight asks how large the light bundle may be.
type ComplaintLight struct{ Form }

// Name implements Page.
func (ComplaintLight) Name() string { return "complaint_light" }

// Title implements Page.
func (ComplaintLight) Title(l lang.Lang) string { return lang.T(l, "complaint_light.title") }

// Fields are the page's fields, ready to be drawn in l.
func (p ComplaintLight) Fields(l lang.Lang) []field {
	return fieldsOf(l, "complaint_light.", LightFields, p.Form, 0)
}

// LightSize names a size as the light bundle counts: in whole thousands or
// millions of bytes, rounded up, so that the number can be asked for.
func LightSize(l lang.Lang, bytes int64) string {
	const thousand, million = 1_000, 1_000_000
	if bytes < million {
		return lang.T(l, "evidence.size.kb", "n", lang.Number(l, int((bytes+thousand-1)/thousand)))
	}
	return lang.T(l, "evidence.size.mb", "n", lang.Number(l, int((bytes+million-1)/million)))
}

// JobPath is a job of a dossier, or one of its pages: "file", "drop".
func JobPath(l lang.Lang, caseID, jobID string, name ...string) string {
	return CasePath(l, caseID, append([]string{"jobs", jobID}, name...)...)
}
