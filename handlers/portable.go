package handlers

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/gofiber/fiber/v2"

	"contreoffre/dossier"
	"contreoffre/evidence"
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
	var d dossier.Dossier
	var o opening
	err := a.unpacked(v.ctx, func() (err error) {
		if d, err = readPortable(v); err != nil {
			return err
		}
		o, err = a.open(v, func(ctx context.Context, account string) (models.Case, error) {
			return a.Store.ImportCase(ctx, account, d.Case, d.Letters)
		})
		d.Letters = nil
		return err
	})
	var problems wrong
	if errors.As(err, &problems) {
		return v.reject(v.frame(), views.Import{Form: views.Form{Values: v.form, Errors: problems}})
	}
	if errs := refusedImport(err); errs != nil {
		return v.reject(v.frame(), views.Import{Form: views.Form{Values: v.form, Errors: errs}})
	}
	if err != nil {
		return err
	}
	what := "imported"
	if len(AttachExhibits(v.ctx, a.Evidence, o.Account, o.Case, d)) > 0 {
		what = "imported_without"
	}
	return a.welcome(v, o, views.CasePath(v.lang, o.Case), what)
}

// refusedImport is what is wrong with a dossier that is not taken in for what it
// is or for what is there already; nil for any other error.
func refusedImport(err error) wrong {
	switch {
	case errors.Is(err, models.ErrHash), errors.Is(err, models.ErrBadID):
		return fileError("error.import.inconsistent")
	case errors.Is(err, models.ErrManyCases), errors.Is(err, models.ErrFull):
		return fileError("error.import.full", "cases", models.MaxCases, "max", models.MaxDocBytes>>20)
	}
	return nil
}

// unpacked does what holds a whole dossier in memory, one at a time: an archive
// of a few kilobytes may hold all that archiveBytes lets in.
func (a *App) unpacked(ctx context.Context, do func() error) error {
	select {
	case a.unpacking <- struct{}{}:
		defer func() { <-a.unpacking }()
		return do()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// AttachExhibits keeps the files of the exhibits that a dossier brought along,
// each on its own: one that is not taken keeps none of the others out. It
// returns the exhibits whose file is not there afterwards.
func AttachExhibits(ctx context.Context, keeper *evidence.Keeper, account, id string, d dossier.Dossier) (without []models.Evidence) {
	for _, e := range d.Case.Evidence {
		if e.File == "" {
			continue
		}
		content, err := exhibitContent(d, e)
		if err == nil {
			_, err = keeper.Attach(ctx, account, id, e.ID, cmp.Or(e.OriginalName, path.Base(e.File)), content)
		}
		// A form sent twice finds them attached already.
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			without = append(without, e)
		}
	}
	return without
}

// exhibitContent reads the file of an exhibit beside the dossier; it returns
// fs.ErrNotExist when only the dossier came.
func exhibitContent(d dossier.Dossier, e models.Evidence) ([]byte, error) {
	if d.Folder == nil {
		return nil, fs.ErrNotExist
	}
	file, err := d.Folder.Open(e.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, evidence.MaxFile+1))
}

func fileError(key string, args ...any) wrong { return wrong{{Field: fileField, Key: key, Args: args}} }

// readPortable reads the file that was sent. It returns wrong with all that is
// wrong with it, each thing with its place.
func readPortable(v *visit) (dossier.Dossier, error) {
	switch {
	case len(v.files) == 0:
		return dossier.Dossier{}, fileError("error.import.none")
	case len(v.file()) == 0:
		return dossier.Dossier{}, fileError("error.import.empty")
	}
	var d dossier.Dossier
	var err error
	if bytes.HasPrefix(v.file(), []byte("PK\x03\x04")) {
		var archive fs.FS
		if archive, err = openArchive(v.file()); err != nil {
			return d, fileError("error.import.archive")
		}
		d, _, err = dossier.Read(archive, dossier.Name, v.today)
	} else if mayBeDossier(v.file()) {
		d, _, err = dossier.Parse(v.file(), nil, v.today)
	} else {
		return d, fileError("error.import.other")
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

// mayBeDossier reports whether a file begins as a dossier does: one that does not
// was picked by mistake, and has no place to tell of.
func mayBeDossier(content []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(content, []byte("\ufeff")), " \t\r\n"), []byte("{"))
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
	return v.showCase(c, views.Export{})
}

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

// sendZIP downloads the portable file with the letters as they were sent and
// the files of exhibits as they were given. What had to be in memory for it is
// laid on the disk before it is sent; the files are written as they are sent, and
// need not fit anywhere.
func (a *App) sendZIP(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	account := v.account()
	files, err := a.filesOf(v, c)
	if err != nil {
		return err
	}
	to := &switched{}
	archive := zip.NewWriter(to)
	begun, err := a.Evidence.Lay(func(w io.Writer) error {
		to.Writer = w
		return errors.Join(pack(archive, files), archive.Flush())
	})
	if err != nil {
		return v.later(err)
	}
	originals := originalsOf(c)
	v.Set(fiber.HeaderContentType, mediaTypes["zip"])
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="dossier.zip"`)
	err = v.stream(func(ctx context.Context, w *bufio.Writer) error {
		defer begun.Close()
		if _, err := io.Copy(w, begun); err != nil {
			return err
		}
		to.Writer = w
		for _, original := range originals {
			if err := a.packOriginal(ctx, archive, account, original); err != nil {
				return err
			}
		}
		return archive.Close()
	})
	if err != nil || !v.streams {
		begun.Close()
	}
	return err
}

// filesOf are the files of an export, by name, but for those of exhibits.
func (a *App) filesOf(v *visit, c models.Case) (map[string][]byte, error) {
	d := dossier.Dossier{Case: c, Exhibits: keptExhibits(c)}
	var err error
	if d.Letters, err = a.Store.PDFsAsSent(v.ctx, c.Account, c.ID); err != nil {
		return nil, err
	}
	files, err := dossier.Files(d)
	if err != nil {
		return nil, err
	}
	box, err := a.Store.Mailbox(v.ctx, c.Account)
	if err != nil {
		return nil, err
	}
	return files, AddRecord(files, v.lang, v.today, box)
}

// switched writes to one writer, then to another.
type switched struct{ io.Writer }

// original names the file of an exhibit in an export.
type original struct{ name, dossier, exhibit string }

func originalsOf(c models.Case) (all []original) {
	names := dossier.ExhibitNames(c)
	for _, e := range c.Evidence {
		if e.Kept != nil {
			all = append(all, original{names[e.ID], c.ID, e.ID})
		}
	}
	return all
}

// keptExhibits are the ids of the exhibits that have a file here.
func keptExhibits(c models.Case) map[string]bool {
	ids := map[string]bool{}
	for _, e := range c.Evidence {
		if e.Kept != nil {
			ids[e.ID] = true
		}
	}
	return ids
}

// packOriginal copies a file into an archive, a piece at a time. Most kinds of
// file are compressed already.
func (a *App) packOriginal(ctx context.Context, archive *zip.Writer, account string, o original) error {
	_, file, err := a.Evidence.Original(ctx, account, o.dossier, o.exhibit)
	if err != nil {
		return err
	}
	defer file.Close()
	entry, err := archive.CreateHeader(&zip.FileHeader{Name: o.name, Method: zip.Store})
	if err != nil {
		return err
	}
	_, err = io.Copy(entry, file)
	return err
}

// pack writes files into an archive in the order of their names and without a
// day, so that the same dossier gives the same bytes.
func pack(archive *zip.Writer, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := file.Write(files[name]); err != nil {
			return err
		}
	}
	return nil
}
