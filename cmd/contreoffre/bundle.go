package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"contreoffre/dossier"
	"contreoffre/evidence"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
)

// bundleBeside is the bundle of a complaint: its exhibits are the letters as
// they were sent, else written again and marked so, and what the dossier of the
// effective case c names beside it in folder. The dossier was checked, so a
// file that is not there was told already.
func bundleBeside(folder *os.Root, d dossier.Dossier, c models.Case, k letters.Complaint) (pdf.Bundle, error) {
	b := pdf.Bundle{Smaller: evidence.Smaller}
	if k.Kept() {
		b.Filed = pdf.AsFiled(k, d.Letters[models.LetterID{Event: k.Filed.Event}])
	}
	for i, e := range k.Exhibits {
		piece, err := pieceBeside(folder, d, e)
		if err == nil && e.Evidence == nil && piece.Open == nil {
			var again pdf.File
			if again, err = letterAgain(c, e); again.Data != nil {
				k.Recomposed(i + 1)
				piece = pdf.Piece{Exhibit: k.Exhibits[i], Open: func() (pdf.File, error) { return again, nil }}
			}
		}
		if err != nil {
			return b, err
		}
		if piece.Open == nil {
			k.NotJoined(i + 1)
			piece.Exhibit = k.Exhibits[i]
		}
		b.Pieces = append(b.Pieces, piece)
	}
	b.Complaint = k
	return b, nil
}

// letterAgain is a letter written again as of the day on which it left, for
// want of its copy; nothing where the dossier does not say enough of it.
func letterAgain(c models.Case, e letters.Exhibit) (pdf.File, error) {
	versions, ok := letters.Recompose(c, e)
	if !ok {
		return pdf.File{}, nil
	}
	var drawn bytes.Buffer
	var err error
	if len(versions) > 1 {
		err = pdf.WriteTwin(&drawn, letters.Twin{French: versions[0], English: versions[1]})
	} else {
		err = pdf.Write(&drawn, versions[0])
	}
	return pdf.File{MediaType: "application/pdf", Data: drawn.Bytes()}, err
}

func pieceBeside(folder *os.Root, d dossier.Dossier, e letters.Exhibit) (pdf.Piece, error) {
	piece := pdf.Piece{Exhibit: e}
	if e.Evidence == nil {
		if letter := letterAsSent(d, e); letter.Data != nil {
			sum := sha256.Sum256(letter.Data)
			piece.SHA256 = hex.EncodeToString(sum[:])
			piece.Open = func() (pdf.File, error) { return letter, nil }
		}
		return piece, nil
	}
	if e.Evidence.File == "" {
		return piece, nil
	}
	sum, size, err := sumOf(folder, e.Evidence.File)
	if errors.Is(err, fs.ErrNotExist) || err == nil && size == 0 {
		return piece, nil
	}
	piece.SHA256 = sum
	piece.Open = func() (pdf.File, error) { return openBeside(folder, *e.Evidence) }
	return piece, err
}

// sumOf is the SHA-256 of a file, and its size.
func sumOf(folder *os.Root, name string) (sum string, size int64, err error) {
	file, err := folder.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	hash := sha256.New()
	size, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), size, err
}

// openBeside reads what leaves in place of a file; one that would not be taken
// on the web goes apart.
func openBeside(folder *os.Root, e models.Evidence) (pdf.File, error) {
	file, err := folder.Open(e.File)
	if err != nil {
		return pdf.File{}, err
	}
	defer file.Close()
	var content bytes.Buffer
	// One byte more than is taken, so that one too many is seen.
	if _, err := io.Copy(&content, io.LimitReader(file, evidence.MaxFile+1)); err != nil {
		return pdf.File{}, err
	}
	media, left, err := evidence.Leaving(evidence.Tools{Lettering: pdf.Lettering}, e, e.File, content.Bytes())
	var refused *evidence.Refusal
	if errors.As(err, &refused) {
		return pdf.File{}, pdf.ErrApart
	}
	return pdf.File{MediaType: media, Data: left}, err
}

// letterAsSent is a letter as it was frozen: its PDF, else its text.
func letterAsSent(d dossier.Dossier, e letters.Exhibit) pdf.File {
	id := models.LetterID{Request: e.Request, Event: e.Event}
	if e.FollowUp && e.Event == "" {
		return pdf.File{} // an event without an id has no letter
	}
	kept := d.Case.FrozenLetter(id)
	if drawn := d.Letters[id]; drawn != nil {
		return pdf.File{MediaType: "application/pdf", Data: drawn}
	}
	if kept != nil && kept.Text != "" {
		return pdf.File{MediaType: "text/plain", Data: []byte(kept.Text)}
	}
	return pdf.File{}
}
