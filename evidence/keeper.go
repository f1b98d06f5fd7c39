package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"io"
	"slices"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/vault"
)

// Quota is how much evidence one dossier may hold, and all of an account.
var Quota = models.Quota{Files: 60, Bytes: 150 << 20, AccountBytes: 600 << 20}

// Tools is what other rooms do for this one, handed in at wiring.
type Tools struct {
	// Inspect opens a PDF.
	Inspect func(content []byte) (PDFInfo, error)
	// Lettering draws a line of text of that height in pixels, as a mask; nil
	// for a text without anything to draw.
	Lettering func(text string, height int) *image.Alpha
}

// PDFInfo is what is known of a PDF. Inspect returns an error for one that is
// damaged.
type PDFInfo struct {
	Pages  int
	Locked bool // it asks for a password
	Apart  bool // it opens, but its pages cannot be put into another document
	// Plain is the same pages without metadata, files and actions; nil when
	// there is no such copy.
	Plain []byte
}

// Keeper keeps the files of dossiers. Make it with NewKeeper.
type Keeper struct {
	Store *models.Store
	Blobs Blobs
	Tools Tools
	Today func() law.Date
	// Scratch is a folder for sealed drafts of files that are being made; empty
	// means the system's.
	Scratch string
	// opening holds a place while a file is being opened: one at a time, so
	// that the memory this takes is that of the largest one.
	opening chan struct{}
}

// NewKeeper returns a Keeper. The store must have been opened with Discard of
// the same blobs.
func NewKeeper(store *models.Store, blobs Blobs, tools Tools, today func() law.Date) *Keeper {
	return &Keeper{Store: store, Blobs: blobs, Tools: tools, Today: today, opening: make(chan struct{}, 1)}
}

// Upload is a file as a person sends it, and what they say of it.
type Upload struct {
	Name       string // as their device calls it
	Content    []byte
	Kind       string
	Proves     string
	Caption    string // empty: its name
	CapturedOn law.Date
}

// Add checks a file and keeps it: the original and, of a picture or a PDF, the
// copy that leaves. A file whose SHA-256 an exhibit tells of goes to that one.
// It returns the exhibit as stored.
//
// It returns a Refusal for a file that is not taken, models.ErrNotFound for a
// case that the account does not have; with any error nothing is kept, but where
// the store was lost at the very end, when it may have been.
func (k *Keeper) Add(ctx context.Context, account, id string, u Upload) (models.Evidence, error) {
	c, err := k.Store.Case(ctx, account, id)
	if err != nil {
		return models.Evidence{}, err
	}
	e := models.Evidence{Kind: u.Kind, Proves: u.Proves, Caption: u.Caption, CapturedOn: u.CapturedOn}
	if err := describe(&e, u.Name, u.Content); err != nil {
		return e, err
	}
	for _, there := range c.Evidence {
		if there.SHA256 == e.SHA256 && there.Kept == nil {
			return k.Attach(ctx, account, id, there.ID, u.Name, u.Content)
		}
		if there.SHA256 == e.SHA256 {
			return there, refuse("same")
		}
	}
	if e.Caption == "" {
		e.Caption = e.OriginalName
	}
	return k.keep(ctx, account, id, u.Content, e, func(sealed models.Evidence) (models.Evidence, error) {
		stored, err := k.Store.AddEvidence(ctx, account, id, Quota, sealed)
		return stored, inWords(err)
	})
}

// Attach checks a file and keeps it for an exhibit that was told of without
// one; masks and purpose that were told are burnt into its copy. Errors are
// those of Add, and a Refusal for a file that is not the one told of.
func (k *Keeper) Attach(ctx context.Context, account, id, exhibit, name string, content []byte) (models.Evidence, error) {
	c, err := k.Store.Case(ctx, account, id)
	if err != nil {
		return models.Evidence{}, err
	}
	told := c.Exhibit(exhibit)
	if told == nil || told.Kept != nil {
		return models.Evidence{}, models.ErrNotFound
	}
	e := *told
	if err := describe(&e, name, content); err != nil {
		return e, err
	}
	if told.SHA256 != "" && told.SHA256 != e.SHA256 {
		return e, refuse("other_file")
	}
	if told.OriginalName != "" && fits(told.OriginalName, e.MediaType) {
		e.OriginalName = told.OriginalName
	}
	return k.keep(ctx, account, id, content, e, func(sealed models.Evidence) (models.Evidence, error) {
		stored, err := k.Store.ChangeEvidence(ctx, account, id, exhibit, Quota, func(now *models.Evidence) error {
			if now.Kept != nil {
				return models.ErrSame
			}
			now.Kept, now.SHA256, now.MediaType, now.OriginalName = sealed.Kept, sealed.SHA256, sealed.MediaType, sealed.OriginalName
			if now.UploadedOn.IsZero() {
				now.UploadedOn = k.Today()
			}
			return nil
		})
		return stored, inWords(err)
	})
}

// describe fills in what a file itself tells, or returns a Refusal.
func describe(e *models.Evidence, name string, content []byte) (err error) {
	if e.MediaType, err = identify(name, content); err != nil {
		return err
	}
	e.OriginalName, e.SHA256 = cleanName(name), hashOf(content)
	e.Kept = &models.Kept{Size: int64(len(content))}
	return nil
}

// keep opens a file and makes its copy, puts both away, and lets save name
// them; when it is certain that they are not named they are deleted. The answer
// to a save may be lost after it was done: files without a row are swept later,
// a row without its files is a loss.
func (k *Keeper) keep(ctx context.Context, account, id string, content []byte, e models.Evidence, save func(models.Evidence) (models.Evidence, error)) (stored models.Evidence, err error) {
	key, err := k.Store.CaseKey(ctx, account, id)
	if err != nil {
		return stored, err
	}
	kept := *e.Kept
	e.Kept = &kept
	copied, err := k.open(ctx, &e, content)
	if err != nil {
		return stored, err
	}
	var put []string
	certain := true
	defer func() {
		if err != nil && certain {
			k.drop(put)
		}
	}()
	store := func(content []byte) (string, error) {
		blob := vault.NewID()
		put = append(put, blob)
		size := vault.SealedSize(int64(len(content)))
		return blob, k.Blobs.Put(ctx, blob, size, key.SealStream(bytes.NewReader(content), placeOf(account, blob)))
	}
	if kept.Original == "" {
		if e.Kept.Original, err = store(content); err != nil {
			return stored, err
		}
	}
	if copied.content != nil {
		e.Kept.CopySize, e.Kept.CopyType = int64(len(copied.content)), copied.media
		e.Kept.Width, e.Kept.Height = copied.width, copied.height
		if e.Kept.Copy, err = store(copied.content); err != nil {
			return stored, err
		}
	}
	stored, err = save(e)
	certain = isAnswer(err)
	return stored, err
}

// isAnswer reports an error by which the store says that it wrote nothing; after
// any other, nobody knows.
func isAnswer(err error) bool {
	var refusal *Refusal
	return errors.As(err, &refusal) || slices.ContainsFunc([]error{models.ErrNotFound, models.ErrStale, models.ErrFull}, func(known error) bool {
		return errors.Is(err, known)
	})
}

// open opens a file to see that it can be, and makes its copy where it needs
// one.
func (k *Keeper) open(ctx context.Context, e *models.Evidence, content []byte) (made, error) {
	select {
	case k.opening <- struct{}{}:
		defer func() { <-k.opening }()
	case <-ctx.Done():
		return made{}, ctx.Err()
	}
	switch {
	case IsPicture(e.MediaType):
		e.Kept.Pages = 1
		return k.remake(e.MediaType, content, e.Masks, e.Purpose)
	case e.MediaType == PDF:
		return k.inspect(e, content)
	}
	return made{}, nil
}

func (k *Keeper) inspect(e *models.Evidence, content []byte) (made, error) {
	info, err := k.Tools.Inspect(content)
	switch {
	case err != nil:
		return made{}, refuse("damaged")
	case info.Locked:
		return made{}, refuse("locked")
	case info.Pages > MaxPages:
		return made{}, refuse("pages", "max", MaxPages)
	}
	e.Kept.Pages, e.Kept.Apart = info.Pages, info.Apart
	return made{content: info.Plain, media: PDF}, nil
}

// Redo changes what is said of a picture (its masks, its purpose) and makes
// its copy anew from the original. It returns models.ErrNotFound for what is
// no picture, and a Refusal for what cannot be done.
func (k *Keeper) Redo(ctx context.Context, account, id, exhibit string, change func(*models.Evidence) error) (models.Evidence, error) {
	e, content, err := k.whole(ctx, account, id, exhibit)
	if err != nil {
		return e, err
	}
	if !IsPicture(e.MediaType) {
		return e, models.ErrNotFound
	}
	was := *e.Kept
	if err := change(&e); err != nil {
		return e, err
	}
	return k.keep(ctx, account, id, content, e, func(made models.Evidence) (models.Evidence, error) {
		stored, err := k.Store.ChangeEvidence(ctx, account, id, exhibit, Quota, func(now *models.Evidence) error {
			if now.Kept == nil || *now.Kept != was {
				return models.ErrStale
			}
			now.Masks, now.Purpose, now.Kept = made.Masks, made.Purpose, made.Kept
			return nil
		})
		return stored, inWords(err)
	})
}

// whole returns an exhibit and its original, checked against its hash.
func (k *Keeper) whole(ctx context.Context, account, id, exhibit string) (models.Evidence, []byte, error) {
	e, original, err := k.Original(ctx, account, id, exhibit)
	if err != nil {
		return e, nil, err
	}
	defer original.Close()
	content, err := io.ReadAll(original)
	if err != nil {
		return e, nil, err
	}
	if hashOf(content) != e.SHA256 {
		return e, nil, models.ErrHash
	}
	return e, content, nil
}

// Original opens the file of an exhibit as it was given. It returns
// models.ErrNotFound for an exhibit that is not there or has no file; a read
// fails with vault.ErrTampered when it was touched.
func (k *Keeper) Original(ctx context.Context, account, id, exhibit string) (models.Evidence, io.ReadCloser, error) {
	return k.read(ctx, account, id, exhibit, func(kept models.Kept) string { return kept.Original })
}

// Copy opens what leaves in place of an exhibit: the copy, or the original of a
// kind that needs none. Errors are those of Original.
func (k *Keeper) Copy(ctx context.Context, account, id, exhibit string) (models.Evidence, io.ReadCloser, error) {
	return k.read(ctx, account, id, exhibit, func(kept models.Kept) string {
		if kept.Copy == "" {
			return kept.Original
		}
		return kept.Copy
	})
}

func (k *Keeper) read(ctx context.Context, account, id, exhibit string, choose func(models.Kept) string) (models.Evidence, io.ReadCloser, error) {
	c, err := k.Store.Case(ctx, account, id)
	if err != nil {
		return models.Evidence{}, nil, err
	}
	e := c.Exhibit(exhibit)
	if e == nil || e.Kept == nil {
		return models.Evidence{}, nil, models.ErrNotFound
	}
	key, err := k.Store.CaseKey(ctx, account, id)
	if err != nil {
		return models.Evidence{}, nil, err
	}
	file, err := k.unseal(ctx, key, account, choose(*e.Kept))
	return *e, file, err
}

// opened reads through the seal and closes what is under it.
type opened struct {
	io.Reader
	io.Closer
}

// placeOf binds a sealed file to its owner and its id.
func placeOf(account, blob string) vault.Place {
	return vault.Place{Owner: account, Table: "blobs", Column: "content", Row: []string{blob}}
}

// inWords turns the store's answers that a person can do something about into
// refusals.
func inWords(err error) error {
	switch err {
	case models.ErrQuota:
		return refuse("quota", "files", Quota.Files, "max", Quota.Bytes>>20, "all", Quota.AccountBytes>>20)
	case models.ErrSame:
		return refuse("same")
	}
	return err
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
