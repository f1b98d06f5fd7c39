package pdf

import (
	"archive/zip"
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

	"contreoffre/letters"

	"golang.org/x/text/unicode/norm"
)

// ManifestName is the file of a ZIP bundle that lists the others.
const ManifestName = "manifest.json"

// manifest says which bytes each file had.
type manifest struct {
	Format string          `json:"format"`
	Files  []manifestEntry `json:"files"` // by name
}

type manifestEntry struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

const manifestFormat = "contre-offre/bundle"

// endings are the files that may leave as they are when they cannot become
// pages. Pictures are not among them: what a camera wrote would leave too.
var endings = map[string]string{"application/pdf": ".pdf", "text/plain": ".txt", "message/rfc822": ".eml"}

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

// WriteZIP writes the same bundle as a ZIP: files by name, a copy of each
// exhibit that may leave, and a manifest of them all. The same files give the
// same bytes.
func (b Bundle) WriteZIP(w io.Writer, files map[string][]byte) error {
	all := maps.Clone(b.copies)
	maps.Copy(all, files)
	list := manifest{Format: manifestFormat}
	out := zip.NewWriter(w)
	add := func(name string, data []byte) error {
		day := time.Date(b.on.Year, b.on.Month, b.on.Day, 0, 0, 0, 0, time.UTC)
		file, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: day})
		if err == nil {
			_, err = file.Write(data)
		}
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		sum := sha256.Sum256(all[name])
		list.Files = append(list.Files, manifestEntry{name, len(all[name]), hex.EncodeToString(sum[:])})
		if err := add(name, all[name]); err != nil {
			return fmt.Errorf("pdf: zip: %w", err)
		}
	}
	written, err := json.MarshalIndent(list, "", "  ")
	if err == nil {
		err = add(ManifestName, written)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		return fmt.Errorf("pdf: zip: %w", err)
	}
	return nil
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
