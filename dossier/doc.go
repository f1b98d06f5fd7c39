// Package dossier reads, checks and writes the portable dossier: one JSON file
// and the files it names, which export writes and which import and the
// commands read. The format is schema.json, version 1; what a schema cannot
// say (days that exist, receipt after dispatch, ids, hashes) is checked here.
//
// A finding names its place as a path, and what is wrong as a word key of
// package lang; this package knows no language.
package dossier

import (
	"io/fs"
	"strings"

	"contreoffre/models"
)

// Name is the name of the JSON file in an exported folder.
const Name = "dossier.json"

// Dossier is a case as a file holds it.
type Dossier struct {
	Case models.Case
	// Letters holds the drawn PDFs of frozen letters.
	Letters map[models.LetterID][]byte
	// Folder is where the files of exhibits are; nil when only the JSON came.
	// Read has proved them against their SHA-256.
	Folder fs.FS
	// Exhibits are the ids of those whose files Files names; whoever writes
	// the folder puts them under their ExhibitNames.
	Exhibits map[string]bool
}

// Problem is one thing that is wrong with a dossier. Path leads to it, from
// the outside in: keys, and the numbers of list items counted from 0. Key is
// a word key; Args are its name, value pairs.
type Problem struct {
	Path []string
	Key  string
	Args []any
}

// Warning is a Problem that did not keep the dossier from being read.
type Warning = Problem

// Problems is everything that is wrong with a dossier. It is the error of
// Read for a file that could be opened.
type Problems []Problem

// Error lists the problems for a log; people are shown the words of their
// keys instead.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = strings.Join(p.Path, "/") + ": " + p.Key
	}
	return "dossier: " + strings.Join(lines, "; ")
}

// add notes a problem.
func (ps *Problems) add(path []string, key string, args ...any) {
	*ps = append(*ps, Problem{Path: append([]string(nil), path...), Key: key, Args: args})
}

// at extends a path without touching it.
func at(path []string, more ...string) []string {
	return append(append([]string(nil), path...), more...)
}
