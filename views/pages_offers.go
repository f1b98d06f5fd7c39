package views

import (
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

// Offers lists the offers that are known.
type Offers struct {
	Presets []interview.Preset
}

// Name implements Page.
func (Offers) Name() string { return "offers" }

// Title implements Page.
func (Offers) Title(l lang.Lang) string { return lang.T(l, "offers.title") }

// Offer tells one offer fairly: the facts, the versions of its terms, what can
// be contested, what was answered, what nobody knows, and the sources.
type Offer struct {
	Preset interview.Preset
}

// Name implements Page.
func (Offer) Name() string { return "offer" }

// Title implements Page.
func (o Offer) Title(l lang.Lang) string { return presetWords(l, o.Preset.Title) }

// presetWords writes a text of a preset in l, with its typography.
func presetWords(l lang.Lang, w interview.Words) string {
	return lang.Typography(l, w.In(string(l)))
}

// DataFrom lists the kinds of data from one origin: "clause", "claimed",
// "mechanics".
func (o Offer) DataFrom(l lang.Lang, from string) []string {
	var names []string
	for _, d := range o.Preset.DataCategories {
		if d.From == from {
			names = append(names, presetWords(l, d.Text))
		}
	}
	return names
}

// ToCheck lists what is to be verified: "yours" or "unconfirmed".
func (o Offer) ToCheck(kind string) []interview.ToCheck {
	return slices.DeleteFunc(slices.Clone(o.Preset.ToCheck), func(c interview.ToCheck) bool { return c.Kind != kind })
}

// Statements are what was said in public, in the order of time.
func (o Offer) Statements() []interview.Statement {
	return slices.SortedStableFunc(slices.Values(o.Preset.Statements), func(a, b interview.Statement) int {
		return a.From.Compare(b.From)
	})
}

// Articles writes the places in the GDPR that a point rests on.
func (Offer) Articles(l lang.Lang, p interview.Point) string {
	key := "offer.articles"
	if len(p.Articles) == 1 {
		key = "offer.article"
	}
	written := lang.T(l, key, "list", lang.And(l, p.Articles))
	if len(p.Recitals) == 0 {
		return written
	}
	recitals := make([]string, len(p.Recitals))
	for i, n := range p.Recitals {
		recitals[i] = lang.Number(l, n)
	}
	return written + lang.T(l, "offer.recitals", "list", lang.And(l, recitals))
}

// sourceLink leads from a statement to its source at the foot of the page.
type sourceLink struct {
	ID     string
	Number int
}

// Links are the sources of a statement, by their place in the list.
func (o Offer) Links(ids []string) []sourceLink {
	var links []sourceLink
	for _, id := range ids {
		at := slices.IndexFunc(o.Preset.Sources, func(s interview.Source) bool { return s.ID == id })
		if at >= 0 {
			links = append(links, sourceLink{ID: id, Number: at + 1})
		}
	}
	slices.SortFunc(links, func(a, b sourceLink) int { return a.Number - b.Number })
	return links
}

// dateSpan writes a day, or from one day to another.
func dateSpan(l lang.Lang, from, to law.Date) string {
	if to.IsZero() || to == from {
		return lang.Date(l, from)
	}
	return lang.T(l, "offer.span", "from", lang.Date(l, from), "to", lang.Date(l, to))
}
