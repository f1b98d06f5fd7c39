package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"contreoffre/models"
)

const (
	maxLetterBytes   = 8 << 20
	maxLettersBytes  = 16 << 20 // of all letters, each counted though several may share a file
	maxEvidenceBytes = 100 << 20
)

// readFiles checks every file that the dossier names, and carries the PDFs of
// letters along.
func readFiles(d *Dossier, files fs.FS, warnings *Problems) (ps Problems) {
	r := reader{d: d, files: files, read: map[readAs]found{}, problems: &ps, warnings: warnings}
	for i, request := range d.Case.Requests {
		path := []string{"requests", strconv.Itoa(i)}
		if request.Letter != nil {
			r.letter(models.LetterID{Request: request.ID}, *request.Letter, at(path, "letter"))
		}
		for j, e := range request.Events {
			if e.Letter != nil {
				r.letter(models.LetterID{Request: request.ID, Event: e.ID}, *e.Letter, at(path, "events", strconv.Itoa(j), "letter"))
			}
		}
	}
	if d.Case.Complaint != nil {
		for i, e := range d.Case.Complaint.Events {
			if e.Letter != nil {
				r.letter(models.LetterID{Event: e.ID}, *e.Letter, []string{"complaint", "events", strconv.Itoa(i), "letter"})
			}
		}
	}
	for i, e := range d.Case.Evidence {
		if e.File != "" {
			r.exhibit(e, []string{"evidence", strconv.Itoa(i)})
		}
	}
	return ps
}

// reader reads the files that a dossier names: each once, though it may be
// named ten thousand times.
type reader struct {
	d                  *Dossier
	files              fs.FS
	read               map[readAs]found
	carried            int // bytes of letters
	problems, warnings *Problems
}

// readAs is a file, and as what it was read.
type readAs struct {
	name   string
	letter bool
}

// found is what came of reading a file: its hash and, for a letter, its content;
// or what is wrong with it.
type found struct {
	hash             string
	content          []byte
	problem, warning string
	args             []any
}

func (r *reader) letter(id models.LetterID, l models.Letter, path []string) {
	if l.TextSHA256 != "" && l.TextSHA256 != hashOf([]byte(l.Text)) {
		r.problems.add(at(path, "text_sha256"), "dossier.error.hash")
	}
	if l.PDF == "" {
		return
	}
	pdf, ok := r.file(readAs{l.PDF, true}, at(path, "pdf"))
	if !ok {
		return
	}
	r.carried += len(pdf.content)
	switch {
	case l.PDFSHA256 != "" && l.PDFSHA256 != pdf.hash:
		r.problems.add(at(path, "pdf_sha256"), "dossier.error.hash")
	case !bytes.HasPrefix(pdf.content, []byte("%PDF-")):
		r.problems.add(at(path, "pdf"), "dossier.error.not_pdf", "file", l.PDF)
	case r.carried > maxLettersBytes:
		r.problems.add(at(path, "pdf"), "dossier.error.letters_too_big", "max", maxLettersBytes>>20)
	default:
		r.d.Letters[id] = pdf.content
	}
}

// exhibit hashes an exhibit's file and leaves it where it is.
func (r *reader) exhibit(e models.Evidence, path []string) {
	file, ok := r.file(readAs{name: e.File}, at(path, "file"))
	if ok && e.SHA256 != "" && e.SHA256 != file.hash {
		r.problems.add(at(path, "sha256"), "dossier.error.hash")
	}
}

// file reads a file that the dossier names at a place, and tells what is wrong
// with it: a path that could leave the folder is a problem; a file that is not
// there is a warning, for a dossier is still worth reading without it.
func (r *reader) file(as readAs, path []string) (found, bool) {
	f, ok := r.read[as]
	if !ok {
		f = readFile(r.files, as)
		r.read[as] = f
	}
	switch {
	case f.problem != "":
		r.problems.add(path, f.problem, f.args...)
	case f.warning != "":
		r.warnings.add(path, f.warning, f.args...)
	}
	return f, f.problem == "" && f.warning == ""
}

func readFile(files fs.FS, as readAs) found {
	name := []any{"file", as.name}
	if !staysInside(as.name) {
		return found{problem: "dossier.error.path", args: name}
	}
	if files == nil {
		return found{warning: "dossier.warning.no_files", args: name}
	}
	file, err := files.Open(as.name)
	if errors.Is(err, fs.ErrNotExist) {
		return found{warning: "dossier.warning.no_such_file", args: name}
	}
	if err != nil { // a link that leads out of the folder, or no right to read
		return found{problem: "dossier.error.path", args: name}
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return found{problem: "dossier.error.not_a_file", args: name}
	}
	var content bytes.Buffer
	sum, limit := sha256.New(), int64(maxEvidenceBytes)
	to := io.Writer(sum)
	if as.letter {
		to, limit = io.MultiWriter(sum, &content), maxLetterBytes
	}
	n, err := io.Copy(to, io.LimitReader(file, limit+1))
	switch {
	case err != nil:
		return found{problem: "dossier.error.not_a_file", args: name}
	case n > limit:
		return found{problem: "dossier.error.file_too_big", args: append(name, "max", limit>>20)}
	}
	return found{hash: hex.EncodeToString(sum.Sum(nil)), content: content.Bytes()}
}

// staysInside reports a path that names something below the folder, on every
// system: no "..", no root, no drive, no backslash.
func staysInside(name string) bool {
	return fs.ValidPath(name) && name != "." && !strings.ContainsAny(name, "\\:\x00")
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
