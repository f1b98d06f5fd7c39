package interview

import (
	"slices"
	"strconv"
	"strings"

	"contreoffre/law"
	"contreoffre/models"
)

// Row is one answer on the page where answers are read again. Its words are
// field.<Field>.label; a page's address is its id.
type Row struct {
	Page   string
	Group  string
	Field  string // its name; a list's column is "<list>.<column>"
	Values []Value
	Unsure bool // answered "I don't know"
}

// IsEmpty reports a question that was not answered.
func (r Row) IsEmpty() bool { return len(r.Values) == 0 && !r.Unsure }

// Value is one thing a row holds. Which member counts is told by Kind:
// Text for what was typed; the word field.<Field>.<Text> for a choice;
// a country's code in Text; On for a day, without its day of the month where
// MonthOnly; Lines for an address, its country in Text; Items for one row of
// a list.
type Value struct {
	Kind      Kind
	Rule      Rule
	Text      string
	On        law.Date
	MonthOnly bool
	Lines     []string
	Items     []Row
}

// Summary gives every answer of the pages that apply, in order: one row for
// each field that holds something, and one empty row for a page that holds
// nothing. A preset's suggestions are no answers and are left out.
func Summary(c models.Case) []Row {
	var rows []Row
	for _, p := range Asked(c) {
		rows = append(rows, summarise(c, p)...)
	}
	return rows
}

func summarise(c models.Case, p Page) []Row {
	first := Row{Page: p.ID, Group: p.Group, Field: p.Fields[0].Name}
	if !p.Answered(c) {
		return []Row{first}
	}
	form := p.Fill(c)
	var rows []Row
	for _, f := range p.Fields {
		if values := valuesOf(form, f, f.Name); len(values) > 0 {
			rows = append(rows, Row{Page: p.ID, Group: p.Group, Field: f.Name, Values: values})
		}
	}
	if len(rows) == 0 {
		// An empty list is an answer too: "none".
		first.Unsure = !isNone(c, p)
		if !first.Unsure {
			first.Values = []Value{{Kind: List}}
		}
		rows = []Row{first}
	}
	return rows
}

// isNone reports that the page was answered with an empty list.
func isNone(c models.Case, p Page) bool {
	return !isUnknown(c, p.ID) && slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Kind == List })
}

// valuesOf reads one field of a form that Fill wrote.
func valuesOf(form Form, f Field, name string) []Value {
	r := &reader{form: form, errs: new([]FieldError), today: law.On(9999, 12, 31)}
	switch f.Kind {
	case Day, DayOrMonth:
		f.Name, f.Optional = name, true
		on, monthOnly := r.date(f, f.Kind == DayOrMonth)
		if on.IsZero() {
			return nil
		}
		return []Value{{Kind: Day, On: on, MonthOnly: monthOnly}}
	case PostalAddr:
		return addressValue(form, name)
	case List:
		return listValues(form, f, name)
	}
	var values []Value
	for _, typed := range form[name] {
		values = append(values, Value{Kind: f.Kind, Rule: f.Rule, Text: typed})
	}
	return values
}

func addressValue(form Form, name string) []Value {
	lines := form[name+".lines"]
	if len(lines) == 0 {
		return nil
	}
	text, _ := CleanText(lines[0])
	town, _ := CleanLine(form.Get(name+".postcode") + " " + form.Get(name+".city"))
	return []Value{{Kind: PostalAddr, Lines: notEmpty(append(strings.Split(text, "\n"), town)), Text: form.Get(name + ".country")}}
}

func listValues(form Form, list Field, name string) []Value {
	var values []Value
	for _, n := range RowNumbers(form, name) {
		item := Value{Kind: List}
		for _, column := range list.Fields {
			at := name + "." + strconv.Itoa(n) + "." + column.Name
			if cells := valuesOf(form, column, at); len(cells) > 0 {
				item.Items = append(item.Items, Row{Field: list.Name + "." + column.Name, Values: cells})
			}
		}
		values = append(values, item)
	}
	return values
}
