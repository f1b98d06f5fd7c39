// Package pdf draws documents on A4 pages. It is the only door to gofpdf and
// to the fonts.
//
// A text crosses the package in four steps, one file each: gate.go cleans it
// and notes what no font can draw, lines.go breaks it into measured lines,
// letter.go and twin.go arrange the lines in slabs, flow.go deals the slabs
// out to pages (layout.go, in a tighter look where that saves a page). Only
// then does draw.go open a PDF, so the number of pages is known before the
// first one is drawn, and nothing a person types can pass for a mark of ours.
//
// A bundle (bundle.go) takes exhibits one at a time: bundle_exhibits.go makes
// the file of one into pages, bundle_join.go writes them out and lets them go,
// bundle_stamp.go stamps them when all are counted.
//
// Lengths are millimetres from the top left corner of the page, font sizes
// are points.
package pdf
