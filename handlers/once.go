package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/models"
)

// once does what a form asks for the first time it is sent. Sent again (a
// double press, a retry, Back and Send), it gives the first result and does
// nothing. All writes of do and the note that it was done are one transaction;
// when do fails, nothing is noted and the form may be sent again.
func once[T any](v *visit, do func(context.Context) (T, error)) (result T, err error) {
	if len(v.form.Get(onceField)) < onceLength {
		return result, problem{status: fiber.StatusBadRequest}
	}
	stored, err := v.app.Store.Once(v.ctx, v.account(), v.sameForm(), func(ctx context.Context) (string, string, error) {
		result, err := do(ctx)
		if err != nil {
			return "", "", err
		}
		packed, err := json.Marshal(result)
		return string(packed), ownerOf(v, result), err
	})
	if err != nil {
		return result, err
	}
	return result, json.Unmarshal([]byte(stored), &result)
}

// sameForm names a form that was sent: equal for a second press, different for
// anything else. The once-key alone does not tell: the forms of one page share
// it, and a page that the browser kept is sent again with other words, which
// must meet the version check and not the first answer.
func (v *visit) sameForm() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n", v.Path(), url.Values(v.form).Encode())
	for _, file := range v.files {
		fmt.Fprintf(sum, "%q %d\n", file.Name, len(file.Content))
		sum.Write(file.Content)
	}
	return v.form.Get(onceField) + " " + base64.RawURLEncoding.EncodeToString(sum.Sum(nil))
}

// ownerOf is the account that a result is erased with.
func ownerOf(v *visit, result any) string {
	if o, ok := result.(opening); ok {
		return o.Account
	}
	return v.account()
}

// change alters the case an address names, once per form, at the version the
// form was drawn from. It returns where the form leads, as edit said the first
// time. With an error of edit nothing is written.
func (a *App) change(v *visit, edit func(*models.Case) (next string, err error)) (next string, err error) {
	version, err := v.version()
	if err != nil {
		return "", err
	}
	return once(v, func(ctx context.Context) (next string, err error) {
		_, err = a.Store.Change(ctx, v.account(), v.Params("case"), version, func(c *models.Case) error {
			next, err = edit(c)
			return err
		})
		return next, err
	})
}

// load returns the case an address names.
func (a *App) load(v *visit) (models.Case, error) {
	c, err := a.Store.Case(v.ctx, v.account(), v.Params("case"))
	if err != nil {
		return c, err
	}
	v.purgeOn, err = a.Store.PurgeOn(v.ctx, c, v.today)
	return c, err
}

// wrong is what keeps a form from being saved. An edit returns it; the page is
// then shown again with the errors beside their fields.
type wrong []interview.FieldError

func (w wrong) Error() string { return w[0].Key }
