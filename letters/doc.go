// Package letters composes a Document from a case and renders it as text.
// Structure first, facts second: a letter's text file is parsed into blocks
// before anything a person typed is filled in, so nothing typed can become
// structure.
package letters
