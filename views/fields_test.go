package views

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/interview"
	"contreoffre/lang"
)

func TestAnErrorLeadsToTheInputItIsAbout(t *testing.T) {
	for _, c := range []struct{ name, field, want string }{
		{"a line", "line", "f-line"},
		{"radio buttons: the first", "choice", "f-choice"},
		{"a day as a whole: its day", "day", "f-day-day"},
		{"one part of a day", "day.month", "f-day-month"},
		{"an address: its first line", "address", "f-address-lines"},
		{"a list: its first column", "list", "f-list-0-kind"},
		{"one cell of a list", "list.2.note", "f-list-2-note"},
	} {
		if got := errorTarget(everyKind.Fields, c.field); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEveryErrorStandsInTheSummaryAndAtItsField(t *testing.T) {
	for _, s := range samples() {
		html := render(t, lang.FR, s)
		problems := screen{s.frame, s.page}.Problems()
		inSummary := strings.Count(between(html, `class="error-summary"`, "</ul>"), "<li>")
		if inSummary != len(problems) {
			t.Errorf("%s: %d errors in the summary, want %d", s.name, inSummary, len(problems))
		}
		if len(problems) > 0 && strings.Count(html, `class="error-message"`) < len(problems) {
			t.Errorf("%s: %d errors at the fields, want %d", s.name, strings.Count(html, `class="error-message"`), len(problems))
		}
	}
}

// between is what stands from a mark to the next end, nothing without the mark.
func between(s, from, to string) string {
	_, rest, ok := strings.Cut(s, from)
	if !ok {
		return ""
	}
	inside, _, _ := strings.Cut(rest, to)
	return inside
}

func TestWhatWasTypedIsKept(t *testing.T) {
	typed := interview.Form{
		"line": {"l1"}, "long_text": {"l2"}, "number": {"douze"}, "email": {"sans arobase"},
		"day.day": {"31"}, "day.month": {"février"}, "day.year": {"20 24"},
		"address.lines": {"a\nb"}, "address.postcode": {"c1"}, "address.city": {"c2"}, "address.country": {"XX"},
		"list.1.note": {"deuxième ligne"},
	}
	q := Question{Page: everyKind, Form: Form{Values: typed}, Action: "/fr/x"}
	html := render(t, lang.FR, sample{frame: caseFrame("/x"), page: q})
	for name, values := range typed {
		if !strings.Contains(html, values[0]) {
			t.Errorf("%s: %q was lost", name, values[0])
		}
	}
}

func TestRowsOfAList(t *testing.T) {
	list := everyKind.Fields[slices.IndexFunc(everyKind.Fields, func(f interview.Field) bool { return f.Kind == interview.List })]
	for _, c := range []struct {
		name  string
		typed interview.Form
		least int
		want  int
	}{
		{"an empty list shows one row", nil, 0, 1},
		{"as many as were typed", interview.Form{"list.2.note": {"x"}}, 0, 3},
		{"one more when asked", interview.Form{"list.0.note": {"x"}}, 2, 2},
		{"an absurd number makes no row", interview.Form{"list.999999999.note": {"x"}}, 0, 1},
		{"another list's rows do not count", interview.Form{"listing.5.note": {"x"}}, 0, 1},
	} {
		f := newField(lang.FR, list, "list", "list", Form{Values: c.typed}, c.least)
		if got := len(f.Rows); got != c.want {
			t.Errorf("%s: got %d rows, want %d", c.name, got, c.want)
		}
	}
}

func TestEnterSavesAListAndDoesNotAddARow(t *testing.T) {
	q := Question{Page: everyKind, Action: "/fr/x"}
	html := render(t, lang.FR, sample{frame: caseFrame("/x"), page: q})
	_, form, _ := strings.Cut(html, `<form class="question"`) // after the quick exit, a form of its own
	first := between(form, `<button`, ">")
	if !strings.Contains(first, `value="save"`) {
		t.Errorf("the first button is <button%s>", first)
	}
}

func TestCountriesStandWhereOneLooksForThem(t *testing.T) {
	labels := func(l lang.Lang) []string {
		var out []string
		for _, c := range countriesOf(l, "") {
			out = append(out, c.Label)
		}
		return out
	}
	french := labels(lang.FR)
	if at, z := slices.Index(french, "Égypte"), slices.Index(french, "Zambie"); at < 0 || at > z {
		t.Errorf("Égypte stands at %d, Zambie at %d", at, z)
	}
	chosen := countriesOf(lang.FR, "XX")[0]
	if chosen.Value != "XX" || !chosen.Chosen {
		t.Errorf("an unknown code was lost: %+v", chosen)
	}
	if len(french) < 200 || len(french) != len(labels(lang.EN)) {
		t.Errorf("got %d countries in French, %d in English", len(french), len(labels(lang.EN)))
	}
}
