package handlers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"contreoffre/evidence"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

// jobKind is a kind of file that a job makes of a complaint and its exhibits.
type jobKind struct {
	name   string // a word: file.<name>
	ending string
	passes int // how often each exhibit is opened, where that is known
	write  func(ctx context.Context, bundle pdf.Bundle, order models.Order, w io.Writer) error
}

var jobKinds = map[string]jobKind{
	views.BundlePDF: {"bundle", "pdf", 1, func(ctx context.Context, bundle pdf.Bundle, _ models.Order, w io.Writer) error {
		_, err := bundle.Write(ctx, w)
		return err
	}},
	views.BundleZIP: {"bundle", "zip", 2, func(ctx context.Context, bundle pdf.Bundle, _ models.Order, w io.Writer) error {
		return packBundle(ctx, bundle, w)
	}},
	views.BundleLight: {"bundle_light", "pdf", 1, func(ctx context.Context, bundle pdf.Bundle, order models.Order, w io.Writer) error {
		_, err := bundle.WriteLight(ctx, w, order.Under)
		return err
	}},
}

// packBundle writes the bundle and the texts that go with it, as a ZIP. The PDF
// goes into it as it is drawn.
func packBundle(ctx context.Context, bundle pdf.Bundle, w io.Writer) error {
	drawn, pen := io.Pipe()
	defer drawn.Close()
	go func() {
		_, err := bundle.Write(ctx, pen)
		pen.CloseWithError(err)
	}()
	complaint := bundle.Complaint
	l := complaint.Document.Lang
	files := map[string]io.Reader{
		"bundle.pdf":                      drawn,
		"complaint." + string(l) + ".txt": strings.NewReader(complaint.Text()),
		"summary.txt":                     strings.NewReader(complaint.Summary + "\n"),
		"sheet.txt":                       strings.NewReader(complaint.SheetText()),
	}
	for _, f := range bundle.Filed {
		if f.MediaType == "application/pdf" { // as it left, byte for byte
			files["complaint."+string(l)+".pdf"] = bytes.NewReader(f.Data)
		}
	}
	return bundle.WriteZIP(ctx, w, files)
}

// make makes the file that a job asks for and tells its steps.
func (a *App) make(ctx context.Context, claim models.JobClaim, step func(done, steps int)) (models.Outcome, error) {
	c, err := a.Store.Case(ctx, claim.Account, claim.Case)
	if err != nil {
		return models.Outcome{}, err
	}
	complaint, _, err := complaintOf(c, claim.On)
	if err != nil {
		return models.Outcome{}, err
	}
	bundle, err := a.bundleOf(ctx, c, complaint)
	if err != nil {
		return models.Outcome{}, err
	}
	kind := jobKinds[claim.What]
	tellSteps(bundle.Pieces, kind.passes, step)
	blob, size, err := a.Evidence.Make(ctx, claim.Account, claim.Case, func(w io.Writer) error {
		return kind.write(ctx, bundle, claim.Order, w)
	})
	var large *pdf.TooLarge
	switch {
	case errors.As(err, &large):
		return models.Outcome{TooLarge: &models.TooLarge{Version: c.Version, Bytes: large.Bytes, Weights: weighed(large.Placed)}}, nil
	case err != nil:
		return models.Outcome{}, err
	}
	return models.Outcome{Made: &models.Made{Blob: blob, Size: size, Version: c.Version}}, nil
}

// tellSteps lets each piece that is opened be a step of so many passes. A light
// bundle is tried several times, and begins to count again each time.
func tellSteps(pieces []pdf.Piece, passes int, step func(done, steps int)) {
	steps := 0
	for _, piece := range pieces {
		if piece.Open != nil {
			steps += passes
		}
	}
	opened := 0
	for i, piece := range pieces {
		if piece.Open == nil {
			continue
		}
		pieces[i].Open = func() (pdf.File, error) { // one at a time, as Piece.Open promises
			step(opened%steps+1, steps)
			opened++
			return piece.Open()
		}
	}
}

// weighed lists the exhibits that have pages in a bundle.
func weighed(placed []pdf.Placed) []models.Weight {
	var all []models.Weight
	for _, p := range placed {
		if p.Bytes > 0 {
			all = append(all, models.Weight{Number: p.Exhibit.Number, Title: p.Exhibit.Title, Bytes: p.Bytes})
		}
	}
	return all
}

// bundleOf is the complaint with the way to the file of each exhibit: letters
// as they were sent, and the copies of evidence that may leave.
func (a *App) bundleOf(ctx context.Context, c models.Case, complaint letters.Complaint) (pdf.Bundle, error) {
	bundle := pdf.Bundle{Complaint: complaint, Smaller: evidence.Smaller}
	filed, err := a.pdfAsFiled(ctx, c, complaint)
	if err != nil {
		return bundle, err
	}
	bundle.Filed = pdf.AsFiled(complaint, filed)
	for _, e := range complaint.Exhibits {
		if e.Evidence != nil {
			bundle.Pieces = append(bundle.Pieces, a.evidencePiece(ctx, c, e))
			continue
		}
		piece, err := a.sentPiece(ctx, c, e)
		if err != nil {
			return bundle, err
		}
		bundle.Pieces = append(bundle.Pieces, piece)
	}
	return bundle, nil
}

// sentPiece is a letter as it was sent. One sent before the dossier began has
// no copy here and is listed as not enclosed.
func (a *App) sentPiece(ctx context.Context, c models.Case, e letters.Exhibit) (pdf.Piece, error) {
	piece := pdf.Piece{Exhibit: e}
	letter, drawn, err := a.Store.LetterAsSent(ctx, c.Account, c.ID, e.Request, e.Event)
	if errors.Is(err, models.ErrNotFound) {
		return piece, nil
	}
	if err != nil {
		return piece, err
	}
	piece.SHA256 = letter.TextSHA256
	if drawn != nil {
		piece.SHA256 = letter.PDFSHA256
	}
	// Read once more when its turn comes: all letters of a dossier, in memory until
	// the last is drawn, are as much as whoever brought the dossier likes.
	piece.Open = func() (pdf.File, error) {
		letter, drawn, err := a.Store.LetterAsSent(ctx, c.Account, c.ID, e.Request, e.Event)
		if drawn != nil {
			return pdf.File{MediaType: "application/pdf", Data: drawn}, err
		}
		return pdf.File{MediaType: "text/plain", Data: []byte(letter.Text)}, err
	}
	return piece, nil
}

// evidencePiece is the copy of an exhibit that may leave, under the SHA-256 of
// its original; one without a file is listed as not enclosed, and one that
// cannot become pages goes beside the bundle.
func (a *App) evidencePiece(ctx context.Context, c models.Case, e letters.Exhibit) pdf.Piece {
	piece := pdf.Piece{Exhibit: e, SHA256: e.Evidence.SHA256}
	if e.Evidence.Kept == nil {
		return piece
	}
	piece.Open = func() (pdf.File, error) {
		if e.Evidence.Kept.Apart {
			return pdf.File{}, pdf.ErrApart
		}
		about, file, err := a.Evidence.Copy(ctx, c.Account, c.ID, e.Evidence.ID)
		if err != nil {
			return pdf.File{}, err
		}
		defer file.Close()
		content, err := io.ReadAll(file)
		return pdf.File{MediaType: cmp.Or(about.Kept.CopyType, about.MediaType), Data: content}, err
	}
	return piece
}
