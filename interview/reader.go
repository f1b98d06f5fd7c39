package interview

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"contreoffre/law"
	"contreoffre/models"
)

// reader reads the fields of one page, or of one row of a list, and gathers
// what is wrong with them. Each method takes the name of a field of the page
// and panics on any other, so a misspelt name cannot pass a test.
type reader struct {
	form   Form
	prefix string // "<list>.<n>." inside a row
	fields []Field
	today  law.Date
	errs   *[]FieldError
}

func (r *reader) field(name string, kinds ...Kind) Field {
	for _, f := range r.fields {
		if f.Name == name && slices.Contains(kinds, f.Kind) {
			return f
		}
	}
	panic("interview: no field " + name + " of that kind")
}

// raw returns one typed value, trimmed.
func (r *reader) raw(name string) string { return strings.TrimSpace(r.form.Get(r.prefix + name)) }

// fail notes that an input is wrong.
func (r *reader) fail(name, key string, args ...any) {
	*r.errs = append(*r.errs, FieldError{Field: r.prefix + name, Key: key, Args: args})
}

// present notes a missing answer; it reports whether there is one.
func (r *reader) present(f Field, value string) bool {
	if value == "" && !f.Optional {
		r.fail(f.Name, "error."+string(f.Kind)+".required")
	}
	return value != ""
}

// fits notes a text of too many characters.
func (r *reader) fits(input, kind, value string, limit int) bool {
	if n := utf8.RuneCountInString(value); limit > 0 && n > limit {
		r.fail(input, "error."+kind+".too_long", "max", limit, "n", n)
		return false
	}
	return true
}

// line reads a Line; its rule is applied.
func (r *reader) line(name string) string {
	f := r.field(name, Line)
	value, _ := CleanLine(r.raw(name))
	if !r.present(f, value) || !r.fits(name, "line", value, f.MaxLength) || f.Rule == "" {
		return value
	}
	read, ok := rules[f.Rule](value)
	if !ok {
		r.fail(name, "error."+string(f.Rule)+".malformed")
	}
	return read
}

// text reads a LongText.
func (r *reader) text(name string) string {
	f := r.field(name, LongText)
	value, _ := CleanText(r.form.Get(r.prefix + name))
	if r.present(f, value) {
		r.fits(name, "long_text", value, f.MaxLength)
	}
	return value
}

// email reads an EmailLine: one bare address whose domain has a dot.
func (r *reader) email(name string) string {
	f := r.field(name, EmailLine)
	value, _ := CleanLine(r.raw(name))
	if r.present(f, value) && r.fits(name, "email", value, f.MaxLength) && !isEmail(value) {
		r.fail(name, "error.email.malformed")
	}
	return value
}

func isEmail(s string) bool {
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Address != s || strings.ContainsAny(s, " \"") {
		return false
	}
	domain := s[strings.LastIndexByte(s, '@')+1:]
	return strings.Contains(domain, ".") && !strings.HasPrefix(domain, "[")
}

// number reads a whole number from 0 to the field's MaxLength; nil when there
// is none.
func (r *reader) number(name string) *int {
	f := r.field(name, Number)
	value := noBlanks.Replace(r.raw(name))
	if !r.present(f, value) {
		return nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		r.fail(name, "error.number.malformed")
		return nil
	}
	if n > f.MaxLength {
		r.fail(name, "error.number.too_big", "max", f.MaxLength)
		return nil
	}
	return &n
}

// noBlanks undoes the grouping of "1 234", however it was typed.
var noBlanks = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "")

// choice reads a Choice.
func (r *reader) choice(name string) string {
	f := r.field(name, Choice)
	value := r.raw(name)
	if r.present(f, value) && !slices.Contains(f.Options, value) {
		r.fail(name, "error.choice.unknown_option")
	}
	return value
}

// choices reads Choices in the order of the options, each once; an optional
// field left empty gives an empty list.
func (r *reader) choices(name string) []string {
	f := r.field(name, Choices)
	ticked := r.form[r.prefix+name]
	for _, value := range ticked {
		if !slices.Contains(f.Options, value) {
			r.fail(name, "error.choices.unknown_option")
			return nil
		}
	}
	chosen := []string{}
	for _, option := range f.Options {
		if slices.Contains(ticked, option) {
			chosen = append(chosen, option)
		}
	}
	if len(chosen) == 0 && !f.Optional {
		r.fail(name, "error.choices.required")
	}
	return chosen
}

// country reads a CountryOf.
func (r *reader) country(name string) string {
	f := r.field(name, CountryOf)
	return r.countryIn(name, f.Optional)
}

func (r *reader) countryIn(input string, optional bool) string {
	value := strings.ToUpper(r.raw(input))
	switch {
	case value == "" && !optional:
		r.fail(input, "error.country.required")
	case value != "" && !law.IsCountry(value):
		r.fail(input, "error.country.unknown_option")
	}
	return value
}

// addressLines is the most that a portable dossier holds, and an envelope
// shows.
const addressLines = 6

// address reads a PostalAddr; nil when nothing of it was typed. Lines and
// town are needed; a postcode is not, for Ireland and many others do without.
func (r *reader) address(name string) *models.Address {
	f := r.field(name, PostalAddr)
	typed, _ := CleanText(strings.Join(r.form[r.prefix+name+".lines"], "\n"))
	a := models.Address{
		Lines:    notEmpty(strings.Split(typed, "\n")),
		Postcode: r.addressPart(name + ".postcode"),
		City:     r.addressPart(name + ".city"),
	}
	if len(a.Lines) == 0 && a.Postcode == "" && a.City == "" && f.Optional {
		return nil
	}
	switch {
	case len(a.Lines) == 0:
		r.fail(name+".lines", "error.address.lines_required")
	case len(a.Lines) > addressLines:
		r.fail(name+".lines", "error.address.too_many_lines", "max", addressLines)
	}
	for _, line := range a.Lines {
		if !r.fits(name+".lines", "line", line, lineLimit) {
			break
		}
	}
	if a.City == "" {
		r.fail(name+".city", "error.address.city_required")
	}
	a.Country = r.countryIn(name+".country", false)
	return &a
}

func (r *reader) addressPart(input string) string {
	value, _ := CleanLine(r.raw(input))
	r.fits(input, "line", value, lineLimit)
	return value
}

func notEmpty(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}

// rows reads a List: each row in which something was typed and that the person
// keeps, in order. It returns how many there were.
func (r *reader) rows(name string, read func(row *reader)) int {
	f := r.field(name, List)
	count := 0
	for _, n := range RowNumbers(r.form, name) {
		prefix := name + "." + strconv.Itoa(n) + "."
		if r.isBlank(prefix) || r.form.Get(prefix+RemoveName) != "" {
			continue
		}
		if count++; count > f.MaxLength {
			r.fail(name, "error.list.too_many", "max", f.MaxLength)
			return count
		}
		read(&reader{form: r.form, prefix: prefix, fields: f.Fields, today: r.today, errs: r.errs})
	}
	return count
}

// isBlank reports a row in which nothing was typed or chosen.
func (r *reader) isBlank(prefix string) bool {
	for name, values := range r.form {
		if strings.HasPrefix(name, prefix) && strings.TrimSpace(strings.Join(values, "")) != "" {
			return false
		}
	}
	return true
}

var rules = map[Rule]func(string) (string, bool){
	AmountRule:   readAmount,
	CurrencyRule: readCurrency,
	TimeRule:     readTime,
	LinkRule:     func(s string) (string, bool) { return s, isLink(s) },
}

var amountPattern = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,2})?$`)

// readAmount reads "20", "20,50", "1 250.5" and gives a decimal string with a
// point. A sign of currency is not read: the currency is asked beside it.
func readAmount(s string) (string, bool) {
	amount := strings.ReplaceAll(noBlanks.Replace(s), ",", ".")
	if !amountPattern.MatchString(amount) {
		return s, false
	}
	return amount, true
}

var (
	currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)
	currencySigns   = map[string]string{"€": "EUR", "£": "GBP", "$": "USD"}
)

// readCurrency reads a code in either case, or a sign.
func readCurrency(s string) (string, bool) {
	if code, ok := currencySigns[s]; ok {
		return code, true
	}
	code := strings.ToUpper(s)
	return code, currencyPattern.MatchString(code)
}

var timePattern = regexp.MustCompile(`^([0-9]{1,2}) ?[:hH] ?([0-9]{2})?$`)

// readTime reads "21:05", "9h05", "21 h" and gives HH:MM.
func readTime(s string) (string, bool) {
	m := timePattern.FindStringSubmatch(noWideBlanks.Replace(s))
	if m == nil {
		return s, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi("0" + m[2])
	if hour > 23 || minute > 59 {
		return s, false
	}
	return twoDigits(hour) + ":" + twoDigits(minute), true
}

var noWideBlanks = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

func twoDigits(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }

func isLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && !strings.ContainsAny(s, " \"<>")
}
