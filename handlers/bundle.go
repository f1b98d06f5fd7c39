package handlers

import (
	"bytes"
	"cmp"
	"errors"
	"io"

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
		pieces, err := a.pieces(v, c, complaint.Exhibits)
		if err != nil {
			return err
		}
		bundle, err := pdf.Assemble(complaint, pieces)
		if err != nil {
			return err
		}
		if ending == "pdf" {
			return v.download("bundle", ending, bundle.PDF)
		}
		var packed bytes.Buffer
		name := "complaint." + string(complaint.Document.Lang)
		err = bundle.WriteZIP(&packed, map[string][]byte{
			"bundle.pdf": bundle.PDF, name + ".txt": []byte(letters.Text(complaint.Document)),
			"summary.txt": []byte(complaint.Summary + "\n"), "sheet.txt": []byte(letters.SheetText(complaint.Document.Lang, complaint.Sheet)),
		})
		if err != nil {
			return err
		}
		return v.download("bundle", ending, packed.Bytes())
	}
}

// pieces brings the file of each exhibit: letters as they were sent, and the
// copies of evidence that may leave.
func (a *App) pieces(v *visit, c models.Case, exhibits []letters.Exhibit) ([]pdf.Piece, error) {
	var pieces []pdf.Piece
	for _, e := range exhibits {
		bring := a.sentPiece
		if e.Evidence != nil {
			bring = a.evidencePiece
		}
		piece, err := bring(v, c, e)
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, piece)
	}
	return pieces, nil
}

// sentPiece is a letter as it was sent. One sent before the dossier began has
// no copy here and is listed as not enclosed.
func (a *App) sentPiece(v *visit, c models.Case, e letters.Exhibit) (pdf.Piece, error) {
	piece := pdf.Piece{Exhibit: e}
	letter, drawn, err := a.Store.LetterAsSent(v.ctx, v.account(), c.ID, e.Request, "")
	switch {
	case errors.Is(err, models.ErrNotFound):
		return piece, nil
	case err != nil:
		return piece, err
	case drawn != nil:
		piece.MediaType, piece.Data, piece.SHA256 = "application/pdf", drawn, letter.PDFSHA256
	default:
		piece.MediaType, piece.Data, piece.SHA256 = "text/plain", []byte(letter.Text), letter.TextSHA256
	}
	return piece, nil
}

// evidencePiece is the copy of an exhibit that may leave, under the SHA-256 of
// its original; one without a file is listed as not enclosed.
func (a *App) evidencePiece(v *visit, c models.Case, e letters.Exhibit) (pdf.Piece, error) {
	piece := pdf.Piece{Exhibit: e, SHA256: e.Evidence.SHA256}
	if e.Evidence.Kept == nil {
		return piece, nil
	}
	about, file, err := a.Evidence.Copy(v.ctx, v.account(), c.ID, e.Evidence.ID)
	if err != nil {
		return piece, err
	}
	defer file.Close()
	piece.Data, err = io.ReadAll(file)
	piece.MediaType = about.MediaType
	if about.Kept != nil {
		piece.MediaType = cmp.Or(about.Kept.CopyType, about.MediaType)
	}
	return piece, err
}
