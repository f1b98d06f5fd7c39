package handlers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
)

// sendBundle hands the complaint out with its exhibits, as one PDF or as a ZIP.
func (a *App) sendBundle(ending string) handler {
	return func(v *visit) error {
		c, err := a.load(v)
		if err != nil {
			return err
		}
		complaint, _, err := v.complaintOf(c)
		if err != nil {
			return err
		}
		bundle, err := a.bundleOf(v, c, complaint)
		if err != nil {
			return err
		}
		if ending == "pdf" {
			var drawn bytes.Buffer
			if _, err := bundle.Write(v.ctx, &drawn); err != nil {
				return err
			}
			return v.download("bundle", ending, drawn.Bytes())
		}
		packed, err := packBundle(v.ctx, bundle)
		if err != nil {
			return err
		}
		return v.download("bundle", ending, packed)
	}
}

// packBundle is the bundle and the texts that go with it, as a ZIP.
func packBundle(ctx context.Context, bundle pdf.Bundle) ([]byte, error) {
	complaint := bundle.Complaint
	var drawn, packed bytes.Buffer
	if _, err := bundle.Write(ctx, &drawn); err != nil {
		return nil, err
	}
	l := complaint.Document.Lang
	err := bundle.WriteZIP(ctx, &packed, map[string]io.Reader{
		"bundle.pdf":                      &drawn,
		"complaint." + string(l) + ".txt": strings.NewReader(letters.Text(complaint.Document)),
		"summary.txt":                     strings.NewReader(complaint.Summary + "\n"),
		"sheet.txt":                       strings.NewReader(letters.SheetText(l, complaint.Sheet)),
	})
	return packed.Bytes(), err
}

// bundleOf is the complaint with the way to the file of each exhibit: letters
// as they were sent, and the copies of evidence that may leave.
func (a *App) bundleOf(v *visit, c models.Case, complaint letters.Complaint) (pdf.Bundle, error) {
	bundle := pdf.Bundle{Complaint: complaint, Smaller: smaller}
	for _, e := range complaint.Exhibits {
		if e.Evidence != nil {
			bundle.Pieces = append(bundle.Pieces, a.evidencePiece(v, c, e))
			continue
		}
		piece, err := a.sentPiece(v, c, e)
		if err != nil {
			return bundle, err
		}
		bundle.Pieces = append(bundle.Pieces, piece)
	}
	return bundle, nil
}

// sentPiece is a letter as it was sent. One sent before the dossier began has
// no copy here and is listed as not enclosed.
func (a *App) sentPiece(v *visit, c models.Case, e letters.Exhibit) (pdf.Piece, error) {
	piece := pdf.Piece{Exhibit: e}
	letter, drawn, err := a.Store.LetterAsSent(v.ctx, v.account(), c.ID, e.Request, e.Event)
	if errors.Is(err, models.ErrNotFound) {
		return piece, nil
	}
	if err != nil {
		return piece, err
	}
	file := pdf.File{MediaType: "text/plain", Data: []byte(letter.Text)}
	piece.SHA256 = letter.TextSHA256
	if drawn != nil {
		file = pdf.File{MediaType: "application/pdf", Data: drawn}
		piece.SHA256 = letter.PDFSHA256
	}
	piece.Open = func() (pdf.File, error) { return file, nil }
	return piece, nil
}

// evidencePiece is the copy of an exhibit that may leave, under the SHA-256 of
// its original; one without a file is listed as not enclosed, and one that
// cannot become pages goes beside the bundle.
func (a *App) evidencePiece(v *visit, c models.Case, e letters.Exhibit) pdf.Piece {
	piece := pdf.Piece{Exhibit: e, SHA256: e.Evidence.SHA256}
	if e.Evidence.Kept == nil {
		return piece
	}
	piece.Open = func() (pdf.File, error) {
		if e.Evidence.Kept.Apart {
			return pdf.File{}, pdf.ErrApart
		}
		about, file, err := a.Evidence.Copy(v.ctx, v.account(), c.ID, e.Evidence.ID)
		if err != nil {
			return pdf.File{}, err
		}
		defer file.Close()
		content, err := io.ReadAll(file)
		return pdf.File{MediaType: cmp.Or(about.Kept.CopyType, about.MediaType), Data: content}, err
	}
	return piece
}
