package pdf

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"contreoffre/law"
	"contreoffre/letters"

	"golang.org/x/text/unicode/norm"
)

// ManifestName is the file of a ZIP bundle that lists the others.
const ManifestName = "manifest.json"

// manifest says which bytes each file had.
type manifest struct {
	Format string          `json:"format"`
	Files  []manifestEntry `json:"files"` // as they stand in the ZIP
}

type manifestEntry struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

const manifestFormat = "contre-offre/bundle"

// endingOf is the ending of a file that may leave as it is: words, and a mail
// that came without a file. What a camera or a program wrote into any other
// would leave too.
func endingOf(f File) (ending string, leaves bool) {
	switch f.MediaType {
	case "text/plain":
		return ".txt", true
	case "message/rfc822":
		return ".eml", wordsAlone(f.Data)
	}
	return "", false
}

// longestName is how many letters of a title a tidy name keeps.
const longestName = 40

// tidyName is a file name that every system takes: "exhibits/03-avis-de-reception.pdf".
func tidyName(e letters.Exhibit, ending string) string {
	var name strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(e.Title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			name.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case name.Len() > 0 && !strings.HasSuffix(name.String(), "-"):
			name.WriteByte('-')
		}
		if name.Len() == longestName {
			break
		}
	}
	return fmt.Sprintf("exhibits/%02d-%s%s", e.Number, strings.Trim(name.String(), "-"), ending)
}

// WriteZIP writes the same bundle as a ZIP: files, by name; a copy of each
// exhibit that may leave; a manifest of them all. Each piece is opened once, and
// the errors are those of Write. The same files and pieces give the same bytes.
func (b Bundle) WriteZIP(ctx context.Context, w io.Writer, files map[string]io.Reader) error {
	if !b.Complaint.Document.On.Valid() {
		return ErrNoDay
	}
	z := &zipper{out: zip.NewWriter(w), on: b.Complaint.Document.On, list: manifest{Format: manifestFormat}}
	if err := z.write(ctx, b, files); err != nil {
		return fmt.Errorf("pdf: zip: %w", err)
	}
	return nil
}

// zipper is a ZIP being written, and its manifest.
type zipper struct {
	out  *zip.Writer
	on   law.Date
	list manifest
}

func (z *zipper) write(ctx context.Context, b Bundle, files map[string]io.Reader) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := z.add(name, files[name]); err != nil {
			return err
		}
	}
	for _, piece := range b.Pieces {
		copies, err := b.copiesOf(ctx, piece)
		if err != nil {
			return err
		}
		for _, c := range copies {
			if err := z.add(c.name, bytes.NewReader(c.content)); err != nil {
				return err
			}
		}
	}
	listed, err := json.MarshalIndent(z.list, "", "  ")
	if err == nil {
		err = z.add(ManifestName, bytes.NewReader(listed))
	}
	if err != nil {
		return err
	}
	return z.out.Close()
}

// add writes one file and notes what it was. What is packed already is not
// packed again.
func (z *zipper) add(name string, content io.Reader) error {
	day := time.Date(z.on.Year, z.on.Month, z.on.Day, 0, 0, 0, 0, time.UTC)
	head := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: day}
	if strings.HasSuffix(name, ".pdf") {
		head.Method = zip.Store
	}
	file, err := z.out.CreateHeader(head)
	if err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, sum), content)
	z.list.Files = append(z.list.Files, manifestEntry{name, n, hex.EncodeToString(sum.Sum(nil))})
	return err
}

// aCopy is one file that goes into the ZIP for a piece.
type aCopy struct {
	name    string
	content []byte
}

// copiesOf is what goes into the ZIP for a piece: its pages, else its file
// where that may leave as it is; else nothing. A mail of words alone goes beside
// its pages: its head, which they do not show, tells which way it came.
func (b Bundle) copiesOf(ctx context.Context, piece Piece) (copies []aCopy, err error) {
	if piece.Open == nil {
		return nil, nil
	}
	err = alone(ctx, func() error {
		file, err := piece.Open()
		if err != nil {
			return err
		}
		pages, err := b.pager().pagesOf(piece.Exhibit, file)
		ending, leaves := endingOf(file)
		if err == nil {
			copies = append(copies, aCopy{tidyName(piece.Exhibit, ".pdf"), pages})
			leaves = leaves && ending == ".eml" // its headers are not on its pages
		}
		if leaves {
			copies, err = append(copies, aCopy{tidyName(piece.Exhibit, ending), file.Data}), nil
		}
		return err
	})
	if errors.Is(err, ErrApart) {
		return nil, nil
	}
	return copies, err
}

// wordsAlone reports whether a mail came without a file: a picture in it would
// take along what a camera wrote.
func wordsAlone(content []byte) bool {
	m, err := readMail(content)
	return err == nil && len(m.enclosed) == 0
}

// Mismatch is one file of a ZIP bundle that is not what the manifest says. Its
// words are "bundle.check.<what>".
type Mismatch struct {
	Name string
	What string // changed, missing, added
}

// Mismatches lists what Mismatch.What can be.
var Mismatches = []string{"changed", "missing", "added"}

// ErrNotABundle is returned by CheckZIP for what is no bundle of ours.
var ErrNotABundle = errors.New("pdf: not a bundle")

// mostUnpacked bounds what CheckZIP reads of one file.
const mostUnpacked = 1 << 30

// CheckZIP compares a ZIP bundle with its manifest and returns what differs, by
// name; nothing when every byte is as it was. It returns ErrNotABundle when
// there is no manifest to be read.
func CheckZIP(r io.ReaderAt, size int64) ([]Mismatch, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, ErrNotABundle
	}
	sums := map[string]string{}
	var list manifest
	for _, file := range archive.File {
		if file.Name == ManifestName {
			if err := readManifest(file, &list); err != nil {
				return nil, err
			}
			continue
		}
		sums[file.Name] = sumOf(file)
	}
	if list.Format != manifestFormat {
		return nil, ErrNotABundle
	}
	return compare(list, sums), nil
}

func readManifest(file *zip.File, list *manifest) error {
	opened, err := file.Open()
	if err != nil {
		return ErrNotABundle
	}
	defer opened.Close()
	if json.NewDecoder(io.LimitReader(opened, 1<<20)).Decode(list) != nil {
		return ErrNotABundle
	}
	return nil
}

// sumOf is the SHA-256 of a packed file; empty when it cannot be unpacked.
func sumOf(file *zip.File) string {
	opened, err := file.Open()
	if err != nil {
		return ""
	}
	defer opened.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(opened, mostUnpacked)); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func compare(list manifest, sums map[string]string) []Mismatch {
	var all []Mismatch
	for _, entry := range list.Files {
		sum, there := sums[entry.Name]
		delete(sums, entry.Name)
		switch {
		case !there:
			all = append(all, Mismatch{entry.Name, "missing"})
		case sum != entry.SHA256:
			all = append(all, Mismatch{entry.Name, "changed"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		all = append(all, Mismatch{name, "added"})
	}
	return all
}
