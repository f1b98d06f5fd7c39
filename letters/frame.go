package letters

import (
	"slices"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// representative returns who writes for the person, or nil.
func (w *letter) representative() *models.Representative {
	if by := w.c.Person.RepresentedBy; by != nil && oneLine(by.Name) != "" {
		return by
	}
	return nil
}

// mandated reports whether the representative must show a mandate; a holder of
// parental responsibility acts by law.
func mandated(by *models.Representative) bool {
	return by.Capacity != "holder_of_parental_responsibility"
}

// Mandated reports whether the letters of a case are written under a mandate, a
// copy of which goes with each of them.
func Mandated(effective models.Case) bool {
	if effective.Person == nil {
		return false
	}
	by := effective.Person.RepresentedBy
	return by != nil && oneLine(by.Name) != "" && mandated(by)
}

// writerAddress is where the answer goes by post: the representative's
// address, or else the person's; nil when neither is known.
func (w *letter) writerAddress() *models.Address {
	if by := w.representative(); by != nil && by.Address != nil {
		return by.Address
	}
	return w.c.Person.Address
}

func (w *letter) writerEmail() string {
	if by := w.representative(); by != nil && by.Email != "" {
		return oneLine(by.Email)
	}
	return oneLine(w.c.Person.Email)
}

// sender lists the writer's name, address, e-mail and the account's
// identifiers, one per line.
func (w *letter) sender() []string {
	lines := w.writerNames()
	switch address := w.writerAddress(); {
	case address != nil:
		lines = append(lines, addressLines(w.lang, *address, !w.sameCountry())...)
	case w.byPost():
		lines = append(lines, w.fillIn("letters.blank.address"))
		w.warn("letters.warning.no_address")
	}
	if w.facts["email"] != "" {
		lines = append(lines, w.facts["email"])
	}
	for _, id := range w.c.Person.AccountIdentifiers {
		if value := identifierValue(id); value != "" && value != w.facts["email"] {
			lines = append(lines, w.field(lang.T(w.lang, "letters.label."+identifierKind(id)), value))
		}
	}
	return lines
}

func (w *letter) writerNames() []string {
	if by := w.representative(); by != nil {
		return []string{oneLine(by.Name), lang.T(w.lang, "letters.on_behalf", "of_name", w.facts["of_name"])}
	}
	return []string{w.facts["name"]}
}

// sameCountry reports whether the letter stays in one country, which then
// goes without saying in both addresses.
func (w *letter) sameCountry() bool {
	from, to := w.writerAddress(), w.controller.Address
	return from != nil && to != nil && from.Country == to.Country
}

// byPost reports whether the letter may travel on paper; a request whose
// channel is not chosen yet may.
func (w *letter) byPost() bool {
	return !slices.Contains([]law.Channel{law.Email, law.WebForm, law.InApp}, w.r.Channel)
}

// envelopeLines is how many lines fit in the window of an envelope.
const envelopeLines = 7

// recipient is the address as on an envelope. The mention of the data
// protection officer gives way when the address needs the room.
func (w *letter) recipient() []string {
	name, attention := oneLine(w.controller.Name), lang.T(w.lang, "letters.attention")
	address := w.controller.Address
	if address == nil {
		if !w.byPost() {
			return []string{name, attention}
		}
		w.warn("letters.warning.no_recipient_address")
		return []string{name, attention, w.fillIn("letters.blank.address")}
	}
	lines := addressLines(w.lang, *address, !w.sameCountry())
	if len(lines)+2 <= envelopeLines {
		return append([]string{name, attention}, lines...)
	}
	if over := len(lines) + 1 - envelopeLines; over > 0 {
		joined := strings.Join(lines[:over+1], ", ")
		lines = append([]string{joined}, lines[over+1:]...)
	}
	return append([]string{name}, lines...)
}

// townFirst lists the countries that write the postcode after the town.
var townFirst = []string{"GB", "IE", "US", "CA", "AU", "NZ"}

func addressLines(l lang.Lang, a models.Address, withCountry bool) []string {
	var lines []string
	for _, line := range a.Lines {
		lines = appendFilled(lines, oneLine(line))
	}
	town := []string{oneLine(a.Postcode), oneLine(a.City)}
	if slices.Contains(townFirst, a.Country) {
		slices.Reverse(town)
	}
	lines = appendFilled(lines, strings.TrimSpace(strings.Join(town, " ")))
	if withCountry {
		lines = appendFilled(lines, lang.Country(l, oneLine(a.Country)))
	}
	return lines
}

func appendFilled(lines []string, line string) []string {
	if line == "" {
		return lines
	}
	return append(lines, line)
}

func (w *letter) place() string {
	if address := w.writerAddress(); address != nil {
		return oneLine(address.City)
	}
	return ""
}

func (w *letter) dateline() string {
	date := lang.Date(w.lang, w.today)
	if place := w.place(); place != "" {
		return lang.T(w.lang, "letters.dateline", "place", place, "date", date)
	}
	return lang.T(w.lang, "letters.dateline_no_place", "date", date)
}

// delivery is the mention of how the letter travels; empty for an ordinary
// letter and for a channel not chosen yet.
func (w *letter) delivery() string {
	key := "letters.delivery." + string(w.r.Channel)
	if !lang.Has(w.lang, key) {
		return ""
	}
	mention := lang.T(w.lang, key)
	registered := w.r.Channel == law.RegisteredLetter || w.r.Channel == law.ElectronicRegisteredLetter
	if number := w.trackingNumber(); registered && number != "" && !w.following {
		return lang.T(w.lang, "letters.delivery_numbered", "delivery", mention, "number", number)
	}
	return mention
}

func (w *letter) trackingNumber() string { return lang.Unbroken(oneLine(w.r.TrackingNumber)) }

// header holds the labelled lines; one without a value is left out.
func (w *letter) header(subject string) []Field {
	values := []Field{
		{ID: "subject", Value: subject},
		{ID: "references", Value: w.references()},
		{ID: "enclosures", Value: w.enclosures()},
	}
	var header []Field
	for _, f := range values {
		if f.Value != "" {
			f.Label = lang.T(w.lang, "letters.header."+f.ID)
			header = append(header, f)
		}
	}
	return header
}

// references recalls the controller's own reference and, in a letter that
// follows a request, the number under which that request was posted.
func (w *letter) references() string {
	references := appendFilled(nil, oneLine(w.r.Reference))
	if number := w.trackingNumber(); w.following && number != "" {
		references = append(references, lang.T(w.lang, "letters.reference.sending", "number", number))
	}
	return strings.Join(references, ", ")
}

func (w *letter) enclosures() string {
	by := w.representative()
	switch {
	case by == nil || !mandated(by):
		return ""
	case by.MandateOn.IsZero():
		return lang.T(w.lang, "letters.enclosure.mandate")
	default:
		return lang.T(w.lang, "letters.enclosure.mandate_dated", "date", lang.Date(w.lang, by.MandateOn))
	}
}

func (w *letter) signature() []string {
	by := w.representative()
	if by == nil {
		return []string{w.facts["name"]}
	}
	return []string{oneLine(by.Name), w.facts["capacity"], lang.T(w.lang, "letters.on_behalf", "of_name", w.facts["of_name"])}
}

func (w *letter) field(label, value string) string {
	return lang.T(w.lang, "letters.field", "label", label, "value", value)
}

// fillIn is a line of an address block to fill in by hand: a short one, for the
// block is narrow and a longer one would break.
func (w *letter) fillIn(key string) string {
	return lang.T(w.lang, "letters.fill_in_short", "label", lang.T(w.lang, key))
}
