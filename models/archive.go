package models

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"regexp"
	"strings"
)

// A backup is a compressed tar archive that either engine writes and either
// reads: head.json, then the rows of each table in parts of a bounded size,
// one JSON list a line, what others refer to first, then the files of exhibits,
// then end.json with the sum of all of it. Personal columns and files are in it
// as they are kept: sealed.

const (
	archiveFormat = "contreoffre-backup"
	archivePart   = 4 << 20 // bytes of rows that are held in memory at once
)

// archiveHead opens a backup.
type archiveHead struct {
	Format string         `json:"format"`
	Schema int64          `json:"schema"` // the migration it was made on
	MadeAt int64          `json:"made_at"`
	Tables []archiveTable `json:"tables"`
}

type archiveTable struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

// archiveEnd closes a backup; without it, it is not whole.
type archiveEnd struct {
	Rows   map[string]int `json:"rows"`
	Files  int            `json:"files"`
	SHA256 string         `json:"sha256"` // of head, rows and files
}

// isName guards what becomes a part of SQL.
var isName = regexp.MustCompile(`^[a-z][a-z_]{0,40}$`).MatchString

// archiver writes a backup.
type archiver struct {
	zip  *gzip.Writer
	tar  *tar.Writer
	sum  hash.Hash
	part bytes.Buffer
	end  archiveEnd
}

func newArchiver(w io.Writer) *archiver {
	zip := gzip.NewWriter(w)
	return &archiver{zip: zip, tar: tar.NewWriter(zip), sum: sha256.New(), end: archiveEnd{Rows: map[string]int{}}}
}

func (a *archiver) file(name string, content []byte) error {
	err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))})
	if err != nil {
		return err
	}
	a.sum.Write(content)
	_, err = a.tar.Write(content)
	return err
}

func (a *archiver) head(h archiveHead) error {
	content, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return a.file("head.json", content)
}

// row adds a row of a table, whose cells are texts, whole numbers, bytes or
// nothing.
func (a *archiver) row(table string, cells []any) error {
	line := make([]any, len(cells))
	for i, cell := range cells {
		switch cell := cell.(type) {
		case nil, string, int64:
			line[i] = cell
		case []byte:
			line[i] = []string{base64.StdEncoding.EncodeToString(cell)}
		default:
			return fmt.Errorf("models: %s holds %T", table, cell)
		}
	}
	if err := json.NewEncoder(&a.part).Encode(line); err != nil {
		return err
	}
	a.end.Rows[table]++
	if a.part.Len() >= archivePart {
		return a.flush(table)
	}
	return nil
}

func (a *archiver) flush(table string) error {
	defer a.part.Reset()
	if a.part.Len() == 0 {
		return nil
	}
	return a.file("rows/"+table, a.part.Bytes())
}

// blob adds a sealed file.
func (a *archiver) blob(id string, content []byte) error {
	a.end.Files++
	return a.file("files/"+id, content)
}

func (a *archiver) close() error {
	a.end.SHA256 = hex.EncodeToString(a.sum.Sum(nil))
	content, err := json.Marshal(a.end)
	if err != nil {
		return err
	}
	return errors.Join(a.file("end.json", content), a.tar.Close(), a.zip.Close())
}

// archiveReader reads a backup, each row once.
type archiveReader struct {
	zip    *gzip.Reader
	tar    *tar.Reader
	sum    hash.Hash
	head   archiveHead
	tables map[string]archiveTable
	end    archiveEnd // of what was read so far
}

// openArchive reads the head of a backup. It returns ErrBadBackup for anything
// else.
func openArchive(r io.Reader) (*archiveReader, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	a := &archiveReader{zip: zip, tar: tar.NewReader(zip), sum: sha256.New(),
		tables: map[string]archiveTable{}, end: archiveEnd{Rows: map[string]int{}}}
	name, content, err := a.next()
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(content, &a.head); err != nil || name != "head.json" || a.head.Format != archiveFormat {
		return nil, fmt.Errorf("%w: no head", ErrBadBackup)
	}
	for _, table := range a.head.Tables {
		for _, name := range append([]string{table.Name}, table.Columns...) {
			if !isName(name) {
				return nil, fmt.Errorf("%w: %q is no name", ErrBadBackup, name)
			}
		}
		a.tables[table.Name] = table
	}
	a.sum.Write(content)
	return a, nil
}

// each hands every row to put and then every file to keep. What they did must
// be undone when it returns an error: ErrBadBackup when the backup turns out
// not to be whole, or theirs.
func (a *archiveReader) each(put func(archiveTable, []any) error, keep func(id string, content []byte) error) error {
	for {
		name, content, err := a.next()
		if err != nil {
			return err
		}
		folder, of, _ := strings.Cut(name, "/")
		switch {
		case folder == "rows":
			err = a.part(of, content, put)
		case folder == "files" && validID(of):
			a.end.Files++
			err = keep(of, content)
		default:
			return a.close(name, content)
		}
		if err != nil {
			return err
		}
		a.sum.Write(content)
	}
}

// next returns the next file of the archive. Files are parts: none is larger
// than a part and the row that filled it.
func (a *archiveReader) next() (name string, content []byte, err error) {
	header, err := a.tar.Next()
	if err != nil {
		return "", nil, fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	if content, err = io.ReadAll(a.tar); err != nil {
		return "", nil, fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	return header.Name, content, nil
}

func (a *archiveReader) part(name string, content []byte, put func(archiveTable, []any) error) error {
	table, ok := a.tables[name]
	if !ok {
		return fmt.Errorf("%w: rows of %q", ErrBadBackup, name)
	}
	lines := json.NewDecoder(bytes.NewReader(content))
	lines.UseNumber()
	for lines.More() {
		var line []any
		if err := lines.Decode(&line); err != nil || len(line) != len(table.Columns) {
			return fmt.Errorf("%w: a row of %s", ErrBadBackup, name)
		}
		for i := range line {
			cell, err := readCell(line[i])
			if err != nil {
				return fmt.Errorf("%w: a row of %s", ErrBadBackup, name)
			}
			line[i] = cell
		}
		if err := put(table, line); err != nil {
			return err
		}
		a.end.Rows[name]++
	}
	return nil
}

func readCell(cell any) (any, error) {
	switch cell := cell.(type) {
	case nil, string:
		return cell, nil
	case json.Number:
		return cell.Int64()
	case []any:
		if len(cell) == 1 {
			if text, ok := cell[0].(string); ok {
				return base64.StdEncoding.DecodeString(text)
			}
		}
	}
	return nil, ErrBadBackup
}

func (a *archiveReader) close(name string, content []byte) error {
	var end archiveEnd
	if err := json.Unmarshal(content, &end); err != nil || name != "end.json" || end.SHA256 != hex.EncodeToString(a.sum.Sum(nil)) {
		return fmt.Errorf("%w: its sum is another", ErrBadBackup)
	}
	if !maps.Equal(end.Rows, a.end.Rows) || end.Files != a.end.Files {
		return fmt.Errorf("%w: something is missing", ErrBadBackup)
	}
	// The rest of the stream holds gzip's own sum.
	if _, err := io.Copy(io.Discard, a.zip); err != nil {
		return fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	return nil
}
