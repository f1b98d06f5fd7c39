package handlers

import (
	"bytes"
	"cmp"
	"errors"
	"strconv"

	"contreoffre/evidence"
	"contreoffre/interview"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

// The light bundle: small enough for the online form of an authority.

const megabyte = 1_000_000

// smaller makes pictures smaller for a light bundle.
func smaller(f pdf.File, longest, quality int) (pdf.File, error) {
	content, err := evidence.Smaller(f.MediaType, f.Data, longest, quality)
	return pdf.File{MediaType: evidence.JPEG, Data: content}, err
}

func (a *App) showLight(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.ComplaintLight{Form: lightForm("")})
}

// lightForm asks for a size; the usual one when none was given.
func lightForm(under string) views.Form {
	under = cmp.Or(under, strconv.Itoa(pdf.LightBytes/megabyte))
	return views.Form{Values: interview.Form{"under": {under}}}
}

// sendLight hands out the bundle made to fit under the size that was asked for,
// or says how small it can be and what each exhibit weighs.
func (a *App) sendLight(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	page := views.ComplaintLight{Form: lightForm(v.Query("under"))}
	answers, errs := interview.ReadFields(views.LightFields, page.Values, v.today)
	if len(errs) > 0 {
		page.Errors = errs
		return v.reject(v.frameOf(c), page)
	}
	drawn, err := a.lightBundle(v, c, int64(answers.Numbers["under"])*megabyte)
	var large *pdf.TooLarge
	if errors.As(err, &large) {
		page.Errors = []interview.FieldError{{
			Field: "under", Key: "complaint_light.too_large", Args: []any{"size", views.LightSize(v.lang, large.Bytes)},
		}}
		page.Exhibits = weighed(large.Placed)
		return v.reject(v.frameOf(c), page)
	}
	if err != nil {
		return err
	}
	return v.download("bundle light", "pdf", drawn)
}

func (a *App) lightBundle(v *visit, c models.Case, under int64) ([]byte, error) {
	complaint, _, err := v.complaintOf(c)
	if err != nil {
		return nil, err
	}
	bundle, err := a.bundleOf(v, c, complaint)
	if err != nil {
		return nil, err
	}
	var drawn bytes.Buffer
	_, err = bundle.WriteLight(v.ctx, &drawn, under)
	return drawn.Bytes(), err
}

// weighed lists the exhibits that have pages in a bundle.
func weighed(placed []pdf.Placed) []views.WeighedExhibit {
	var all []views.WeighedExhibit
	for _, p := range placed {
		if p.Bytes > 0 {
			all = append(all, views.WeighedExhibit{Number: p.Exhibit.Number, Title: p.Exhibit.Title, Bytes: p.Bytes})
		}
	}
	return all
}
