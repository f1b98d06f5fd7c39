package views

import (
	"strconv"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// Evidence lists the exhibits of a dossier and takes new files in: the form
// values "file", several at once, and those of UploadFields.
type Evidence struct {
	Form
	Exhibits []ExhibitRow
	Added    int // files just kept, when others of the same form were refused
	MaxFile  int // megabytes of one file
	MaxForm  int // megabytes of all files of one form
	MaxFiles int // files of a dossier
}

// ExhibitRow is one exhibit in the list.
type ExhibitRow struct {
	models.Evidence
	Number int
}

// EvidenceKinds are what an exhibit may be. Words: field.exhibit.kind.<kind>.
var EvidenceKinds = []string{
	"screenshot", "terms", "email", "letter", "proof_of_sending", "proof_of_receipt",
	"reply", "payment", "publication", "mandate", "constitution", "other",
}

// UploadFields are the questions beside the files. None is required: the files
// took minutes to come, and what they are can be told on their pages.
var UploadFields = []interview.Field{
	{Name: "kind", Kind: interview.Choice, Options: EvidenceKinds, Optional: true},
}

// ExhibitFields are the questions about one exhibit. Words:
// field.exhibit.<name>.
var ExhibitFields = []interview.Field{
	{Name: "caption", Kind: interview.Line, MaxLength: 200},
	{Name: "kind", Kind: interview.Choice, Options: EvidenceKinds},
	{Name: "proves", Kind: interview.Choice, Options: []string{"fact", "request", "answer"}, Optional: true},
	{Name: "captured_on", Kind: interview.Day, Optional: true},
}

// Name implements Page.
func (Evidence) Name() string { return "evidence" }

// Title implements Page.
func (Evidence) Title(l lang.Lang) string { return lang.T(l, "evidence.title") }

// Fields are the page's fields, ready to be drawn in l.
func (p Evidence) Fields(l lang.Lang) []field {
	fields := fieldsOf(l, "exhibit.", UploadFields, p.Form, 0)
	for i := range fields {
		fields[i].Heads = false // the page has a heading of its own
	}
	return fields
}

// Target is the id of the input that an error is about.
func (p Evidence) Target(e interview.FieldError) string { return errorTarget(UploadFields, e.Field) }

// FileErrors are what is wrong with the files.
func (p Evidence) FileErrors() []interview.FieldError {
	return problemsAbout(interview.Line, "file", p.Errors)
}

// Detail tells of an exhibit in a line: its kind, day, size and pages.
func (r ExhibitRow) Detail(l lang.Lang) string {
	parts := []string{lang.T(l, "field.exhibit.kind."+r.Kind)}
	if !r.CapturedOn.IsZero() {
		parts = append(parts, lang.Date(l, r.CapturedOn))
	}
	if r.Kept == nil {
		return joined(append(parts, lang.T(l, "evidence.no_file")))
	}
	parts = append(parts, fileSize(l, r.Kept.Size))
	if r.Kept.Pages > 1 {
		parts = append(parts, lang.TN(l, "evidence.pages", r.Kept.Pages))
	}
	if r.Kept.Apart {
		parts = append(parts, lang.T(l, "evidence.apart"))
	}
	if len(r.Masks) > 0 {
		parts = append(parts, lang.TN(l, "evidence.masks", len(r.Masks)))
	}
	return joined(parts)
}

func joined(parts []string) string {
	text := parts[0]
	for _, part := range parts[1:] {
		text += " · " + part
	}
	return text
}

// fileSize writes a number of bytes as people read it, rounded up.
func fileSize(l lang.Lang, bytes int64) string {
	if bytes <= 1<<20 {
		return lang.T(l, "evidence.size.kb", "n", lang.Number(l, int((bytes+1<<10-1)>>10)))
	}
	return lang.T(l, "evidence.size.mb", "n", lang.Number(l, int((bytes+1<<20-1)>>20)))
}

// Exhibit is one exhibit: what is said of it, its file and what leaves of it.
type Exhibit struct {
	Form
	models.Evidence
	Number  int
	Picture bool     // it is shown, and can be masked
	Events  []string // what happened that names it, in words
}

// Name implements Page.
func (Exhibit) Name() string { return "exhibit" }

// Title implements Page.
func (p Exhibit) Title(l lang.Lang) string {
	return lang.T(l, "evidence.exhibit", "n", strconv.Itoa(p.Number))
}

// Fields are the page's fields, ready to be drawn in l.
func (p Exhibit) Fields(l lang.Lang) []field {
	return fieldsOf(l, "exhibit.", ExhibitFields, p.Form, 0)
}

// Target is the id of the input that an error is about.
func (p Exhibit) Target(e interview.FieldError) string { return errorTarget(ExhibitFields, e.Field) }

// Size is the length of the file, in words.
func (p Exhibit) Size(l lang.Lang) string { return fileSize(l, p.Kept.Size) }

// Mask prepares the copy of a picture: areas blacked out by two clicks on the
// picture or by numbers, and a purpose written across it.
type Mask struct {
	Form
	models.Evidence
	Number int
	// First is the corner of an area already clicked on; nil before.
	First *Corner
}

// Corner is a point of a picture, in ten-thousandths of its width and height.
type Corner struct{ X, Y int }

// The form values of the page.
const (
	DoMask    = "mask"    // an area by numbers: MaskNumbers, in hundredths
	DoUnmask  = "unmask"  // the area with the number in "area"
	DoPurpose = "purpose" // the text in "purpose"
	ClickName = "at"      // of the picture that is clicked on
)

// MaskNumbers are the inputs of an area. Words: mask.number.<name>.
var MaskNumbers = []string{"left", "top", "width", "height"}

// PurposeField is the question what the copy is for.
var PurposeField = []interview.Field{{Name: "purpose", Kind: interview.Line, MaxLength: 120, Optional: true}}

// Name implements Page.
func (Mask) Name() string { return "mask" }

// Title implements Page.
func (Mask) Title(l lang.Lang) string { return lang.T(l, "mask.title") }

// shownWidth is how wide the picture is on the page where it is clicked on. A
// click is told in pixels of the page, so the picture has one size there on
// every screen; a narrow one scrolls.
const shownWidth = 640

// ShownSize is the size on the page of a picture that is clicked on.
func ShownSize(k models.Kept) (width, height int) {
	if k.Width <= 0 || k.Height <= 0 {
		return 0, 0
	}
	width = min(shownWidth, k.Width)
	return width, max(1, k.Height*width/k.Width)
}

// narrowest is the room that a picture has on the narrowest screen we know.
const narrowest = 280

// Wide reports whether the picture may go on beyond the edge of the screen.
func (p Mask) Wide() bool { return p.ShownWidth() > narrowest }

// ShownWidth is for the template.
func (p Mask) ShownWidth() int { width, _ := ShownSize(*p.Kept); return width }

// ShownHeight is for the template.
func (p Mask) ShownHeight() int { _, height := ShownSize(*p.Kept); return height }

// Numbers are the inputs of an area.
func (Mask) Numbers() []string { return MaskNumbers }

// Percent writes a place in hundredths.
func (Mask) Percent(tenThousandths int) int { return (tenThousandths + 50) / 100 }

// Fields are the purpose, ready to be drawn in l.
func (p Mask) Fields(l lang.Lang) []field {
	fields := fieldsOf(l, "exhibit.", PurposeField, p.Form, 0)
	fields[0].Heads = false
	return fields
}

// Target is the id of the input that an error is about.
func (p Mask) Target(e interview.FieldError) string { return fieldID(e.Field) }

// NumberErrors are what is wrong with an area.
func (p Mask) NumberErrors() []interview.FieldError {
	return problemsAbout(interview.Line, "left", p.Errors)
}

// ClickErrors are what is wrong with the second corner.
func (p Mask) ClickErrors() []interview.FieldError {
	return problemsAbout(interview.Line, ClickName, p.Errors)
}

// ExhibitDelete asks before an exhibit goes.
type ExhibitDelete struct {
	ExhibitID string
	Number    int
	Caption   string
	UploadOn  law.Date
}

// Name implements Page.
func (ExhibitDelete) Name() string { return "exhibit_delete" }

// Title implements Page.
func (p ExhibitDelete) Title(l lang.Lang) string {
	return lang.T(l, "evidence.delete.title", "n", strconv.Itoa(p.Number))
}
