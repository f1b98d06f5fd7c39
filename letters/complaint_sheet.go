package letters

import (
	"strings"
	"unicode/utf8"

	"contreoffre/lang"
	"contreoffre/law"
)

// SummaryLimit is how many characters the summary to paste may have. No online
// form's real limit is known to us; others' are of this size.
const SummaryLimit = 2000

// short is the summary to paste into a form: whole sentences while they fit,
// the most useful first.
func (k *complaint) short() string {
	text := ""
	for _, words := range k.sentences() {
		longer := words
		if text != "" {
			longer = text + "\n\n" + words
		}
		if utf8.RuneCountInString(longer) <= SummaryLimit {
			text = longer
		}
	}
	return text
}

// sentences sums the complaint up: who, about what, which requests, which
// grounds, what is asked. Nothing in it was typed in one language only, but
// names.
func (k *complaint) sentences() []string {
	k.facts["controller_name"] = k.controllerName()
	k.facts["grounds"] = k.groundTitles(k.lang)
	k.facts["asked"] = k.askedTitles()
	who := "short_who"
	if k.representative() != nil {
		who = "short_who_represented"
	}
	all := []string{k.sentence(who), k.sentenceOf(shared, k.joinedSection())}
	if k.facts["data"] != "" {
		all = append(all, k.sentence("data"))
	}
	if k.facts["grounds"] != "" {
		all = append(all, k.sentence("summary_grounds"))
	}
	if k.facts["asked"] != "" {
		all = append(all, k.sentence("short_asks"))
	}
	for _, r := range k.states {
		var said []string
		for _, section := range k.requestSections(r) {
			said = appendFilled(said, k.sentence(section))
		}
		all = append(all, strings.Join(append(said, k.heardOf(r)...), " "))
	}
	return all
}

func (k *complaint) askedTitles() string {
	var titles []string
	for _, ask := range RequestedOf(k.c) {
		key := "requested." + string(ask)
		if ask == law.AskComply && len(k.states) == 0 {
			key += "_alone"
		}
		titles = append(titles, lang.T(k.lang, key+".in_a_list"))
	}
	return lang.And(k.lang, titles)
}

// sheetSections are the sections of the complaint that the sheet repeats, with
// the field each one fills, in the order in which the CNIL wants to know:
// situation, rights, days, organisation, facts, grounds, what is asked, papers.
var sheetSections = []struct {
	field    string
	sections []Section
}{
	{"situation", []Section{SectionSummary}},
	{"rights", nil},
	{"dates", nil},
	{"organisation", nil},
	{"facts", []Section{SectionOffer, SectionFacts, SectionChronology}},
	{"answers", []Section{SectionRequests}},
	{"grounds", []Section{SectionGrounds}},
	{"asks", []Section{SectionAsks}},
	{"papers", []Section{SectionExhibits}},
	{"identity", []Section{SectionDisclosure}},
	{"proceedings", []Section{SectionProceedings}},
	{"contact", nil},
}

// sheet is the complaint cut into what an online form may ask, one field after
// the other; a field without a value is left out.
func (k *complaint) sheet() []Field {
	texts := SectionTexts(Document{Lang: k.lang, Body: k.blocks})
	facts := map[string]string{
		"rights":       k.usedRights(),
		"dates":        k.datesOf(),
		"organisation": joinLines(k.controllerName(), k.inLine(k.controller.Address), oneLine(k.controller.Email)),
		"contact":      joinLines(k.complainant()...),
	}
	var fields []Field
	for _, s := range sheetSections {
		parts := []string{}
		parts = appendFilled(parts, facts[s.field])
		for _, name := range s.sections {
			parts = appendFilled(parts, texts[name])
		}
		if len(parts) > 0 {
			fields = append(fields, Field{
				ID: s.field, Label: lang.T(k.lang, "complaint.sheet."+s.field), Value: strings.Join(parts, "\n\n"),
			})
		}
	}
	return fields
}

// SheetOpening says what a sheet is: what there was to copy, of a complaint that was
// filed; nil, what is to be copied, with the caution that it cannot know the live
// form.
func SheetOpening(l lang.Lang, filed *Filed) string {
	switch {
	case filed == nil:
		return lang.T(l, "complaint.sheet.caution")
	case filed.Again:
		return lang.T(l, "complaint.sheet.again", "date", lang.Date(l, filed.On))
	}
	return lang.T(l, "complaint.sheet.filed", "date", lang.Date(l, filed.On))
}

// SheetText is the sheet as plain text, opened by what it is.
func (k Complaint) SheetText() string {
	var t plain
	t.group(SheetOpening(k.Document.Lang, k.Filed))
	for _, f := range k.Sheet {
		t.group("== "+f.Label, f.Value)
	}
	return t.String()
}

func joinLines(lines ...string) string {
	var filled []string
	for _, line := range lines {
		filled = appendFilled(filled, line)
	}
	return strings.Join(filled, "\n")
}

func (k *complaint) usedRights() string {
	var used []string
	for _, r := range k.states {
		k.about(r)
		object, articles := k.asked()
		used = append(used, lang.T(k.lang, "complaint.sheet.right", "object", capitalised(object), "articles", articles))
	}
	return strings.Join(used, "\n")
}

func (k *complaint) datesOf() string {
	var days []string
	for _, r := range k.states {
		said := capitalised(k.listOf([]requested{r}))
		if due := dueOf(r.state); !due.IsZero() {
			said = lang.T(k.lang, "complaint.sheet.due", "request", said, "date", lang.Date(k.lang, due))
		}
		days = append(days, said)
	}
	return strings.Join(days, "\n")
}
