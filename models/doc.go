// Package models holds the records and the store. It is the only door to
// GORM, PostgreSQL and SQLite; every read of a person's data takes the
// account that owns it, and a stranger's id answers exactly like an unknown
// one.
//
// Facts and the types below it are what a person told us; Case is one dossier
// whole. Open gives a Store. A case is read with Store.Case and written with
// Store.Change, or one of its named edits (SaveFacts, AddEvent, …): they take
// the version that the person saw and write nothing when it has moved. A form
// that may be sent twice is wrapped in Store.Once.
//
// A new fact needs no migration: it is a field in a sealed document. A new
// column needs a numbered file for each engine in migrations and a line in
// manifest.json; if it holds what people typed, it is of type sealed.
package models
