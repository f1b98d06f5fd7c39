// Package evidence checks, cleans and keeps the files of a dossier: pictures,
// PDFs, e-mails and plain texts that prove what a person says. It is the only
// door to image decoders and to the stores of files.
//
// A file passes through four steps, a file of code each: kinds.go finds what
// it is by its content, never by its name, and refuses all but a short list;
// polyglot.go refuses what is two things at once; the decoders (picture.go,
// and what the wiring hands in for PDFs) open it within bounds of time and
// memory; keeper.go seals the original, unchanged, and beside it the copy that
// leaves in its place, and only then lets the store name them.
//
// The original never leaves but to its owner, as a download. What is shown,
// bundled or sent is the copy: a picture made anew from its pixels, upright,
// scaled to what a page can show, without any of the metadata.
package evidence

import "fmt"

// Limits of what is taken in. The bounds on a file are on what the person
// sends; those on pixels and memory are on what it would become when opened.
const (
	MaxFile   = 15 << 20 // bytes of one file
	MaxPages  = 300      // of one PDF
	maxPixels = 100_000_000
	maxMemory = 256 << 20 // bytes of a decoded picture, with its decoder's work space
	maxScans  = 40        // of a JPEG; cameras write 1, progressive encoders about 10
	maxName   = 200       // characters
)

// A refusal says why a file is not taken, as a word key and what fills it. Its
// words say what to do instead.
type Refusal struct {
	Key  string
	Args []any
}

func (r *Refusal) Error() string { return fmt.Sprint(r.Key, r.Args) }

// refuse makes a Refusal: "evidence.error."+what is its key.
func refuse(what string, args ...any) error {
	return &Refusal{Key: "evidence.error." + what, Args: args}
}

// Reasons are the words after "evidence.error." of every refusal; a test holds
// that each has its words.
var Reasons = []string{
	"none", "empty", "too_big", "too_many", "type", "name", "disguised", "two_things", "damaged", "locked",
	"pages", "pixels", "scans", "moving", "not_utf8", "not_mail", "quota", "same", "other_file", "mask", "masks", "purpose", "busy", "named",
}
