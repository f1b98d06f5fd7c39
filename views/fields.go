package views

import (
	"slices"
	"strconv"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
)

// DoAddRow is the value of the button that asks for one more row of a list; its
// name, like that of "I don't know", is interview.DoName.
const DoAddRow = "add"

// field is one field ready to be drawn: its words, what was typed, and what is
// wrong with it.
type field struct {
	interview.Field
	FormName string // name in the form, "rewards.0.kind" in a row
	ID       string
	Label    string
	Hint     string
	Values   []string
	Problems []interview.FieldError // about the field or one of its parts
	Parts    []part                 // of a day or an address
	Choices  []choice
	Rows     []listRow
	Heads    bool // the field's label is the page's heading
}

// listRow is one row of a list. Only one that holds something can be taken out.
type listRow struct {
	Fields          []field
	RemoveName      string
	Filled, Removed bool
}

// RemoveID is the id of the box that takes the row out.
func (r listRow) RemoveID() string { return fieldID(r.RemoveName) }

// part is one input of a field made of several.
type part struct {
	Name, FormName, ID, Label, Value, Autocomplete string
	IsYear, IsLong, Wrong                          bool
}

// choice is one option of a list or group.
type choice struct {
	Value, ID, Label, Hint string
	Chosen                 bool
}

// dayParts and addressParts are the form parts that package interview reads.
var (
	dayParts     = []string{"day", "month", "year"}
	addressParts = []string{"lines", "postcode", "city"}
)

// fieldsOf prepares the fields of a page. Their word keys begin with
// "field."+stem; rows is how many rows a list shows at least.
func fieldsOf(l lang.Lang, stem string, fields []interview.Field, form Form, rows int) []field {
	out := make([]field, len(fields))
	for i, f := range fields {
		out[i] = newField(l, f, stem+f.Name, f.Name, form, rows)
	}
	if len(out) == 1 {
		out[0].Heads = true
	}
	return out
}

// newField prepares one field. words is the stem of its word keys, formName
// its name in the form.
func newField(l lang.Lang, f interview.Field, words, formName string, form Form, rows int) field {
	out := field{
		Field:    f,
		FormName: formName,
		ID:       fieldID(formName),
		Label:    lang.T(l, "field."+words+".label"),
		Values:   form.Values[formName],
		Problems: problemsAbout(f.Kind, formName, form.Errors),
	}
	if key := "field." + words + ".hint"; lang.Has(l, key) {
		out.Hint = lang.T(l, key)
	}
	switch f.Kind {
	case interview.Choice, interview.Choices:
		out.Choices = choicesOf(l, out, words)
	case interview.CountryOf:
		out.Choices = countriesOf(l, form.Value(formName))
	case interview.Day, interview.DayOrMonth:
		out.Parts = partsOf(l, dayParts, "views.part.", out, form)
	case interview.PostalAddr:
		out.Parts = partsOf(l, addressParts, "views.part.", out, form)
		out.Choices = countriesOf(l, form.Value(formName+".country"))
	case interview.List:
		out.Rows = rowsOf(l, f, words, formName, form, rows)
	}
	return out
}

// Value is the first thing typed.
func (f field) Value() string {
	if len(f.Values) == 0 {
		return ""
	}
	return f.Values[0]
}

// DescribedBy lists the ids of what explains the field, for aria-describedby.
func (f field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if len(f.Problems) > 0 {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// Wrong reports whether the field or one of its parts has an error.
func (f field) Wrong() bool { return len(f.Problems) > 0 }

// IsShort reports a field that never holds more than a few characters.
func (f field) IsShort() bool {
	return f.Kind == interview.Number || f.Rule != "" && f.Rule != interview.LinkRule
}

// CountryID and CountryName are those of an address's country list.
func (f field) CountryID() string { return fieldID(f.FormName + ".country") }

// CountryName is the form name of an address's country.
func (f field) CountryName() string { return f.FormName + ".country" }

// fieldID turns a form name into the id of its input. The prefix keeps it
// apart from the ids of the page itself.
func fieldID(formName string) string {
	return "f-" + strings.NewReplacer(".", "-", " ", "-").Replace(formName)
}

// errorTarget is the id of the input that an error is about: the first part of
// a field with parts, the first column of a list.
func errorTarget(fields []interview.Field, name string) string {
	for _, f := range fields {
		if f.Name != name {
			continue
		}
		switch f.Kind {
		case interview.Day, interview.DayOrMonth:
			return fieldID(name + "." + dayParts[0])
		case interview.PostalAddr:
			return fieldID(name + "." + addressParts[0])
		case interview.List:
			return fieldID(name + ".0." + f.Fields[0].Name)
		}
	}
	return fieldID(name)
}

// problemsAbout picks the errors of a field; a list's own rows keep theirs.
func problemsAbout(kind interview.Kind, formName string, errs []interview.FieldError) []interview.FieldError {
	var about []interview.FieldError
	for _, e := range errs {
		isPart := kind != interview.List && strings.HasPrefix(e.Field, formName+".")
		if e.Field == formName || isPart {
			about = append(about, e)
		}
	}
	return about
}

func choicesOf(l lang.Lang, f field, words string) []choice {
	out := make([]choice, len(f.Options))
	for i, option := range f.Options {
		id := f.ID // the first, so that an error about the field leads to it
		if i > 0 {
			id += "-" + strconv.Itoa(i+1)
		}
		out[i] = choice{
			Value:  option,
			ID:     id,
			Label:  lang.T(l, "field."+words+"."+option),
			Chosen: slices.Contains(f.Values, option),
		}
		if key := "field." + words + "." + option + ".hint"; lang.Has(l, key) {
			out[i].Hint = lang.T(l, key)
		}
	}
	return out
}

func partsOf(l lang.Lang, names []string, words string, f field, form Form) []part {
	out := make([]part, len(names))
	for i, name := range names {
		formName := f.FormName + "." + name
		out[i] = part{
			Name:         name,
			FormName:     formName,
			ID:           fieldID(formName),
			Label:        lang.T(l, words+name),
			Value:        form.Value(formName),
			Autocomplete: partAutocomplete(f.Field, name),
			IsYear:       name == "year",
			IsLong:       name == "lines",
			Wrong:        form.Error(formName) != nil || form.Error(f.FormName) != nil,
		}
	}
	return out
}

// addressTokens are the HTML autocomplete tokens of an address's parts.
var addressTokens = map[string]string{
	"lines": "street-address", "postcode": "postal-code", "city": "address-level2", "country": "country",
	"day": "bday-day", "month": "bday-month", "year": "bday-year",
}

// partAutocomplete names the token only where the field is the person's own.
func partAutocomplete(f interview.Field, part string) string {
	if f.Autocomplete == "" {
		return "off"
	}
	return addressTokens[part]
}

// rowsOf prepares the rows of a list: those typed, and empty ones up to rows.
func rowsOf(l lang.Lang, f interview.Field, words, formName string, form Form, rows int) []listRow {
	out := make([]listRow, max(rows, typedRows(form.Values, formName), 1))
	for n := range out {
		prefix := formName + "." + strconv.Itoa(n) + "."
		out[n] = listRow{RemoveName: prefix + interview.RemoveName, Filled: holdsAny(form.Values, prefix)}
		out[n].Removed = form.Value(out[n].RemoveName) != ""
		for _, column := range f.Fields {
			out[n].Fields = append(out[n].Fields, newField(l, column, words+"."+column.Name, prefix+column.Name, form, 0))
		}
	}
	return out
}

// holdsAny reports whether something stands in a field whose name begins with
// prefix.
func holdsAny(values interview.Form, prefix string) bool {
	for name, held := range values {
		if strings.HasPrefix(name, prefix) && strings.Join(held, "") != "" {
			return true
		}
	}
	return false
}

// typedRows counts the rows of a list in a form: one more than the highest
// row number.
func typedRows(values interview.Form, formName string) int {
	rows := 0
	for _, n := range interview.RowNumbers(values, formName) {
		rows = max(rows, n+1)
	}
	return rows
}
