package lang

import (
	"errors"

	"contreoffre/law"
)

// The codes of package law in words.

// Step tells one step of a count in a sentence.
func Step(l Lang, s law.Step) string {
	key := "step." + string(s.Rule)
	args := []any{"date", LongDate(l, s.On), "holiday", Holiday(l, s.Holiday), "country", Country(l, s.Country)}
	if Has(l, key+".other") {
		return TN(l, key, s.Days, args...)
	}
	return T(l, key, args...)
}

// Article names a place in a text of law; nothing for the zero Article.
func Article(l Lang, a law.Article) string {
	if a == (law.Article{}) {
		return ""
	}
	return T(l, "article."+string(a.Source), "number", a.Number)
}

// Holiday names a public holiday. One from a calendar that is not ours keeps
// its own name.
func Holiday(l Lang, h law.Holiday) string {
	name := h.Name
	if h.ID != "" {
		name = T(l, "holiday."+string(h.ID))
	}
	if h.Substitute {
		return T(l, "holiday.substitute", "holiday", name)
	}
	return name
}

// Country names a country by its ISO 3166-1 code; a code that names no country
// is returned as it is.
func Country(l Lang, code string) string {
	if key := "country." + code; Has(l, key) {
		return T(l, key)
	}
	return code
}

// Calendar names a calendar and says how far it can be relied on.
func Calendar(l Lang, c *law.Calendar) string {
	switch {
	case c.Standing == law.Computed:
		return T(l, "calendar."+c.ID)
	case c.Country == "":
		return T(l, "calendar.unknown")
	}
	return T(l, "calendar."+string(c.Standing), "country", Country(l, c.Country))
}

// Warning tells what a person must know about a date.
func Warning(l Lang, w law.Warning) string {
	return T(l, "warning."+string(w.Code), "date", Date(l, w.On), "country", Country(l, w.Country))
}

// Caution tells what to know before a complaint is filed.
func Caution(l Lang, c law.Cautioned) string {
	ground := ""
	if c.Ground != "" {
		ground = T(l, "ground."+string(c.Ground))
	}
	return T(l, "caution."+string(c.Caution), "date", Date(l, c.On), "ground", ground)
}

// Event names something that happened to a request.
func Event(l Lang, k law.EventKind) string { return T(l, "event."+string(k)) }

// ComplaintEvent names something that happened to a complaint.
func ComplaintEvent(l Lang, k law.EventKind) string { return T(l, "complaint_event."+string(k)) }

// AuthorityWords are what is said of an authority: "here" (in its country),
// "before" (to know before filing), "news", "silence", "decision", "rejection"
// (its silence, where that is one). For one that is not ours they are those of
// any other.
func AuthorityWords(l Lang, id law.AuthorityID, about string, args ...any) string {
	key := "authority." + string(id) + "." + about
	if !Has(l, key) {
		key = "authority.other." + about
	}
	return T(l, key, args...)
}

// Right names a right.
func Right(l Lang, r law.Right) string { return T(l, "right."+string(r)) }

// Refused tells why law.Check or law.CheckComplaint refused an event; ok is
// false for any other error.
func Refused(l Lang, err error) (sentence string, ok bool) {
	var refusal *law.Refusal
	if !errors.As(err, &refusal) {
		return "", false
	}
	event := Event
	if !Has(l, "event."+string(refusal.Event.Kind)) {
		event = ComplaintEvent
	}
	return T(l, "refusal."+string(refusal.Reason), "event", event(l, refusal.Event.Kind), "date", Date(l, refusal.Event.On)), true
}
