package handlers

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"contreoffre/evidence"
	"contreoffre/interview"
	"contreoffre/models"
	"contreoffre/views"
)

// maskLimit is the number of areas of a picture; the portable dossier has the
// same.
const maskLimit = 50

// whole is the width and the height of a picture, in the measure of masks.
const whole = 10_000

// picture returns the exhibit that an address names when it is a picture that
// is kept; for another there is nothing to mask.
func (a *App) picture(v *visit) (models.Case, models.Evidence, int, error) {
	c, e, number, err := a.exhibit(v)
	if err == nil && (e.Kept == nil || e.Kept.Copy == "" || !evidence.IsPicture(e.MediaType)) {
		err = missing
	}
	return c, e, number, err
}

// showMask shows the picture to click on. A first click comes back here with
// its place in the address; the second is a form that blacks out the area
// between both.
func (a *App) showMask(v *visit) error {
	c, e, number, err := a.picture(v)
	if err != nil {
		return err
	}
	page := views.Mask{Evidence: e, Number: number, Form: purposeForm(e)}
	if corner, ok := clicked(e, v.Query(views.ClickName+".x"), v.Query(views.ClickName+".y")); ok {
		page.First = &corner
	}
	return v.showCase(c, page)
}

func purposeForm(e models.Evidence) views.Form {
	return views.Form{Values: interview.Form{"purpose": {e.Purpose}}}
}

// clicked reads the place of a click, in pixels of the picture as it is shown.
func clicked(e models.Evidence, x, y string) (views.Corner, bool) {
	width, height := views.ShownSize(*e.Kept)
	left, okLeft := share(x, width)
	top, okTop := share(y, height)
	return views.Corner{X: left, Y: top}, okLeft && okTop
}

// share turns a count of pixels into ten-thousandths.
func share(typed string, of int) (int, bool) {
	n, err := strconv.Atoi(typed)
	if err != nil || of <= 0 || n < 0 || n > of {
		return 0, false
	}
	return n * whole / of, true
}

// saveMask alters the masks or the purpose of a picture, and has its copy made
// anew.
func (a *App) saveMask(v *visit) error {
	c, e, number, err := a.picture(v)
	if err != nil {
		return err
	}
	edit, err := readMask(e, v)
	if err == nil {
		err = a.redo(v, c, e, edit)
	}
	var refused wrong
	var refusal *evidence.Refusal
	switch {
	case errors.As(err, &refusal):
		refused = wrong{{Field: "purpose", Key: refusal.Key, Args: refusal.Args}}
	case errors.As(err, &refused):
	case errors.Is(err, models.ErrStale):
		return v.stale(c, views.Stale{Back: views.ExhibitPath(v.lang, c.ID, e.ID, "mask")})
	case err != nil:
		return err
	default:
		return v.redirect(done(views.ExhibitPath(v.lang, c.ID, e.ID, "mask"), "mask_done"))
	}
	page := views.Mask{Evidence: e, Number: number, Form: views.Form{Values: v.form, Errors: refused}}
	if refused[0].Field == views.ClickName { // the first click is as good as before
		page.First = &views.Corner{X: placeOf(v.form.Get("x")), Y: placeOf(v.form.Get("y"))}
	}
	return v.reject(v.frameOf(c), page)
}

// redo has a copy made anew at the version that the form was drawn from. Making
// it takes too long for a transaction, so a second press is not told by the
// once-key: it finds done what it asks for.
func (a *App) redo(v *visit, c models.Case, e models.Evidence, edit func(*models.Evidence) error) error {
	version, err := v.version()
	if err != nil {
		return err
	}
	if len(v.form.Get(onceField)) < onceLength {
		return problem{status: fiber.StatusBadRequest}
	}
	if version == c.Version {
		_, err = a.Evidence.Redo(v.ctx, v.account(), c.ID, e.ID, edit)
	} else {
		err = models.ErrStale
	}
	if !errors.Is(err, models.ErrStale) {
		return err
	}
	if isDone, errNow := a.isDone(v, edit); errNow != nil || isDone {
		return errNow
	}
	return err
}

// isDone reports whether the exhibit is already as an edit would have it.
func (a *App) isDone(v *visit, edit func(*models.Evidence) error) (bool, error) {
	_, now, _, err := a.picture(v)
	if err != nil {
		return false, err
	}
	wanted := now
	wanted.Masks = slices.Clone(now.Masks)
	if err := edit(&wanted); err != nil {
		return false, err
	}
	return wanted.Purpose == now.Purpose && slices.Equal(wanted.Masks, now.Masks), nil
}

// readMask reads what is to be done. It returns wrong for an area that is
// none.
func readMask(e models.Evidence, v *visit) (func(*models.Evidence) error, error) {
	switch v.form.Get(interview.DoName) {
	case views.DoPurpose:
		answers, errs := interview.ReadFields(views.PurposeField, v.form, v.today)
		if len(errs) > 0 {
			return nil, wrong(errs)
		}
		return func(e *models.Evidence) error { e.Purpose = answers.Texts["purpose"]; return nil }, nil
	case views.DoUnmask:
		return unmask(e, v.form.Get("area"))
	case views.DoMask:
		mask, ok := maskInHundredths(v.form)
		return addMask(mask, ok)
	}
	first := views.Corner{X: placeOf(v.form.Get("x")), Y: placeOf(v.form.Get("y"))}
	second, ok := clicked(e, v.form.Get(views.ClickName+".x"), v.form.Get(views.ClickName+".y"))
	area := between(first, second)
	ok = ok && first.X >= 0 && first.Y >= 0
	if ok && (area.Width == 0 || area.Height == 0) {
		return nil, wrong{{Field: views.ClickName, Key: "mask.error.same"}}
	}
	return addMask(area, ok)
}

// placeOf reads a place in ten-thousandths; -1 for what is none.
func placeOf(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 || n > whole {
		return -1
	}
	return n
}

// between is the area that two corners span, whichever was clicked first.
func between(a, b views.Corner) models.Mask {
	left, right := min(a.X, b.X), max(a.X, b.X)
	top, bottom := min(a.Y, b.Y), max(a.Y, b.Y)
	return models.Mask{X: left, Y: top, Width: right - left, Height: bottom - top}
}

func maskInHundredths(form interview.Form) (models.Mask, bool) {
	var numbers []int
	for _, name := range views.MaskNumbers {
		n, err := strconv.Atoi(form.Get(name))
		if err != nil || n < 0 || n > 100 {
			return models.Mask{}, false
		}
		numbers = append(numbers, n*whole/100)
	}
	return models.Mask{X: numbers[0], Y: numbers[1], Width: numbers[2], Height: numbers[3]}, true
}

// addMask blacks out one more area. An area without width or height is none: a
// key pressed on the picture clicks on its corner.
func addMask(mask models.Mask, ok bool) (func(*models.Evidence) error, error) {
	mask.Width, mask.Height = min(mask.Width, whole-mask.X), min(mask.Height, whole-mask.Y)
	if !ok || mask.Width < 1 || mask.Height < 1 {
		return nil, wrong{{Field: "left", Key: "evidence.error.mask"}}
	}
	return func(e *models.Evidence) error {
		if len(e.Masks) >= maskLimit {
			return wrong{{Field: "left", Key: "evidence.error.masks", Args: []any{"max", maskLimit}}}
		}
		if !slices.Contains(e.Masks, mask) {
			e.Masks = append(e.Masks, mask)
		}
		return nil
	}, nil
}

func unmask(e models.Evidence, typed string) (func(*models.Evidence) error, error) {
	i, err := strconv.Atoi(typed)
	if err != nil || i < 0 || i >= len(e.Masks) {
		return nil, missing
	}
	mask := e.Masks[i]
	return func(e *models.Evidence) error {
		e.Masks = slices.DeleteFunc(e.Masks, func(m models.Mask) bool { return m == mask })
		return nil
	}, nil
}
