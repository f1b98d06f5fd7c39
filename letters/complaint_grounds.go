package letters

import (
	"slices"
	"strconv"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

// groundsFile is the prose of the grounds.
const groundsFile = "complaint_grounds"

// reproaches states each ground as one numbered item: its name, its articles,
// and the facts that support it. It alleges and never finds: "j'estime que".
func (k *complaint) reproaches() {
	for _, g := range k.grounds {
		title := lang.T(k.lang, "complaint.ground", "title", lang.T(k.lang, "ground."+string(g)),
			"articles", k.articles(law.ArticlesOfGround(g, k.rightsUnder(g), k.country(), ageBand(k.c))))
		words := strings.Join(append([]string{title}, k.reproach(g)...), " ")
		k.add(Block{Section: groundsFile + "_" + string(g), Kind: Item, Number: k.items + 1, Text: words})
	}
}

// supporting returns the requests on which a ground rests: the ripe ones, or
// in a draft all that left.
func (k *complaint) supporting(g law.Ground) []requested {
	i := slices.IndexFunc(k.ready.Ripe, func(r law.Ripe) bool { return r.Ground == g })
	if i < 0 {
		return k.states
	}
	var support []requested
	for _, r := range k.states {
		if slices.Contains(k.ready.Ripe[i].Requests, r.ID) {
			support = append(support, r)
		}
	}
	return support
}

// rightsUnder are the rights that the requests under a ground used. An objection
// is no request of the ground about marketing, which needs none; it counts.
func (k *complaint) rightsUnder(g law.Ground) []law.Right {
	support := k.supporting(g)
	if !g.NeedsRequest() {
		support = k.states
	}
	var rights []law.Right
	for _, r := range support {
		rights = append(rights, r.Rights...)
	}
	return law.SafeOrder(rights)
}

// articles writes "articles 12(3) et 15 du RGPD, article 49 de la loi …".
func (k *complaint) articles(list []law.Article) string {
	numbers := map[law.Source][]string{}
	var sources []law.Source
	for _, a := range list {
		if !slices.Contains(sources, a.Source) {
			sources = append(sources, a.Source)
		}
		if !slices.Contains(numbers[a.Source], a.Number) {
			numbers[a.Source] = append(numbers[a.Source], a.Number)
		}
	}
	var named []string
	for _, s := range sources {
		slices.SortStableFunc(numbers[s], byArticle)
		named = append(named, lang.TN(k.lang, "complaint.articles."+sourceKey(s), len(numbers[s]), "list", lang.And(k.lang, numbers[s])))
	}
	return strings.Join(named, ", ")
}

// byArticle orders "7(3)", "12(3)", "12(4)", "15".
func byArticle(a, b string) int {
	return slices.Compare(numbersIn(a), numbersIn(b))
}

func numbersIn(article string) []int {
	var all []int
	for _, digits := range strings.FieldsFunc(article, func(r rune) bool { return r < '0' || r > '9' }) {
		n, _ := strconv.Atoi(digits)
		all = append(all, n)
	}
	return all
}

func sourceKey(s law.Source) string {
	switch s {
	case law.LIL:
		return "lil"
	case law.UKGDPR:
		return "gb"
	}
	return "gdpr"
}

// reproach returns the sentences of a ground, each a section of the prose that
// stands when its facts are known.
func (k *complaint) reproach(g law.Ground) []string {
	if g.NeedsRequest() {
		k.facts["requests"] = k.listOf(k.supporting(g))
	}
	var sentences []string
	for _, section := range k.groundSections(g) {
		sentences = appendFilled(sentences, k.sentenceOf(groundsFile, section))
	}
	return sentences
}

// groundSections picks what can be said of a ground from the facts of the case.
func (k *complaint) groundSections(g law.Ground) []string {
	sections := []string{string(g)}
	if g.NeedsRequest() && k.facts["requests"] == "" {
		return []string{string(g) + "_undated"} // a draft about a request that never left
	}
	also := func(holds bool, section string) {
		if holds {
			sections = append(sections, section)
		}
	}
	recorded, quoted := termsRecorded(k.c), quotesClause(k.c)
	switch g {
	case law.GroundNoAnswer:
		if !slices.ContainsFunc(k.rightsUnder(g), func(r law.Right) bool { return r != law.ConsentWithdrawal }) {
			return []string{"no_answer_withdrawal"}
		}
		also(k.heard(g, func(e law.Entry) bool { return e.Kind == law.Extended && !reasonsGiven(e.Event) }), "no_answer_extended")
		also(k.heard(g, func(e law.Entry) bool { return e.Kind == law.FeeAsked }), "no_answer_fee")
	case law.GroundIncompleteAnswer:
		also(slices.ContainsFunc(k.supporting(g), func(r requested) bool { return len(k.missingOf(r)) > 0 }), "incomplete_answer_listed")
	case law.GroundRefusal:
		also(k.heard(g, func(e law.Entry) bool { return e.Kind == law.Refused && e.ReasonsGiven != nil && !*e.ReasonsGiven }), "unfounded_refusal_unreasoned")
		also(k.heard(g, func(e law.Entry) bool { return e.Kind == law.Refused && reasonsGiven(e.Event) }), "unfounded_refusal_reasoned")
	case law.GroundIdentityCheck:
		also(k.facts["identifiers"] != "", "excessive_identity_check_known")
	case law.GroundConsent:
		also(quoted, "invalid_consent_clause")
		also(recorded, "terms_recorded")
		also(took(k.c).TermsSeen == "none", "no_terms_shown")
		also(true, "invalid_consent_proof")
		also(k.promised() != "", "invalid_consent_reward")
	case law.GroundWithdrawal:
		also(quoted, "consent_not_withdrawable_clause")
		also(recorded, "terms_recorded")
		also(k.remember("withdrawn_on", law.ConsentWithdrawal), "consent_not_withdrawable_sent")
	case law.GroundNoInformation:
		also(took(k.c).TermsSeen == "none", "no_terms_shown")
	case law.GroundPurpose:
		also(quoted, "purpose_limitation_clause")
		also(recorded, "terms_recorded")
	case law.GroundMinimisation:
		also(k.facts["data"] != "", "data_minimisation_data")
		also(k.claims(), "data_minimisation_claimed")
	case law.GroundStorage:
		also(quoted, "storage_limitation_clause")
		also(recorded, "terms_recorded")
	case law.GroundSpecialData:
		given := took(k.c).DataGiven
		also(slices.Contains(given, "opinions") || slices.Contains(given, "statements"), "special_categories_said")
	case law.GroundPublication:
		also(len(k.publications()) > 0, "unlawful_publication_seen")
	case law.GroundMarketing:
		if !k.remember("objected_on", law.Objection) {
			return []string{"direct_marketing_undated"}
		}
		also(true, "direct_marketing_sent")
	case law.GroundMinor:
		sections = append(sections, k.minorSections()...)
	}
	return sections
}

// heard reports whether something stands in the history of a request on which a
// ground rests.
func (k *complaint) heard(g law.Ground, what func(law.Entry) bool) bool {
	return slices.ContainsFunc(k.supporting(g), func(r requested) bool {
		return slices.ContainsFunc(r.state.History, func(e law.Entry) bool { return e.Stands() && what(e) })
	})
}

// remember fills the day on which a right was last exercised; false when it
// was not.
func (k *complaint) remember(fact string, right law.Right) bool {
	var on law.Date
	for _, r := range k.states {
		if slices.Contains(r.Rights, right) {
			on = law.Later(on, r.state.SentOn)
		}
	}
	k.facts[fact] = lang.Date(k.lang, on)
	return !on.IsZero()
}

// claims fills what the company of a known offer said it confined itself to.
func (k *complaint) claims() bool {
	if preset, ok := interview.PresetOf(k.c); ok {
		k.facts["claimed"] = k.claimed(preset)
	}
	return k.facts["claimed"] != ""
}

func (k *complaint) minorSections() []string {
	var sections []string
	french := k.country() == "FR"
	switch band := ageBand(k.c); {
	case band == law.Under15 && french:
		sections = append(sections, "minor_under_15_fr")
	case band.Minor():
		sections = append(sections, "minor_joined")
	}
	if french && ageBand(k.c).Minor() && asksErasure(k.c) {
		sections = append(sections, "minor_erasure_fr")
	}
	return sections
}
