package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"

	"contreoffre/lang"
	"contreoffre/letters"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Bundle is a complaint and the exhibits that go with it.
type Bundle struct {
	Complaint letters.Complaint
	// Filed is the complaint as it was filed, its PDF before its text: the first
	// that becomes pages stands in the place of the document. Nil before that.
	Filed  []File
	Pieces []Piece
	// Smaller makes a picture smaller: at most longest pixels on its longer
	// side, as a JPEG of that quality, from 1 to 100. It is asked for a light
	// bundle; nil where nobody can.
	Smaller func(media string, picture []byte, longest, quality int) (jpeg []byte, err error)
}

// AsFiled is Bundle.Filed for a complaint and its PDF as it was kept: nil for
// one that is written, now or again.
func AsFiled(k letters.Complaint, kept []byte) []File {
	if !k.Kept() {
		return nil
	}
	files := []File{{MediaType: "text/plain", Data: []byte(k.Text())}}
	if kept != nil {
		files = append([]File{{MediaType: "application/pdf", Data: kept}}, files...)
	}
	return files
}

// Piece is one exhibit, and the way to its file.
type Piece struct {
	Exhibit letters.Exhibit
	SHA256  string // of the original; empty when there is no file
	// Open reads what leaves in place of the original; nil when there is no
	// file. Pictures come upright, as re-made copies: what a camera wrote
	// beside the picture never enters a bundle. It returns ErrApart for a file
	// of which there is no such copy; any other error ends the bundle. One
	// piece is open at a time, in all bundles that the process writes.
	Open func() (File, error)
}

// File is a file as it may leave.
type File struct {
	MediaType string
	Data      []byte
}

// ErrApart is what Piece.Open returns for a file that the bundle cannot hold:
// it is listed as going apart.
var ErrApart = errors.New("pdf: the file goes apart")

// Enclosure says how an exhibit goes with the bundle. Its words are
// "bundle.<enclosure>".
type Enclosure string

// The enclosures.
const (
	Enclosed   Enclosure = "enclosed"
	NotJoined  Enclosure = "not_joined" // there is no file
	JoinedOnly Enclosure = "apart"      // its file cannot become pages
)

// Enclosures lists every enclosure once.
var Enclosures = []Enclosure{Enclosed, NotJoined, JoinedOnly}

// Placed is one exhibit as the bundle holds it: the pages From to To, counted
// from 1, when it is enclosed.
type Placed struct {
	Exhibit   letters.Exhibit
	Enclosure Enclosure
	From, To  int
	Bytes     int // of its pages, as they came into the bundle
	SHA256    string
}

// Write draws one PDF: a cover, the complaint, the list of exhibits with their
// pages and SHA-256, and each exhibit, its pages stamped "Pièce n° 3 – 2/4". It
// returns how each piece went, in their order. A file that cannot become pages
// is listed and left out. The same complaint and pieces give the same bytes.
//
// Each piece is opened once, and let go before the next: memory does not grow
// with their number. It returns ErrNoDay, what ctx, w or a Piece.Open failed
// with; then what w holds is no PDF.
func (b Bundle) Write(ctx context.Context, w io.Writer) (placed []Placed, err error) {
	return b.write(ctx, w, func(f File) (File, error) { return f, nil })
}

// write is Write, with what to do to each file on its way.
func (b Bundle) write(ctx context.Context, w io.Writer, change func(File) (File, error)) (placed []Placed, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("pdf: bundle: joining failed: %s", fault(r))
		}
	}()
	if !b.Complaint.Document.On.Valid() {
		return nil, ErrNoDay
	}
	a := &assembly{Bundle: b, pager: b.pager(), joiner: newJoiner(w), change: change}
	if err := a.assemble(ctx); err != nil {
		return nil, fmt.Errorf("pdf: bundle: %w", err)
	}
	return a.placed, nil
}

func (b Bundle) pager() pager {
	return pager{lang: b.Complaint.Document.Lang, on: b.Complaint.Document.On}
}

// assembly is a bundle being put together, part by part.
type assembly struct {
	Bundle
	pager
	*joiner
	change func(File) (File, error)
	placed []Placed
}

// section is a stretch of the bundle under a bookmark.
type section struct {
	title  string
	leaves []leaf
	stamp  func(page int) string // of a page of the section, from 1; nil for none
}

// assemble writes the exhibits first: only then is it known on which pages they
// are, which the list before them tells. A reader follows the tree of pages,
// which comes last.
func (a *assembly) assemble(ctx context.Context) error {
	exhibits, err := a.exhibits(ctx)
	if err != nil {
		return err
	}
	complaint, err := a.complaint(ctx)
	if err != nil {
		return err
	}
	cover, err := a.drawn(a.layCover())
	if err != nil {
		return err
	}
	list, err := a.drawn(a.layNumbered(len(complaint)))
	if err != nil {
		return err
	}
	front := []section{{title: lang.T(a.lang, "bundle.cover"), leaves: cover}}
	if len(complaint) > 0 {
		front = append(front, section{title: lang.T(a.lang, "bundle.complaint"), leaves: complaint})
	}
	front = append(front, section{title: lang.T(a.lang, "bundle.list"), leaves: list})
	return a.finish(append(front, exhibits...))
}

// complaint holds the pages of the complaint: of what was filed, else as it is
// written. None are left of a foreign file that cannot become pages.
func (a *assembly) complaint(ctx context.Context) (leaves []leaf, err error) {
	if a.Filed == nil {
		return a.drawn(layLetter(a.Complaint.Document))
	}
	for _, file := range a.Filed {
		as := letters.Exhibit{Title: a.Complaint.Document.Title}
		leaves, err = a.exhibit(ctx, Piece{Exhibit: as, Open: func() (File, error) { return file, nil }})
		if !errors.Is(err, ErrApart) {
			return leaves, err
		}
	}
	return nil, nil
}

// drawn holds the pages of what is drawn here.
func (a *assembly) drawn(l layout) ([]leaf, error) {
	pages, err := drawn(a.on, l)
	if err != nil {
		return nil, err
	}
	return a.part(pages)
}

// finish stamps the pages, in their order, and closes the file.
func (a *assembly) finish(sections []section) error {
	var leaves []leaf
	var marks []bookmark
	for _, s := range sections {
		marks = append(marks, bookmark{s.title, len(leaves) + 1})
		for i, l := range s.leaves {
			leaves = append(leaves, l)
			text := lang.T(a.lang, "bundle.page", "page", len(leaves))
			if s.stamp != nil {
				text = s.stamp(i+1) + "  |  " + text
			}
			stamp, err := stampOn(l.view, text)
			if err != nil {
				return err
			}
			a.payStream(l.stamp, types.NewDict(), []byte(stamp))
		}
	}
	return a.close(a.Complaint.Document, leaves, marks)
}

// opening holds a place while a piece is open, so that two bundles at once take
// little more memory than one.
var opening = make(chan struct{}, 1)

// alone does what needs the place, and returns what it returns, or what ctx
// ended with before.
func alone(ctx context.Context, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err // else a free place would be taken half of the time
	}
	select {
	case opening <- struct{}{}:
		defer func() { <-opening }()
		return do()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// exhibits writes each piece that becomes pages, and notes how all of them go
// with the bundle.
func (a *assembly) exhibits(ctx context.Context) ([]section, error) {
	var sections []section
	for _, piece := range a.Pieces {
		p := Placed{Exhibit: piece.Exhibit, SHA256: piece.SHA256, Enclosure: NotJoined}
		if piece.Open != nil {
			leaves, err := a.exhibit(ctx, piece)
			switch {
			case errors.Is(err, ErrApart):
				p.Enclosure = JoinedOnly
			case err != nil:
				return nil, err
			default:
				p.Enclosure, p.From, p.To, p.Bytes = Enclosed, 1, len(leaves), a.held.Len()
				sections = append(sections, a.stamped(piece.Exhibit, leaves))
			}
		}
		a.placed = append(a.placed, p)
		// Where it is written may be slow, and others wait for the place.
		if err := a.flush(); err != nil {
			return nil, err
		}
	}
	return sections, nil
}

// exhibit holds the pages of a piece, or returns ErrApart and holds nothing.
func (a *assembly) exhibit(ctx context.Context, piece Piece) (leaves []leaf, err error) {
	err = alone(ctx, func() error {
		file, err := piece.Open()
		if err == nil {
			file, err = a.change(file)
		}
		if err != nil {
			return err
		}
		pages, err := a.pagesOf(piece.Exhibit, file)
		if err != nil {
			return err
		}
		objects := len(a.offsets)
		if leaves, err = a.part(pages); err != nil {
			a.drop(objects)
			return ErrApart
		}
		return nil
	})
	return leaves, err
}

func (a *assembly) stamped(e letters.Exhibit, leaves []leaf) section {
	return section{
		title:  lang.T(a.lang, "complaint.exhibit.line", "n", e.Number, "title", e.Title),
		leaves: leaves,
		stamp: func(page int) string {
			return lang.T(a.lang, "bundle.stamp", "n", e.Number, "page", page, "pages", len(leaves))
		},
	}
}

// layNumbered sets the list with the pages of each exhibit, behind a complaint of
// so many. How long it is decides on which page the first one is, so that it is set
// again while it grows; should the right numbers make it shorter, an empty page
// stays.
func (a *assembly) layNumbered(complaint int) layout {
	before := 1 + complaint
	for pages := 1; ; {
		a.number(before + pages + 1)
		list := a.layList()
		if len(list.pages) > pages {
			pages = len(list.pages)
			continue
		}
		list.pages = append(list.pages, make([]page, pages-len(list.pages))...)
		return list
	}
}

// number gives each enclosed exhibit its pages, the first one at page first.
func (a *assembly) number(first int) {
	for i := range a.placed {
		if p := &a.placed[i]; p.Enclosure == Enclosed {
			p.From, p.To = first, first+p.To-p.From
			first = p.To + 1
		}
	}
}
