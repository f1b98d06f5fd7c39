package letters

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// regime is the law that a letter names and the authority it mentions. The
// country of participation picks it (design, section 5).
type regime string

const (
	regimeFR regime = "fr" // GDPR with the French act; the CNIL
	regimeIE regime = "ie" // GDPR; the DPC
	regimeGB regime = "gb" // UK GDPR; the ICO
	regimeEU regime = "eu" // GDPR; the CNIL, unless another authority is known
)

func regimeOf(country string) regime {
	switch country {
	case "FR", "":
		return regimeFR
	case "IE":
		return regimeIE
	case "GB":
		return regimeGB
	}
	return regimeEU
}

// country is where the person took part; empty when not told.
func (w *letter) country() string {
	if w.c.Participation == nil {
		return ""
	}
	return w.c.Participation.Country
}

// text is the key of the European or the British law, under letters.law,
// letters.under and letters.outside.
func (r regime) text() string {
	if r == regimeGB {
		return "gb"
	}
	return "gdpr"
}

// authority is the key of the regime's default authority.
func (r regime) authority() string {
	if r == regimeEU {
		return string(regimeFR)
	}
	return string(r)
}

// under names the law that right rests on, with its article of the French act
// where that act has one and applies.
func (w *letter) under(right law.Right) string {
	if w.regime == regimeFR {
		for _, article := range law.ArticlesOf(right, "FR") {
			if article.Source == law.LIL {
				return lang.T(w.lang, "letters.under.fr", "article", article.Number)
			}
		}
	}
	return lang.T(w.lang, "letters.under."+w.regime.text())
}

// factsOf gathers what the prose files may want, in the letter's language. A
// fact that the case does not hold is empty, and a section that wants it is
// then not written.
func (w *letter) factsOf() map[string]string {
	facts := map[string]string{
		"name":       oneLine(w.c.Person.Name),
		"of_name":    lang.Of(w.lang, oneLine(w.c.Person.Name)),
		"email":      w.writerEmail(),
		"controller": oneLine(w.controller.Name),
		"law":        lang.T(w.lang, "letters.law."+w.regime.text()),
		"outside":    lang.T(w.lang, "letters.outside."+w.regime.text()),
		"authority":  lang.T(w.lang, "letters.authority."+w.regime.authority()),
		"offer":      w.offerName(),
		"trade_name": cmp.Or(oneLine(w.controller.TradeName), oneLine(w.controller.Name)),

		"identifiers": w.identifiers(),
	}
	if by := w.representative(); by != nil {
		facts["representative"] = oneLine(by.Name)
		facts["capacity"] = cmp.Or(w.known("letters.capacity."+by.Capacity), lang.T(w.lang, "letters.capacity.agent"))
		facts["mandate_on"] = lang.Date(w.lang, by.MandateOn)
	}
	if p := w.c.Participation; p != nil {
		facts["when"] = w.when(*p)
		facts["from"] = w.known("letters.from." + p.Country)
		facts["way"] = w.known("letters.way." + p.Channel)
		facts["data"] = w.data(p.DataGiven)
		facts["data_other"] = phrase(p.DataGivenOther)
		facts["terms_version"] = phrase(p.TermsVersion)
	}
	return facts
}

// known returns the words of key, or nothing when there are none: an answer
// such as "other" is not worth a sentence.
func (w *letter) known(key string) string {
	if lang.Has(w.lang, key) {
		return lang.T(w.lang, key)
	}
	return ""
}

func (w *letter) when(p models.Participation) string {
	switch {
	case p.JoinedOn.IsZero():
		return ""
	case p.JoinedOnPrecision == "month":
		return lang.T(w.lang, "letters.when.month", "month", lang.MonthYear(w.lang, p.JoinedOn))
	default:
		return lang.T(w.lang, "letters.when.day", "date", lang.Date(w.lang, p.JoinedOn))
	}
}

func (w *letter) data(kinds []string) string {
	var named []string
	for _, kind := range kinds {
		named = appendFilled(named, w.known("letters.data."+kind))
	}
	return lang.And(w.lang, named)
}

// identifiers names what the account can be found by: what the person told of
// it, or else their e-mail address, which may be the account's.
func (w *letter) identifiers() string {
	named := w.accountIdentifiers()
	if len(named) == 0 && w.c.Person.Email != "" {
		named = append(named, lang.T(w.lang, "letters.identifier.email", "value", oneLine(w.c.Person.Email)))
	}
	return lang.And(w.lang, named)
}

func (w *letter) accountIdentifiers() []string {
	var named []string
	for _, id := range w.c.Person.AccountIdentifiers {
		if value := identifierValue(id); value != "" {
			named = append(named, lang.T(w.lang, "letters.identifier."+identifierKind(id), "value", value))
		}
	}
	return named
}

// identifierKind is the kind of an account identifier as we have words for it.
func identifierKind(id models.AccountIdentifier) string {
	if lang.Has(lang.FR, "letters.identifier."+id.Kind) {
		return id.Kind
	}
	return "other"
}

// identifierValue is an account identifier as it stands in a letter; a
// telephone number does not break across lines.
func identifierValue(id models.AccountIdentifier) string {
	if id.Kind == "phone" {
		return lang.Unbroken(oneLine(id.Value))
	}
	return oneLine(id.Value)
}

// publications lists where the person saw their data, with the day.
func (w *letter) publications() []string {
	if w.c.Participation == nil {
		return nil
	}
	var places []string
	for _, p := range w.c.Participation.PublicationsSeen {
		where := oneLine(p.Where)
		if where != "" && !p.SeenOn.IsZero() {
			where = lang.T(w.lang, "letters.publication", "where", where, "date", lang.Date(w.lang, p.SeenOn))
		}
		places = appendFilled(places, where)
	}
	return places
}

func (w *letter) joinedAsMinor() bool {
	p := w.c.Participation
	return p != nil && (p.AgeBand == "under_15" || p.AgeBand == "15_to_17")
}

// oneLine is a fact as it stands inside a sentence: control characters and
// line breaks become spaces, runs of spaces become one. What cannot be seen is
// nothing.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
	return visible(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " "))
}

// phrase is oneLine without a final stop, for words that end our sentence.
func phrase(s string) string { return strings.TrimRight(oneLine(s), " .;,") }

// paragraphs is a text of the person's own: its line breaks are kept, at most
// one empty line in a row; other control characters go.
func paragraphs(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	s = strings.Join(lines, "\n")
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return visible(s)
}

// visible is a text without the spaces around it, no-break ones included; empty
// when it holds nothing but spaces and marks without a shape.
func visible(s string) string {
	s = strings.TrimSpace(s)
	if !strings.ContainsFunc(s, unicode.IsGraphic) {
		return ""
	}
	return s
}

func hasQuotes(s string) bool { return strings.ContainsAny(s, "«»“”\"") }

func capitalised(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
