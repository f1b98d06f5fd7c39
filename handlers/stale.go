package handlers

import (
	"slices"
	"strconv"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/models"
	"contreoffre/views"
)

// stale answers that the case changed elsewhere since the form was drawn.
// Nothing was written; the page shows what was typed and, where it would have
// replaced something, that too.
func (v *visit) stale(c models.Case, p views.Stale) error {
	return v.render(statusOf(models.ErrStale), v.frameOf(c), p)
}

// staleNews is the page for a form that adds something new; back is where it is
// reopened. stem is that of the fields' words, "event." or "sent.".
func (v *visit) staleNews(c models.Case, back, stem string, fields []interview.Field) error {
	page := views.Stale{Back: back}
	for _, field := range fields {
		if typed := inWords(v.lang, field, field.Name, stem+field.Name, v.form); typed != "" {
			page.Texts = append(page.Texts, views.StaleText{Label: lang.T(v.lang, "field."+stem+field.Name+".label"), Typed: typed})
		}
	}
	return v.stale(c, page)
}

// showStale shows what was typed beside what was saved elsewhere in between,
// for each answer of the interview that differs.
func (a *App) showStale(v *visit, page interview.Page) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	saved := page.Fill(c)
	stale := views.Stale{Back: views.QuestionPath(v.lang, c.ID, page.ID), Replaces: true}
	for _, field := range page.Fields {
		text := views.StaleText{
			Label: lang.T(v.lang, "field."+field.Name+".label"),
			Typed: inWords(v.lang, field, field.Name, field.Name, v.form),
			Saved: inWords(v.lang, field, field.Name, field.Name, saved),
		}
		if text.Typed != text.Saved {
			stale.Texts = append(stale.Texts, text)
		}
	}
	return v.stale(c, stale)
}

// inWords writes what a form holds for a field, right or wrong, as one text:
// options and countries by their names, each row of a list on its line. name is
// the field's name in the form, words the stem of its word keys.
func inWords(l lang.Lang, field interview.Field, name, words string, form interview.Form) string {
	switch field.Kind {
	case interview.Day, interview.DayOrMonth:
		return typedOf(form, " ", name+".day", name+".month", name+".year")
	case interview.PostalAddr:
		return joinTyped("\n", typedOf(form, "\n", name+".lines"), typedOf(form, " ", name+".postcode", name+".city"),
			lang.Country(l, form.Get(name+".country")))
	case interview.List:
		return rowsInWords(l, field, name, words, form)
	}
	var typed []string
	for _, value := range form[name] {
		switch key := "field." + words + "." + value; {
		case slices.Contains(field.Options, value) && lang.Has(l, key):
			value = lang.T(l, key)
		case field.Kind == interview.CountryOf:
			value = lang.Country(l, value)
		}
		typed = append(typed, value)
	}
	return joinTyped(", ", typed...)
}

// rowsInWords writes the rows of a list: in each, the cells that hold something
// under the names of their columns.
func rowsInWords(l lang.Lang, list interview.Field, name, words string, form interview.Form) string {
	var rows []string
	for _, n := range interview.RowNumbers(form, name) {
		var cells []string
		for _, column := range list.Fields {
			at, stem := name+"."+strconv.Itoa(n)+"."+column.Name, words+"."+column.Name
			if cell := inWords(l, column, at, stem, form); cell != "" {
				label := lang.T(l, "field."+stem+".label")
				cells = append(cells, lang.T(l, "check.cell", "label", label, "value", cell))
			}
		}
		rows = append(rows, joinTyped(" · ", cells...))
	}
	return joinTyped("\n", rows...)
}

func typedOf(form interview.Form, separator string, names ...string) string {
	var values []string
	for _, name := range names {
		values = append(values, form[name]...)
	}
	return joinTyped(separator, values...)
}

// joinTyped joins what is not empty.
func joinTyped(separator string, values ...string) string {
	return strings.Join(slices.DeleteFunc(values, func(s string) bool { return s == "" }), separator)
}
