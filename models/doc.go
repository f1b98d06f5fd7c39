// Package models holds the records and the store. It is the only door to
// GORM, PostgreSQL and SQLite; every read of a person's data takes the
// account that owns it, and a stranger's id answers exactly like an unknown
// one.
package models
