package law

import "slices"

// Ground is one thing that a complaint reproaches the controller with. Its
// values are the words of the portable dossier, its words are
// "ground.<ground>".
type Ground string

// The grounds of a complaint.
const (
	GroundNoAnswer         Ground = "no_answer"
	GroundLateAnswer       Ground = "late_answer"
	GroundIncompleteAnswer Ground = "incomplete_answer"
	GroundRefusal          Ground = "unfounded_refusal"
	GroundIdentityCheck    Ground = "excessive_identity_check"
	GroundConsent          Ground = "invalid_consent"
	GroundWithdrawal       Ground = "consent_not_withdrawable"
	GroundNoInformation    Ground = "no_information"
	GroundPurpose          Ground = "purpose_limitation"
	GroundMinimisation     Ground = "data_minimisation"
	GroundStorage          Ground = "storage_limitation"
	GroundSpecialData      Ground = "special_categories"
	GroundPublication      Ground = "unlawful_publication"
	GroundTransfer         Ground = "unlawful_transfer"
	GroundMarketing        Ground = "direct_marketing"
	GroundSecurity         Ground = "security"
	GroundMinor            Ground = "minor"
)

// Grounds lists every ground once, in the order in which a complaint states
// them.
var Grounds = []Ground{
	GroundNoAnswer, GroundLateAnswer, GroundIncompleteAnswer, GroundRefusal, GroundIdentityCheck,
	GroundConsent, GroundWithdrawal, GroundNoInformation, GroundPurpose, GroundMinimisation, GroundStorage,
	GroundSpecialData, GroundPublication, GroundTransfer, GroundMarketing, GroundSecurity, GroundMinor,
}

// groundLaw says where each ground is written in the GDPR. Where a right was
// not honoured, its own articles come with them.
var groundLaw = map[Ground][]string{
	GroundNoAnswer:         {"12(3)", "12(4)"},
	GroundLateAnswer:       {"12(3)"},
	GroundIncompleteAnswer: {"12(1)"},
	GroundRefusal:          {"12(4)", "12(5)"},
	GroundIdentityCheck:    {"12(2)", "12(6)"},
	GroundConsent:          {"4(11)", "6(1)(a)", "7(1)", "7(2)", "7(4)"},
	GroundWithdrawal:       {"7(3)"},
	GroundNoInformation:    {"5(1)(a)", "12(1)", "13"},
	GroundPurpose:          {"5(1)(b)"},
	GroundMinimisation:     {"5(1)(c)"},
	GroundStorage:          {"5(1)(e)"},
	GroundSpecialData:      {"9"},
	GroundPublication:      {"5(1)(a)", "6(1)"},
	GroundTransfer:         {"44", "46"},
	GroundMarketing:        {"21(2)", "21(3)"},
	GroundSecurity:         {"5(1)(f)", "32"},
	GroundMinor:            {"8"},
}

// NeedsRequest reports whether a ground reproaches the controller with what it
// made of a request. The others may be brought before the authority at once
// (CNIL, "adresser une plainte"; Regulation (EU) 2025/2518, article 4).
func (g Ground) NeedsRequest() bool {
	switch g {
	case GroundNoAnswer, GroundLateAnswer, GroundIncompleteAnswer, GroundRefusal, GroundIdentityCheck:
		return true
	}
	return false
}

// InOrder returns the grounds that exist, each once, in the order of Grounds.
func InOrder(chosen []Ground) []Ground {
	var ordered []Ground
	for _, g := range Grounds {
		if slices.Contains(chosen, g) {
			ordered = append(ordered, g)
		}
	}
	return ordered
}

// ArticlesOfGround returns the articles on which a ground rests: the GDPR, or
// the UK GDPR in the United Kingdom; where a right was not honoured, those of
// the rights that the requests used; for a minor in France, articles 45 (younger
// than fifteen) and 51 of the loi 78-17. From fifteen on a minor agrees alone
// there, so that article 8 is not said to be breached: erasure is the matter.
func ArticlesOfGround(g Ground, rights []Right, country string, band AgeBand) []Article {
	var articles []Article
	for _, number := range groundLaw[g] {
		articles = append(articles, RegimeIn(country).gdpr(number))
	}
	switch g {
	case GroundMarketing:
		// Article 21 speaks of who objected; before that, the basis is in doubt.
		if !slices.Contains(rights, Objection) {
			return []Article{RegimeIn(country).gdpr("6(1)")}
		}
	case GroundNoAnswer, GroundLateAnswer, GroundIncompleteAnswer, GroundRefusal:
		if len(rights) > 0 && !slices.ContainsFunc(rights, answeredUnderArticle12) {
			return []Article{RegimeIn(country).gdpr("7(3)")}
		}
		if g == GroundLateAnswer {
			break
		}
		for _, r := range rights {
			articles = append(articles, ownArticles(r, country)...)
		}
	}
	if g == GroundMinor && country == "FR" {
		if band != Under15 {
			return []Article{{GDPR, "17(1)(f)"}, {LIL, "51"}}
		}
		articles = append(articles, Article{LIL, "45"}, Article{LIL, "51"})
	}
	return articles
}

// answeredUnderArticle12 reports whether the month of article 12(3) runs for a
// right: it names articles 15 to 22, so that a withdrawal of consent (article
// 7(3)) takes effect without it.
func answeredUnderArticle12(r Right) bool { return r != ConsentWithdrawal }

// ownArticles are the articles of a right without article 12, which the
// grounds about requests name more exactly.
func ownArticles(r Right, country string) []Article {
	return slices.DeleteFunc(ArticlesOf(r, country), func(a Article) bool { return a.Number == "12" })
}

// AgeBand is how old the person was on joining, as the portable dossier says.
type AgeBand string

// The age bands. Fifteen is the age at which a child agrees alone to an online
// service in France (loi 78-17, article 45).
const (
	Under15 AgeBand = "under_15"
	Under18 AgeBand = "15_to_17"
	Adult   AgeBand = "adult"
)

// Minor reports whether the person was a minor.
func (b AgeBand) Minor() bool { return b == Under15 || b == Under18 }

// Requested is one thing that a complaint asks of the authority. Its words are
// "requested.<requested>".
type Requested string

// What can be asked of an authority. It awards no damages.
const (
	AskComply           Requested = "comply"
	AskErase            Requested = "erase"
	AskStopPublication  Requested = "stop_publication"
	AskInformRecipients Requested = "inform_recipients"
	AskKeepInformed     Requested = "keep_informed"
)

// RequestedOfAuthority lists what can be asked, in the order of the complaint.
var RequestedOfAuthority = []Requested{AskComply, AskErase, AskStopPublication, AskInformRecipients, AskKeepInformed}
