package interview

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"contreoffre/law"
	"contreoffre/models"
)

// writer writes facts as a form; it is the reverse of reader.
type writer struct {
	form   Form
	prefix string
}

func (w writer) set(name string, values ...string) {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	if len(values) > 0 {
		w.form[w.prefix+name] = values
	}
}

func (w writer) day(name string, on law.Date, monthOnly bool) {
	if on.IsZero() {
		return
	}
	if !monthOnly {
		w.set(name+".day", strconv.Itoa(on.Day))
	}
	w.set(name+".month", strconv.Itoa(int(on.Month)))
	w.set(name+".year", strconv.Itoa(on.Year))
}

func (w writer) address(name string, a *models.Address) {
	if a == nil {
		return
	}
	w.set(name+".lines", strings.Join(a.Lines, "\n"))
	w.set(name+".postcode", a.Postcode)
	w.set(name+".city", a.City)
	w.set(name+".country", a.Country)
}

// row returns the writer of a list's row n.
func (w writer) row(list string, n int) writer {
	return writer{form: w.form, prefix: list + "." + strconv.Itoa(n) + "."}
}

// RowNumbers returns the numbers of the rows of that list which the form
// holds, in order, whether or not something was typed in them. A form with
// absurd numbers gives only the plausible ones.
func RowNumbers(form Form, list string) []int {
	seen := map[int]bool{}
	for name := range form {
		rest, ok := strings.CutPrefix(name, list+".")
		if !ok {
			continue
		}
		number, _, _ := strings.Cut(rest, ".")
		if n, ok := readPart(number, 3); ok {
			seen[n] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
