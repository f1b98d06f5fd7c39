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
	Tables []ManifestTable `json:"tables"`
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
