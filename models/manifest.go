package models

import (
	_ "embed"
	"encoding/json"
)

//go:embed manifest.json
var manifestJSON []byte

// Manifest lists everything that is kept: each table and column, what class
// of thing it holds, whether it is sealed, how long it stays. Erasure walks
// it, and a test compares it with the schema.
type Manifest struct {
	Retention []Retention     `json:"retention"`
	Tables    []ManifestTable `json:"tables"`
}

// Retention is how long dossiers of a class are kept: Months and Days after
// the latest of the days that After names, and longer for an account that no
// e-mail can warn.
type Retention struct {
	Class              string   `json:"class"` // bare, prepared, sent, closed
	Months             int      `json:"months"`
	Days               int      `json:"days"`
	After              []string `json:"after"` // visit, event, deadline, closing
	MonthsWithoutEmail int      `json:"months_without_email"`
	Holds              string   `json:"holds"`
}

// ManifestTable is one table. Tables stand in the order in which their rows
// can be deleted: what refers to another comes first.
type ManifestTable struct {
	Name      string           `json:"name"`
	Of        string           `json:"of"`        // what its rows are erased with: case, account, none
	Column    string           `json:"column"`    // the column that names that case or account
	Retention string           `json:"retention"` // case, account, session, day, window, ever
	Holds     string           `json:"holds"`
	Columns   []ManifestColumn `json:"columns"`
}

// ManifestColumn is one column. Class is id, owner, version, due, instant,
// day, hash, count, limit or key for clear ones; personal or answer for sealed
// ones.
type ManifestColumn struct {
	Name   string `json:"name"`
	Class  string `json:"class"`
	Sealed bool   `json:"sealed"`
}

// ReadManifest returns the manifest of this program.
func ReadManifest() Manifest {
	var m Manifest
	if err := json.Unmarshal(manifestJSON, &m); err != nil {
		panic(err) // it is a part of the program
	}
	return m
}
