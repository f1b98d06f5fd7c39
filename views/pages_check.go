package views

import (
	"strings"
	"unicode/utf8"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/models"
)

// Check shows all answers once more, before letters are written from them.
type Check struct {
	Groups []CheckGroup
	Back   string
	// Missing are the ids of pages that still want an answer; with none, the
	// way to the letters is open.
	Missing []string
}

// CheckGroup is one part of the story. Words: views.group.<ID>.
type CheckGroup struct {
	ID   string
	Rows []CheckRow
}

// CheckRow is one answer, in words.
type CheckRow struct {
	PageID string
	Label  string
	Values []string // none: no answer
	Unsure bool     // "I don't know" was the answer
	// Warnings are what deserves a second look on the page; the first of its
	// rows has them. Whoever saved the answer went on to the next page and has
	// not seen them yet.
	Warnings []interview.FieldError
}

// foldFrom is from how many characters on an answer is folded: the terms of an
// offer would push the rest of the page out of reach.
const foldFrom = 1_000

// CheckValue is one value of a row as it is shown.
type CheckValue struct {
	Text   string
	Start  string // how a long one begins; empty for one that is shown whole
	Length int    // in characters
}

// Shown are the values of the row, long ones to be folded.
func (r CheckRow) Shown() []CheckValue {
	shown := make([]CheckValue, len(r.Values))
	for i, text := range r.Values {
		shown[i] = CheckValue{Text: text, Length: utf8.RuneCountInString(text)}
		if shown[i].Length > foldFrom {
			shown[i].Start = firstWords(text)
		}
	}
	return shown
}

// Name implements Page.
func (Check) Name() string { return "check" }

// Title implements Page.
func (Check) Title(l lang.Lang) string { return lang.T(l, "page.check.title") }

// CheckOf writes all answers of a case in l.
func CheckOf(l lang.Lang, c models.Case) Check {
	var page Check
	last := ""
	for _, row := range interview.Summary(c) {
		shown := CheckRow{
			PageID: row.Page,
			Label:  lang.T(l, "field."+row.Field+".label"),
			Values: valuesIn(l, row),
			Unsure: row.Unsure,
		}
		if row.Page != last {
			shown.Warnings = interview.Warnings(c, row.Page)
			last = row.Page
		}
		group := page.group(row.Group)
		group.Rows = append(group.Rows, shown)
	}
	for _, missing := range interview.Missing(c) {
		page.Missing = append(page.Missing, missing.ID)
	}
	if previous, ok := interview.Previous(c, interview.CheckID); ok {
		page.Back = QuestionPath(l, c.ID, previous.ID)
	}
	return page
}

// group returns the part of that id, added when it is new.
func (p *Check) group(id string) *CheckGroup {
	for i := range p.Groups {
		if p.Groups[i].ID == id {
			return &p.Groups[i]
		}
	}
	p.Groups = append(p.Groups, CheckGroup{ID: id})
	return &p.Groups[len(p.Groups)-1]
}

// valuesIn writes what a row holds, one string a line; several choices are one
// line.
func valuesIn(l lang.Lang, row interview.Row) []string {
	var lines []string
	for _, v := range row.Values {
		lines = append(lines, valueIn(l, row.Field, v, ""))
	}
	if len(row.Values) > 1 && row.Values[0].Kind == interview.Choices {
		return []string{lang.And(l, lines)}
	}
	return lines
}

// valueIn writes one value. currency is that of the row of the list it stands
// in, if any.
func valueIn(l lang.Lang, field string, v interview.Value, currency string) string {
	switch v.Kind {
	case interview.Choice, interview.Choices:
		if key := "field." + field + "." + v.Text; lang.Has(l, key) {
			return lang.T(l, key)
		}
	case interview.CountryOf:
		return countryName(l, v.Text)
	case interview.Day, interview.DayOrMonth:
		if v.MonthOnly {
			return lang.MonthYear(l, v.On)
		}
		return lang.Date(l, v.On)
	case interview.PostalAddr:
		return strings.Join(append(v.Lines, countryName(l, v.Text)), "\n")
	case interview.List:
		return itemIn(l, v)
	}
	if v.Rule == interview.AmountRule && currency != "" {
		return lang.Amount(l, v.Text, currency)
	}
	return v.Text
}

// itemIn writes one row of a list on one line: its first cell, then the others
// with their names. An amount takes the currency of its row.
func itemIn(l lang.Lang, item interview.Value) string {
	if len(item.Items) == 0 {
		return lang.T(l, "check.none")
	}
	currency, cells := currencyOf(item.Items)
	var words []string
	for i, cell := range cells {
		var values []string
		for _, v := range cell.Values {
			values = append(values, valueIn(l, cell.Field, v, currency))
		}
		value := lang.And(l, values)
		if i > 0 {
			value = lang.T(l, "check.cell", "label", lang.T(l, "field."+cell.Field+".label"), "value", value)
		}
		words = append(words, value)
	}
	return strings.Join(words, " · ")
}

// currencyOf takes the currency out of a row's cells when an amount stands
// beside it to carry it.
func currencyOf(cells []interview.Row) (currency string, others []interview.Row) {
	hasAmount := false
	for _, cell := range cells {
		switch cell.Values[0].Rule {
		case interview.CurrencyRule:
			currency = cell.Values[0].Text
			continue
		case interview.AmountRule:
			hasAmount = true
		}
		others = append(others, cell)
	}
	if !hasAmount {
		return "", cells
	}
	return currency, others
}
