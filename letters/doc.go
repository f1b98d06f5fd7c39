// Package letters composes the letters: it decides which sections stand in a
// letter and in which order, and package lang says them.
//
// Compose makes one Document in one language, ComposeTwin the same letter in
// French and English, and ComposeFollowUp what is written after an answer, or
// after none. Text and TwinText render a document as plain text; the web page
// and the PDF are drawn elsewhere, from the same Document.
//
// Structure comes first and facts second (design, decision 5): the files
// lang/<language>/letters/<name>.txt are parsed into blocks when the program
// starts, so nothing that a person types can become a heading, a list or a
// placeholder.
package letters
