package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"slices"

	"contreoffre/dossier"
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) portableRoutes() {
	a.on(get, "/import", a.showImport)
	a.on(post, "/import", a.importFile)
	a.on(get, "/cases/:case/export", a.showExport)
	a.on(get, "/cases/:case/dossier.json", a.sendJSON)
	a.on(get, "/cases/:case/dossier.zip", a.sendZIP)
}

// What an archive may hold. It is never unpacked to a disk: the dossier is
// read out of it, then the letters it names, one by one.
const (
	archiveFiles = 500
	archiveBytes = 64 << 20 // unpacked, all files together
)

func (a *App) showImport(v *visit) error { return v.show(views.Import{}) }

// importFile opens a dossier from its portable file, alone or in an archive
// with its letters. Somebody new gets an account with it.
func (a *App) importFile(v *visit) error {
	d, err := readPortable(v)
	var problems wrong
	if errors.As(err, &problems) {
		return v.reject(v.frame(), views.Import{Form: views.Form{Errors: problems}})
	}
	if err != nil {
		return err
	}
	o, err := a.open(v, func(ctx context.Context, account string) (models.Case, error) {
		return a.Store.ImportCase(ctx, account, d.Case, d.Letters)
	})
	if errors.Is(err, models.ErrHash) || errors.Is(err, models.ErrBadID) {
		return v.reject(v.frame(), views.Import{Form: views.Form{Errors: fileError("error.import.inconsistent")}})
	}
	if err != nil {
		return err
	}
	return a.welcome(v, o, done(views.CasePath(v.lang, o.Case), "imported"))
}

func fileError(key string) wrong { return wrong{{Field: fileField, Key: key}} }

// readPortable reads the file that was sent. It returns wrong with all that is
// wrong with it, each thing with its place.
func readPortable(v *visit) (dossier.Dossier, error) {
	if len(v.file) == 0 {
		return dossier.Dossier{}, fileError("error.import.none")
	}
	var d dossier.Dossier
	var err error
	if bytes.HasPrefix(v.file, []byte("PK\x03\x04")) {
		var archive fs.FS
		if archive, err = openArchive(v.file); err != nil {
			return d, fileError("error.import.archive")
		}
		d, _, err = dossier.Read(archive, dossier.Name, v.today)
	} else {
		d, _, err = dossier.Parse(v.file, nil, v.today)
	}
	var problems dossier.Problems
	switch {
	case errors.As(err, &problems):
		return d, inPlace(v.lang, problems)
	case err != nil:
		return d, fileError("error.import.archive")
	}
	return d, nil
}

// openArchive opens a ZIP whose directory promises no more than we are ready
// to read; the reader refuses files that hold more than they promise.
func openArchive(content []byte) (fs.FS, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	if len(archive.File) > archiveFiles {
		return nil, errArchiveTooBig
	}
	total := uint64(0)
	for _, file := range archive.File {
		if total += min(file.UncompressedSize64, archiveBytes+1); total > archiveBytes {
			return nil, errArchiveTooBig
		}
	}
	return archive, nil
}

var errArchiveTooBig = errors.New("handlers: the archive promises too much")

// problemsShown is how many problems of a file are listed: nobody corrects
// more at once.
const problemsShown = 50

// inPlace tells problems of a file as errors of the form.
func inPlace(l lang.Lang, problems dossier.Problems) wrong {
	var told wrong
	for _, p := range problems[:min(problemsShown, len(problems))] {
		told = append(told, interview.FieldError{Field: fileField, Key: "dossier.problem", Args: []any{
			"place", lang.Place(l, p.Path), "problem", lang.T(l, p.Key, p.Args...),
		}})
	}
	return told
}

func (a *App) showExport(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.Export{HasLetters: slices.ContainsFunc(c.Requests, hasLetter)})
}

// hasLetter reports a letter kept as it was sent.
func hasLetter(r models.Request) bool { return r.Letter != nil && r.Letter.PDFSHA256 != "" }

// sendJSON downloads the portable file alone. It names no letters' PDFs: they
// are not beside it.
func (a *App) sendJSON(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	files, err := dossier.Files(dossier.Dossier{Case: c})
	if err != nil {
		return err
	}
	return v.download("dossier", "json", files[dossier.Name])
}

// sendZIP downloads the portable file with the letters as they were sent.
func (a *App) sendZIP(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	d := dossier.Dossier{Case: c, Letters: map[string][]byte{}}
	for _, r := range c.Requests {
		if !hasLetter(r) {
			continue
		}
		_, drawn, err := a.Store.LetterAsSent(v.ctx, v.account(), c.ID, r.ID, "")
		if err != nil {
			return err
		}
		if drawn != nil {
			d.Letters[r.ID] = drawn
		}
	}
	files, err := dossier.Files(d)
	if err != nil {
		return err
	}
	content, err := pack(files)
	if err != nil {
		return err
	}
	return v.download("dossier", "zip", content)
}

// pack writes an archive with the files in the order of their names and
// without a day, so that the same dossier gives the same bytes.
func pack(files map[string][]byte) ([]byte, error) {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, name := range names {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := file.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return b.Bytes(), err
}
