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
	maxLetterBytes   = 20 << 20
	maxEvidenceBytes = 100 << 20
)

// readFiles checks every file that the dossier names, and carries the PDFs of
// letters along.
func readFiles(d *Dossier, files fs.FS, warnings *Problems) Problems {
	var ps Problems
	for i, r := range d.Case.Requests {
		path := []string{"requests", strconv.Itoa(i)}
		if r.Letter != nil {
			readLetter(d, files, models.LetterID{Request: r.ID}, *r.Letter, at(path, "letter"), &ps, warnings)
		}
		for j, e := range r.Events {
			if e.Letter != nil {
				readLetter(d, files, models.LetterID{Request: r.ID, Event: e.ID}, *e.Letter, at(path, "events", strconv.Itoa(j), "letter"), &ps, warnings)
			}
		}
	}
	for i, e := range d.Case.Evidence {
		if e.File != "" {
			checkEvidence(files, e, []string{"evidence", strconv.Itoa(i)}, &ps, warnings)
		}
	}
	return ps
}

func readLetter(d *Dossier, files fs.FS, id models.LetterID, l models.Letter, path []string, ps, warnings *Problems) {
	if l.TextSHA256 != "" && l.TextSHA256 != hashOf([]byte(l.Text)) {
		ps.add(at(path, "text_sha256"), "dossier.error.hash")
	}
	if l.PDF == "" {
		return
	}
	var pdf bytes.Buffer
	hash, ok := readFile(files, l.PDF, maxLetterBytes, &pdf, at(path, "pdf"), ps, warnings)
	switch {
	case !ok:
	case l.PDFSHA256 != "" && l.PDFSHA256 != hash:
		ps.add(at(path, "pdf_sha256"), "dossier.error.hash")
	case !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")):
		ps.add(at(path, "pdf"), "dossier.error.not_pdf", "file", l.PDF)
	default:
		d.Letters[id] = pdf.Bytes()
	}
}

// checkEvidence hashes an exhibit's file and leaves it where it is.
func checkEvidence(files fs.FS, e models.Evidence, path []string, ps, warnings *Problems) {
	hash, ok := readFile(files, e.File, maxEvidenceBytes, io.Discard, at(path, "file"), ps, warnings)
	switch {
	case !ok:
	case e.SHA256 != "" && e.SHA256 != hash:
		ps.add(at(path, "sha256"), "dossier.error.hash")
	}
}

// readFile copies a file that the dossier names and returns its SHA-256. A
// path that could leave the folder is a problem; a file that is not there is
// a warning, for a dossier is still worth reading without it.
func readFile(files fs.FS, name string, limit int64, to io.Writer, path []string, ps, warnings *Problems) (hash string, ok bool) {
	if !staysInside(name) {
		ps.add(path, "dossier.error.path", "file", name)
		return "", false
	}
	if files == nil {
		warnings.add(path, "dossier.warning.no_files", "file", name)
		return "", false
	}
	file, err := files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		warnings.add(path, "dossier.warning.no_such_file", "file", name)
		return "", false
	}
	if err != nil { // a link that leads out of the folder, or no right to read
		ps.add(path, "dossier.error.path", "file", name)
		return "", false
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		ps.add(path, "dossier.error.not_a_file", "file", name)
		return "", false
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(sum, to), io.LimitReader(file, limit+1))
	switch {
	case err != nil:
		ps.add(path, "dossier.error.not_a_file", "file", name)
		return "", false
	case n > limit:
		ps.add(path, "dossier.error.file_too_big", "file", name, "max", limit>>20)
		return "", false
	}
	return hex.EncodeToString(sum.Sum(nil)), true
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
