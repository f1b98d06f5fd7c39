package letters

import (
	"regexp"
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
)

// offerName is the offer as it stands in a sentence. A known offer has its own
// words, letters.offer.<slug>, unless the person named it otherwise.
func (w *letter) offerName() string {
	title := ""
	if w.c.Offer != nil {
		title = oneLine(w.c.Offer.Title)
	}
	if preset, ok := interview.PresetOf(w.c); ok && isTitleOf(preset, title) {
		title = lang.Typography(w.lang, preset.Title.In(string(w.lang)))
		if name := w.known("letters.offer." + preset.Slug); name != "" {
			return name
		}
	}
	if title == "" {
		return lang.T(w.lang, "letters.offer.unnamed")
	}
	if !hasQuotes(title) {
		title = lang.Quoted(w.lang, title)
	}
	title = namedAnOffer.ReplaceAllString(title, "$1")
	return lang.T(w.lang, "letters.offer.named", "title", title)
}

// namedAnOffer is a title that begins with what the sentence already says, "the
// offer", before the name in quotation marks.
var namedAnOffer = regexp.MustCompile(`(?i)^(?:l['’]\s*offre|offre|the offer|offer)\s+([«“"])`)

// isTitleOf reports whether title is the preset's own, in any language.
func isTitleOf(preset interview.Preset, title string) bool {
	return title == "" || slices.ContainsFunc(lang.Langs, func(l lang.Lang) bool {
		return title == preset.Title.In(string(l))
	})
}

// confirmations asks the questions of a known offer whose answers the person
// could only presume; without a known offer, who the controller was.
func (w *letter) confirmations() {
	preset, ok := interview.PresetOf(w.c)
	if !ok || len(preset.Confirmations) == 0 {
		w.section("access", "controller")
		return
	}
	for _, ask := range preset.Confirmations {
		if len(ask.Countries) > 0 && !slices.Contains(ask.Countries, w.country()) {
			continue
		}
		w.add(Block{
			Section: "access_" + ask.ID, Kind: Item, Number: w.items + 1,
			Text: lang.Typography(w.lang, ask.Question.In(string(w.lang))),
		})
	}
}

// contradiction sets the clause of a known offer, quoted in its original
// language with its opening reservation, beside what the company said it
// confined itself to, and turns the difference into questions.
func (w *letter) contradiction() {
	preset, ok := interview.PresetOf(w.c)
	if !ok {
		return
	}
	claimed := w.claimed(preset)
	i := slices.IndexFunc(preset.Terms, func(t interview.Terms) bool { return t.Clause != nil })
	if i < 0 || claimed == "" {
		return
	}
	w.facts["claimed"] = claimed
	w.section("access", "clause")
	w.quote("access_clause", *preset.Terms[i].Clause)
	w.section("access", "statements")
}

func (w *letter) quote(section string, clause interview.Clause) {
	b := Block{Section: section, Kind: Quote, Text: clause.Quote()}
	if l := lang.Lang(clause.Lang); l != w.lang {
		b.Lang = l
	}
	w.add(b)
}

// claimed lists the kinds of data that the company said it confined itself to.
func (w *letter) claimed(preset interview.Preset) string {
	var named []string
	for _, category := range preset.DataCategories {
		if category.From == "claimed" {
			named = append(named, lang.T(w.lang, "letters.claimed."+category.ID))
		}
	}
	return lang.And(w.lang, named)
}
