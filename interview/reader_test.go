package interview

import (
	"maps"
	"strings"
	"testing"

	"contreoffre/models"

	"github.com/google/go-cmp/cmp"
)

// date writes the three parts of a day.
func date(name, day, month, year string) Form {
	return Form{name + ".day": {day}, name + ".month": {month}, name + ".year": {year}}
}

// with is the valid answer of the page, changed.
func with(page string, changes Form) Form {
	form := maps.Clone(walk[page])
	maps.Copy(form, changes)
	return form
}

func TestAWrongAnswerIsRefusedBesideItsField(t *testing.T) {
	long := strings.Repeat("é", 10_001)
	for _, c := range []struct {
		name, page string
		form       Form
		field, key string
	}{
		{"line: nothing", "identity", with("identity", Form{"name": {" \t "}}), "name", "error.line.required"},
		{"line: only control characters", "identity", with("identity", Form{"name": {"\x00\x1b"}}), "name", "error.line.required"},
		{"line: counted in characters, not bytes", "identity", with("identity", Form{"name": {strings.Repeat("é", 201)}}), "name", "error.line.too_long"},
		{"text: 10,001 characters", "story", Form{"story": {long}}, "story", "error.long_text.too_long"},
		{"text: other ticked, not told", "data_given", Form{"data_given": {"other"}}, "data_given_other", "error.long_text.required"},
		{"terms: 200,001 characters", "terms", Form{"terms": {strings.Repeat("a", 200_001)}}, "terms", "error.long_text.too_long"},
		{"number: nothing", "invitations", Form{}, "invited_count", "error.number.required"},
		{"number: words", "invitations", Form{"invited_count": {"trois"}}, "invited_count", "error.number.malformed"},
		{"number: negative", "invitations", Form{"invited_count": {"-1"}}, "invited_count", "error.number.malformed"},
		{"number: beyond an int", "invitations", Form{"invited_count": {"99999999999999999999"}}, "invited_count", "error.number.malformed"},
		{"number: too big", "invitations", Form{"invited_count": {"10001"}}, "invited_count", "error.number.too_big"},
		{"email: no dot in the domain", "identity", with("identity", Form{"email": {"a@b"}}), "email", "error.email.malformed"},
		{"email: a name around it", "identity", with("identity", Form{"email": {"Zoé <a@b.fr>"}}), "email", "error.email.malformed"},
		{"email: an address literal", "identity", with("identity", Form{"email": {"a@[127.0.0.1]"}}), "email", "error.email.malformed"},
		{"email: a quoted local part", "identity", with("identity", Form{"email": {`"a b"@c.fr`}}), "email", "error.email.malformed"},
		{"email: two of them", "identity", with("identity", Form{"email": {"a@b.fr, c@d.fr"}}), "email", "error.email.malformed"},
		{"email: a header smuggled in", "identity", with("identity", Form{"email": {"a@b.fr\r\nBcc: c@d.fr"}}), "email", "error.email.malformed"},
		{"choice: nothing", "terms_seen", Form{}, "terms_seen", "error.choice.required"},
		{"choice: not on the list", "terms_seen", Form{"terms_seen": {"unknown"}}, "terms_seen", "error.choice.unknown_option"},
		{"choices: nothing", "wishes", Form{}, "wishes", "error.choices.required"},
		{"choices: one not on the list", "wishes", Form{"wishes": {"know", "money"}}, "wishes", "error.choices.unknown_option"},
		{"country: nothing", "country", Form{}, "country", "error.country.required"},
		{"country: no such code", "country", Form{"country": {"UK"}}, "country", "error.country.unknown_option"},
		{"date: nothing", "joined", Form{}, "joined_on.day", "error.date.required"},
		{"date: 29 February of a common year", "joined", date("joined_on", "29", "2", "2025"), "joined_on.day", "error.date.no_such_day"},
		{"date: 31 April", "joined", date("joined_on", "31", "4", "2024"), "joined_on.day", "error.date.no_such_day"},
		{"date: month 13", "joined", date("joined_on", "1", "13", "2024"), "joined_on.month", "error.date.month"},
		{"date: two figures of a year", "joined", date("joined_on", "1", "3", "24"), "joined_on.year", "error.date.year"},
		{"date: Arabic figures", "joined", date("joined_on", "١", "3", "2024"), "joined_on.day", "error.date.day"},
		{"date: signs", "joined", date("joined_on", "+1", "3", "2024"), "joined_on.day", "error.date.day"},
		{"date: tomorrow", "joined", date("joined_on", "23", "11", "2026"), "joined_on.day", "error.date.future"},
		{"date: a month to come", "joined", date("joined_on", "", "12", "2026"), "joined_on.day", "error.date.future"},
		{"date: 1899", "age", with("age", Form{"age_band": {"adult"}, "birth_date.day": {"1"}, "birth_date.month": {"1"}, "birth_date.year": {"1899"}}), "birth_date.year", "error.date.too_old"},
		{"day: the month alone does not do", "age", with("age", date("birth_date", "", "5", "2007")), "birth_date.day", "error.date.day"},
		{"time: 24 o’clock", "joined", with("joined", Form{"joined_time": {"24:00"}}), "joined_time", "error.time.malformed"},
		{"time: words", "joined", with("joined", Form{"joined_time": {"midi"}}), "joined_time", "error.time.malformed"},
		{"amount: words", "rewards", Form{"rewards.0.kind": {"cash"}, "rewards.0.promised": {"vingt"}, "rewards.0.currency": {"EUR"}}, "rewards.0.promised", "error.amount.malformed"},
		{"amount: three decimals", "rewards", Form{"rewards.0.kind": {"cash"}, "rewards.0.promised": {"1.234"}, "rewards.0.currency": {"EUR"}}, "rewards.0.promised", "error.amount.malformed"},
		{"amount: negative", "rewards", Form{"rewards.0.kind": {"cash"}, "rewards.0.promised": {"-1"}, "rewards.0.currency": {"EUR"}}, "rewards.0.promised", "error.amount.malformed"},
		{"amount: without its currency", "rewards", Form{"rewards.0.kind": {"cash"}, "rewards.0.promised": {"20"}}, "rewards.0.currency", "error.line.required"},
		{"currency: a word", "rewards", Form{"rewards.0.kind": {"cash"}, "rewards.0.promised": {"20"}, "rewards.0.currency": {"e€"}}, "rewards.0.currency", "error.currency.malformed"},
		{"row: its kind is missing", "rewards", Form{"rewards.1.received": {"20"}, "rewards.1.currency": {"EUR"}}, "rewards.1.kind", "error.choice.required"},
		{"list: 51 rows", "account_identifiers", rowsOf(51), "account_identifiers", "error.list.too_many"},
		{"link: plain http", "controller", with("controller", Form{"controller_form": {"http://example.org"}}), "controller_form", "error.link.malformed"},
		{"link: a script", "controller", with("controller", Form{"controller_form": {"javascript:alert(1)"}}), "controller_form", "error.link.malformed"},
		{"link: no host", "controller", with("controller", Form{"controller_form": {"https://"}}), "controller_form", "error.link.malformed"},
		{"address: no line", "address", with("address", Form{"address.lines": {" \n"}}), "address.lines", "error.address.lines_required"},
		{"address: seven lines", "address", with("address", Form{"address.lines": {"a\nb\nc\nd\ne\nf\ng"}}), "address.lines", "error.address.too_many_lines"},
		{"address: a line of 201 characters", "address", with("address", Form{"address.lines": {strings.Repeat("a", 201)}}), "address.lines", "error.line.too_long"},
		{"address: no town", "address", with("address", Form{"address.city": {""}}), "address.city", "error.address.city_required"},
		{"address: no country", "address", with("address", Form{"address.country": {""}}), "address.country", "error.country.required"},
		{"age: another than the birth date gives", "age", with("age", Form{"age_band": {"adult"}}), "birth_date.day", "error.age.disagrees"},
		{"offer: another without its name", "offer", Form{"offer": {"other"}}, "offer_title", "error.line.required"},
		{"letter sent: received before it left", "earlier", with("earlier", date("earlier.0.received_on", "30", "3", "2026")), "earlier.0.received_on.day", "error.date.before_sending"},
		{"letter sent: answered, no day", "earlier", with("earlier", date("earlier.0.answered_on", "", "", "")), "earlier.0.answered_on.day", "error.date.required"},
		{"letter sent: a day, no answer", "earlier", with("earlier", Form{"earlier.0.answer": {}}), "earlier.0.answer", "error.choice.required"},
	} {
		before, _ := walked(t, walk)
		after := copyCase(before)
		p, _ := PageByID(c.page)
		errs := p.Read(c.form, &after, today)
		if len(errs) != 1 || errs[0].Field != c.field || errs[0].Key != c.key {
			t.Errorf("%s: got %v, want %s beside %s", c.name, errs, c.key, c.field)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: a refused answer changed the case:\n%s", c.name, diff)
		}
	}
}

func rowsOf(n int) Form {
	form := Form{}
	for i := range n {
		w := writer{form: form}.row("account_identifiers", i)
		w.set("kind", "email")
		w.set("value", "a@example.org")
	}
	return form
}

func TestEveryErrorOfAPageIsToldAtOnce(t *testing.T) {
	var c models.Case
	p, _ := PageByID("identity")
	if got := p.Read(Form{"name": {""}, "email": {"x"}}, &c, today); len(got) != 2 {
		t.Errorf("got %v, want two errors", got)
	}
}

func TestWhatIsTypedIsKeptAsTyped(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"apostrophes, quotes and braces", `L'«Œ» "{{.}}" <b>#`, `L'«Œ» "{{.}}" <b>#`},
		{"Vietnamese, decomposed", "Nguye\u0302\u0303n", "Nguy\u1ec5n"},
		{"Polish, Greek, Cyrillic, Arabic, Chinese", "Łódź Αθήνα Київ علي 李", "Łódź Αθήνα Київ علي 李"},
		{"an emoji with joiners", "👩‍👩‍👧", "👩‍👩‍👧"},
		{"control characters", "a\x00b\x1b[31mc", "ab[31mc"},
		{"a direction override", "a\u202etxt", "atxt"},
		{"blanks around", "  a  ", "a"},
		{"a line break in a line", "a\r\nb", "a b"},
		{"bytes that are no text", "a\xffb", "a\uFFFDb"},
		{"a byte order mark", "\uFEFFa", "a"},
	} {
		var got models.Case
		p, _ := PageByID("identity")
		if errs := p.Read(Form{"name": {c.typed}}, &got, today); len(errs) > 0 {
			t.Errorf("%s: %v", c.name, errs)
		}
		if got.Person != nil && got.Person.Name != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got.Person.Name, c.want)
		}
	}
	if got, _ := CleanText("a\t b \r\n\r\n c\r"); got != "a  b\n\n c" && got != "a  b\n\nc" {
		t.Errorf("lines: got %q", got)
	}
}

func TestAmountsAndHoursAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{"20": "20", "20,5": "20.5", "1 250,50": "1250.50", "1\u202f250": "1250", "0": "0"} {
		if got, ok := readAmount(typed); !ok || got != want {
			t.Errorf("amount %q: got %q, %v, want %q", typed, got, ok, want)
		}
	}
	for typed, want := range map[string]string{"21:05": "21:05", "9h05": "09:05", "21 h": "21:00", "0:00": "00:00", "9\u00a0h\u00a005": "09:05"} {
		if got, ok := readTime(typed); !ok || got != want {
			t.Errorf("time %q: got %q, %v, want %q", typed, got, ok, want)
		}
	}
}

func TestMonthsInLetters(t *testing.T) {
	for typed, want := range map[string]int{
		"3": 3, "03": 3, "mars": 3, "Mar": 3, "March": 3, "FÉVRIER": 2, "févr.": 2, "fe\u0301v": 2, "août": 8, "Aug": 8, "juin": 6, "juil": 7,
		"jui": 0, "ju": 0, "": 0, "13": 0, "0": 0, "marsouin": 0, "3e": 0,
	} {
		if got, ok := readMonth(typed); ok != (want != 0) || ok && got != want {
			t.Errorf("%q: got %d, %v, want %d", typed, got, ok, want)
		}
	}
}

func TestRowNumbersIgnoreWhatNoPageSends(t *testing.T) {
	form := Form{"l.0.a": nil, "l.12.b.day": nil, "l.-1.a": nil, "l.99999.a": nil, "l.x.a": nil, "m.3.a": nil}
	if diff := cmp.Diff([]int{0, 12}, RowNumbers(form, "l")); diff != "" {
		t.Error(diff)
	}
}
