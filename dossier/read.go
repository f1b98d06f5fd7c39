package dossier

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"contreoffre/law"
	"contreoffre/models"
)

// portable is the JSON file.
type portable struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	models.Facts
	Requests  []models.Request  `json:"requests,omitzero"`
	Evidence  []models.Evidence `json:"evidence,omitzero"`
	Complaint *models.Complaint `json:"complaint,omitzero"`
}

// Read reads the dossier file of that name, and the files it names, from
// files, a folder that must not let a path leave it (os.Root). It returns
// Problems, all of them, when something is wrong with the dossier, and
// another error when the file cannot be read; warnings come in either case.
//
// Days after today are refused where they tell the past. Exhibits are checked
// against their SHA-256 and left where they are; the PDFs of frozen letters
// are checked and carried along.
func Read(files fs.FS, name string, today law.Date) (Dossier, []Warning, error) {
	file, err := files.Open(name)
	if err != nil {
		return Dossier{}, nil, fmt.Errorf("dossier: %w", err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return Dossier{}, nil, fmt.Errorf("dossier: %w", err)
	}
	return Parse(raw, files, today)
}

// Parse is Read for a file already in memory. Without files (nil), each file
// the dossier names is told as a warning and left out.
func Parse(raw []byte, files fs.FS, today law.Date) (Dossier, []Warning, error) {
	tree, problems := parse(raw)
	if len(problems) > 0 {
		return Dossier{}, nil, problems
	}
	var warnings Problems
	tree = clean(tree, nil, &warnings)
	problems = append(checkSchema(tree), checkDays(tree, today)...)
	if len(problems) > 0 {
		return Dossier{}, warnings, inOrder(problems)
	}
	c, err := decode(tree)
	if err != nil {
		return Dossier{}, warnings, err
	}
	d := Dossier{Case: c, Letters: map[models.LetterID][]byte{}, Folder: files}
	problems = checkCase(c)
	problems = append(problems, readFiles(&d, files, &warnings)...)
	if len(problems) > 0 {
		return Dossier{}, warnings, inOrder(problems)
	}
	warnings = append(warnings, doubts(c)...)
	return d, inOrder(warnings), nil
}

// decode turns a checked tree into a case.
func decode(tree any) (models.Case, error) {
	raw, err := json.Marshal(tree)
	if err != nil {
		return models.Case{}, fmt.Errorf("dossier: %w", err)
	}
	var p portable
	if err := json.Unmarshal(raw, &p); err != nil {
		return models.Case{}, fmt.Errorf("dossier: %w", err)
	}
	return models.Case{Facts: p.Facts, Requests: p.Requests, Evidence: p.Evidence, Complaint: p.Complaint}, nil
}

// inOrder sorts findings by their place, so that the same file always tells
// them in the same order.
func inOrder(ps Problems) Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return strings.Compare(sortable(a.Path), sortable(b.Path))
	})
	return ps
}

// sortable writes a path so that item 10 comes after item 9.
func sortable(path []string) string {
	var b strings.Builder
	for _, step := range path {
		if len(step) < 9 && step != "" && step[0] >= '0' && step[0] <= '9' {
			b.WriteString(strings.Repeat("0", 9-len(step)))
		}
		b.WriteString(step)
		b.WriteByte(0)
	}
	return b.String()
}
