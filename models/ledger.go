package models

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"gorm.io/gorm/clause"
)

// LedgerFile is the name, in the data folder, of the ledger that is kept apart
// from the database: one erased id a line, as its hash and a day. A database
// that was brought back from before an erasure finds it there.
const LedgerFile = "erasures.ledger"

var ledgerLine = regexp.MustCompile(`(?m)^([0-9a-f]{64}) (\d{4}-\d{2}-\d{2})$`)

// ReadLedger returns the lines of a ledger. What is not one, like the half of
// a line that a power loss left, is skipped.
func ReadLedger(r io.Reader) ([]Erasure, error) {
	var lines []Erasure
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		if found := ledgerLine.FindStringSubmatch(scanner.Text()); found != nil {
			lines = append(lines, Erasure{found[1], found[2]})
		}
	}
	return lines, scanner.Err()
}

// readLedger is ReadLedger of a file; none is an empty one.
func readLedger(path string) ([]Erasure, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) || path == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return ReadLedger(file)
}

// SyncLedger makes the ledger of the database and the one beside it equal, and
// erases again what only the file knows: a database that was brought back from
// before. serve calls it before it listens, and now and then for the erasures
// of other replicas.
func (s *Store) SyncLedger(ctx context.Context) error {
	if s.ledgerFile == "" {
		return nil
	}
	inFile, err := readLedger(s.ledgerFile)
	if err != nil {
		return err
	}
	inDatabase, err := s.Ledger(ctx)
	if err != nil {
		return err
	}
	if err := appendLedger(s.ledgerFile, missingFrom(inFile, inDatabase)); err != nil {
		return err
	}
	unknown := missingFrom(inDatabase, inFile)
	if len(unknown) == 0 {
		return nil
	}
	erased := 0
	err = s.write(ctx, func(ctx context.Context) error {
		if erased, err = s.ReplayErasures(ctx, unknown); err != nil {
			return err
		}
		return s.keepLedger(ctx, unknown)
	})
	if err != nil || erased == 0 {
		return err
	}
	return s.emptyLog(ctx)
}

// keepLedger adds lines to the ledger of the database.
func (s *Store) keepLedger(ctx context.Context, lines []Erasure) error {
	if len(lines) == 0 {
		return nil
	}
	return s.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(lines, 500).Error
}

// missingFrom returns the lines of all that have lacks.
func missingFrom(has, all []Erasure) []Erasure {
	known := map[string]bool{}
	for _, line := range has {
		known[line.SubjectHash] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(line Erasure) bool { return known[line.SubjectHash] })
}

// appendLedger adds lines to the file in one write, which other processes do
// not cut in two, and returns when they are on the disk.
func appendLedger(path string, lines []Erasure) (err error) {
	if len(lines) == 0 {
		return nil
	}
	var text bytes.Buffer
	for _, line := range lines {
		// The break in front ends the half of a line, should there be one.
		fmt.Fprintf(&text, "\n%s %s", line.SubjectHash, line.ErasedOn)
	}
	text.WriteByte('\n')
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(text.Bytes()); err != nil {
		return err
	}
	return file.Sync()
}
