package letters

import (
	"slices"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// entry adds one line "label: value" to a list, unless there is no value.
func (k *complaint) entry(section, label, value string) {
	if value != "" {
		k.dash(section, k.field(lang.T(k.lang, "complaint.label."+label), value))
	}
}

// dash adds an item without a number.
func (k *complaint) dash(section, text string) {
	k.add(Block{Section: complaintFile + "_" + section, Kind: Item, Text: text})
}

func (k *complaint) parties() {
	k.section(complaintFile, "person")
	k.entry("person", "name", k.facts["name"])
	k.entry("person", "address", k.inLine(k.c.Person.Address))
	k.entry("person", "email", oneLine(k.c.Person.Email))
	k.entry("person", "phone", oneLine(k.c.Person.Phone))
	if ageBand(k.c).Minor() {
		k.entry("person", "born_on", lang.Date(k.lang, k.c.Person.BirthDate))
	}
	if by := k.representative(); by != nil {
		k.entry("person", "representative", k.facts["representative"]+", "+k.facts["capacity"])
	}
	k.entry("person", "accounts", k.facts["identifiers"])
	k.section(complaintFile, "organisation")
	k.entry("organisation", "name", k.controllerName())
	k.entry("organisation", "address", k.inLine(k.controller.Address))
	k.entry("organisation", "email", oneLine(k.controller.Email))
	k.entry("organisation", "form", strings.TrimSpace(k.controller.DPOForm))
	if preset, ok := interview.PresetOf(k.c); ok && len(preset.Controllers) > 0 {
		k.section(complaintFile, "organisation_presumed")
	}
}

func (k *complaint) inLine(a *models.Address) string {
	if a == nil {
		return ""
	}
	return strings.Join(addressLines(k.lang, *a, true), ", ")
}

func (k *complaint) summary() {
	k.paragraph("summary", shared, k.joinedSection())
	k.facts["grounds"] = k.groundTitles(k.lang)
	if k.facts["grounds"] != "" {
		k.section(complaintFile, "summary_grounds")
	}
	if len(k.states) > 0 {
		k.facts["requests"] = k.listOf(k.states)
		k.section(complaintFile, "summary_requests")
	}
}

func (k *complaint) groundTitles(l lang.Lang) string {
	var titles []string
	for _, g := range k.grounds {
		titles = append(titles, lang.T(l, "ground."+string(g)+".in_a_list"))
	}
	return lang.And(l, titles)
}

// offer tells what was offered and given, and which text applied that day,
// with its source.
func (k *complaint) offer() {
	k.participation()
	terms, clause, known := clauseOf(k.c)
	switch {
	case k.c.Offer != nil && paragraphs(k.c.Offer.Terms) != "":
		k.section(complaintFile, "terms_captured")
		k.add(Block{Section: "complaint_terms", Kind: Quote, Text: paragraphs(k.c.Offer.Terms)})
	case known:
		k.terms(terms, clause)
	}
}

func (k *complaint) participation() {
	sentences := []string{}
	if k.facts["way"] != "" {
		sentences = append(sentences, "way")
	}
	sentences = append(sentences, k.termsSections()...)
	if band := ageBand(k.c); band.Minor() {
		sentences = append(sentences, string(band))
	}
	if len(sentences) > 0 {
		k.paragraph("participation", shared, sentences...)
	}
	if k.facts["data"] != "" {
		k.section(complaintFile, "data")
	}
	if k.facts["data_other"] != "" {
		k.section(complaintFile, "data_other")
	}
	if k.facts["rewards"] = k.promised(); k.facts["rewards"] != "" {
		k.section(complaintFile, "rewards")
	}
	if places := k.publications(); len(places) > 0 {
		k.section(shared, "publications")
		for _, place := range places {
			k.dash("publications", place)
		}
	}
	if k.facts["exhibits"] = k.shownAtStart(); k.facts["exhibits"] != "" {
		k.section(complaintFile, "offer_shown")
	}
}

// shownAtStart names the exhibits about the offer: those that speak neither of
// a request nor of the power to act.
func (k *complaint) shownAtStart() string {
	var numbers []string
	for _, x := range k.exhibits {
		if x.Evidence != nil && rankIn(k.c, *x.Evidence) == otherExhibits {
			numbers = append(numbers, lang.Number(k.lang, x.Number))
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	return lang.TN(k.lang, "complaint.exhibits", len(numbers), "list", lang.And(k.lang, numbers))
}

// promised lists what was announced in return for the data.
func (k *complaint) promised() string {
	var all []string
	for _, r := range took(k.c).Rewards {
		if r.Promised != "" {
			all = append(all, k.reward(r, r.Promised))
		}
	}
	return lang.And(k.lang, all)
}

func rewardKind(r models.Reward) string {
	if lang.Has(lang.FR, "complaint.reward."+r.Kind) {
		return r.Kind
	}
	return "other"
}

// terms quotes a known version of the terms, in its own language and with its
// opening reservation, or sums it up where its text was not found; the other
// version is named where the person cannot say which one applied.
func (k *complaint) terms(t interview.Terms, clause *interview.Clause) {
	k.version(t)
	if clause == nil {
		k.facts["terms_summary"] = k.words(t.Summary)
		k.section(complaintFile, "terms_summary")
	} else {
		k.section(complaintFile, "terms_clause")
		k.quote("complaint_clause", *clause)
	}
	k.facts["sources"] = k.sources(t.Sources)
	k.section(complaintFile, "terms_sources")
	if seen := k.c.Participation; seen != nil && (seen.TermsSeen == "original" || seen.TermsSeen == "amended") {
		return
	}
	if _, sure := termsOfDay(k.c); sure {
		k.section(complaintFile, "terms_of_day")
		return
	}
	k.section(complaintFile, "terms_unsure")
	preset, _ := interview.PresetOf(k.c)
	for _, other := range preset.Terms {
		if other.ID != t.ID {
			k.version(other)
			k.facts["terms_summary"] = k.words(other.Summary)
			k.section(complaintFile, "terms_other")
		}
	}
}

func (k *complaint) version(t interview.Terms) {
	k.facts["terms_label"], k.facts["terms_period"] = k.words(t.Label), k.words(t.Period)
}

func (k *complaint) words(w interview.Words) string {
	return lang.Typography(k.lang, w.In(string(k.lang)))
}

// sources names where a version of the terms was read: publisher, day, address.
func (k *complaint) sources(ids []string) string {
	preset, _ := interview.PresetOf(k.c)
	var named []string
	for _, id := range ids {
		if s, ok := preset.Source(id); ok {
			name := s.Publisher
			if !s.On.IsZero() {
				name = lang.T(k.lang, "complaint.source", "publisher", s.Publisher, "date", lang.Date(k.lang, s.On))
			}
			named = append(named, name)
		}
	}
	return lang.And(k.lang, named)
}

func (k *complaint) story() {
	if story := paragraphs(took(k.c).Story); story != "" {
		for words := range strings.SplitSeq(story, "\n\n") {
			k.own("complaint_story", words)
		}
	}
}

// competence says why this authority, and where the lead authority comes in.
func (k *complaint) competence() {
	gb := ""
	if k.regime == regimeGB {
		gb = "_gb" // article 77 of the UK GDPR may be gone: not cited
	}
	residence := k.c.Person.Address
	k.facts["here"] = lang.AuthorityWords(k.lang, k.to.ID, "here", "country", lang.Country(k.lang, k.to.Country))
	switch {
	case residence != nil && residence.Country == k.to.Country:
		k.section(complaintFile, "residence"+gb)
	case k.country() == k.to.Country:
		k.section(complaintFile, "took_part"+gb)
	}
	if on := k.complainedFirst(); gb != "" && !on.IsZero() {
		k.facts["complained_on"] = lang.Date(k.lang, on)
		k.section(complaintFile, "first_gb")
	}
	if lead, ok := leadOf(k.c, k.lang); ok && gb == "" {
		k.facts["lead"] = lead
		k.section(complaintFile, "lead")
	}
	k.section(complaintFile, "limits")
}

// complainedFirst is the day on which the person first complained to the
// controller; zero when they did not.
func (k *complaint) complainedFirst() (first law.Date) {
	for _, r := range k.states {
		for _, e := range r.state.History {
			if e.Stands() && e.Kind == law.ReminderSent && (first.IsZero() || e.On.Before(first)) {
				first = e.On
			}
		}
	}
	return first
}

func (k *complaint) asks() {
	k.section(complaintFile, "asks")
	for _, ask := range RequestedOf(k.c) {
		key := "asks_" + string(ask)
		if ask == law.AskKeepInformed && k.regime == regimeGB {
			key += "_gb"
		}
		if ask == law.AskComply && len(k.states) == 0 {
			key += "_alone"
		}
		k.section(complaintFile, key)
	}
	if own := paragraphs(k.said.Asks); own != "" {
		if len(RequestedOf(k.c)) > 0 {
			k.section(complaintFile, "asks_more")
		}
		k.own("complaint_asks_own", own)
	}
}

// RequestedOf returns what is asked of the authority: what was chosen, else
// what follows from the requests.
func RequestedOf(c models.Case) []law.Requested {
	var chosen []law.Requested
	if c.Complaint != nil && c.Complaint.Requested != nil {
		for _, ask := range law.RequestedOfAuthority {
			if slices.Contains(c.Complaint.Requested, string(ask)) {
				chosen = append(chosen, ask)
			}
		}
		return chosen
	}
	withdrawn := slices.ContainsFunc(c.Requests, func(r models.Request) bool { return slices.Contains(r.Rights, law.ConsentWithdrawal) })
	for _, ask := range law.RequestedOfAuthority {
		switch {
		case ask == law.AskErase && !asksErasure(c),
			ask == law.AskStopPublication && !withdrawn && !slices.Contains(wishes(c), law.WishStopPublication) && !slices.Contains(wishes(c), law.WishStopUse),
			ask == law.AskInformRecipients && !withdrawn && !asksErasure(c):
		default:
			chosen = append(chosen, ask)
		}
	}
	return chosen
}

func (k *complaint) disclosure() {
	switch may := k.said.IdentityMayBeDisclosed; {
	case may == nil:
	case *may:
		k.section(complaintFile, "disclosure_yes")
	default:
		k.section(complaintFile, "disclosure_no")
	}
}

func (k *complaint) proceedings() {
	if words := paragraphs(k.said.OtherProceedings); words != "" {
		k.own("complaint_proceedings", words)
	}
}

func (k *complaint) listExhibits() {
	for _, e := range k.exhibits {
		k.dash("exhibits", ExhibitLine(k.lang, e))
	}
}

// ExhibitLine is one exhibit as a list names it: number, title, day.
func ExhibitLine(l lang.Lang, e Exhibit) string {
	line := lang.T(l, "complaint.exhibit.line", "n", e.Number, "title", e.Title)
	if !e.On.IsZero() {
		line = lang.T(l, "complaint.exhibit.line_dated", "n", e.Number, "title", e.Title, "date", lang.Date(l, e.On))
	}
	if e.NotJoined {
		line = lang.T(l, "complaint.exhibit.line_not_joined", "line", line)
	}
	return line
}

// courtesy sums the complaint up in English for the lead authority.
func (k *complaint) courtesy() {
	if _, ok := leadOf(k.c, k.lang); !ok || k.lang == lang.EN {
		return
	}
	english := newComplaint(k.c, lang.EN, k.today, k.ready)
	english.grounds = k.grounds
	for _, words := range english.sentences() {
		k.add(Block{Section: "complaint_courtesy", Kind: Paragraph, Text: words, Lang: lang.EN})
	}
}
