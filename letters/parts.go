package letters

import (
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// parts adds to a letter what it says for each right. A new right is added
// here, with its prose file lang/<language>/letters/<right>.txt; its articles
// stand in law.
var parts = map[law.Right]func(*letter){
	law.Access:            (*letter).access,
	law.Rectification:     (*letter).rectification,
	law.Erasure:           (*letter).erasure,
	law.Restriction:       (*letter).restriction,
	law.Portability:       (*letter).portability,
	law.Objection:         (*letter).objection,
	law.ConsentWithdrawal: (*letter).consentWithdrawal,
}

// access asks for everything article 15 gives, and for what shows how consent
// was obtained.
func (w *letter) access() {
	const file = "access"
	if w.facts["email"] != "" {
		w.section(file, "demand")
	} else {
		w.section(file, "demand_post")
	}
	w.section(file, "questions")
	if w.regime == regimeGB {
		// Judgments of the Court of Justice given after 2020 do not bind
		// British courts.
		w.section(file, "recipients_gb")
	} else {
		w.section(file, "recipients")
	}
	w.section(file, "questions_more")
	w.confirmations()
	w.section(file, "offer")
	if w.referred() {
		w.section(file, "referral")
	}
	w.contradiction()
}

// referred reports whether the person was invited or invited others.
func (w *letter) referred() bool {
	p := w.c.Participation
	if p == nil {
		return false
	}
	return p.Channel == "sponsor_link" || p.Channel == "sponsor_code" || p.Channel == "qr_code" ||
		p.InvitedBy != "" || p.InvitedCount != nil && *p.InvitedCount > 0
}

// consentWithdrawal withdraws consent and asks that the publications stop. It
// says nothing of erasure, which is a right and a letter of its own.
func (w *letter) consentWithdrawal() {
	const file = "consent_withdrawal"
	w.section(file, "demand")
	w.section(file, "scope")
	w.section(file, "freedom")
	if w.regime == regimeFR && w.c.Participation != nil && w.c.Participation.AgeBand == "under_15" {
		w.section(file, "child")
	}
	w.section(file, "measures")
	if len(w.rights) == 1 {
		w.section(file, "alone")
	}
}

func (w *letter) erasure() {
	const file = "erasure"
	w.section(file, "demand")
	w.section(file, "grounds")
	for _, ground := range w.erasureGrounds() {
		w.section(file, ground)
	}
	if w.joinedAsMinor() && w.regime == regimeFR {
		w.section(file, "minor_fr")
	}
	w.section(file, "public")
	w.section(file, "recipients")
	w.section(file, "confirm")
}

// erasureGrounds returns the sections that state the grounds of article
// 17(1), in the article's order. A request that names none relies on the
// withdrawal of consent, for a minor on that and, where a known offer has its
// consent contested, on the lack of a lawful one too: a controller that claims
// another basis than consent answers neither by that alone (law.md A1).
func (w *letter) erasureGrounds() []string {
	chosen := make(map[string]bool)
	for _, ground := range w.r.ErasureGrounds {
		chosen[ground] = true
	}
	if len(chosen) == 0 {
		chosen["consent_withdrawn"] = true
		chosen["child"] = w.joinedAsMinor()
		chosen["unlawful"] = w.consentContested()
	}
	var sections []string
	for _, ground := range []string{"no_longer_needed", "consent_withdrawn", "objection", "unlawful", "legal_duty", "child"} {
		switch {
		case !chosen[ground]:
		case ground == "consent_withdrawn":
			sections = append(sections, w.withdrawalSection())
		default:
			sections = append(sections, ground)
		}
	}
	return sections
}

// consentContested reports whether the notes on a known offer contest, for
// everybody who joined it, that consent was validly given (article 4(11)).
func (w *letter) consentContested() bool {
	preset, _ := interview.PresetOf(w.c)
	return slices.ContainsFunc(preset.Points, func(p interview.Point) bool {
		return p.DefaultOn && slices.Contains(p.Articles, "4(11)")
	})
}

// withdrawalSection tells a consent withdrawn in this letter from one
// withdrawn by an earlier one, and withdraws it now when neither was done.
func (w *letter) withdrawalSection() string {
	if w.has(law.ConsentWithdrawal) {
		return "consent_withdrawn_here"
	}
	if on := sentOn(w.c, w.r, law.ConsentWithdrawal); !on.IsZero() {
		w.facts["withdrawn_on"] = lang.Date(w.lang, on)
		return "consent_withdrawn_before"
	}
	return "consent_withdrawn_now"
}

func (w *letter) rectification() {
	const file = "rectification"
	w.section(file, "demand")
	written := 0
	for _, correction := range w.r.Corrections {
		if section := w.correction(correction); section != "" {
			w.section(file, section)
			written++
		}
	}
	if written == 0 {
		wrong, right := w.blank(file+"_blank", "wrong"), w.blank(file+"_blank", "right")
		if wrong || right {
			w.warn("letters.warning.no_correction")
		}
	}
	w.section(file, "recipients")
	w.section(file, "confirm")
}

// correction fills the facts of one correction and returns its section, or
// nothing when it says nothing.
func (w *letter) correction(c models.Correction) string {
	wrong, right := oneLine(c.Wrong), oneLine(c.Right)
	w.facts["wrong"], w.facts["right"] = lang.Quoted(w.lang, wrong), lang.Quoted(w.lang, right)
	switch {
	case wrong != "" && right != "":
		return "correct"
	case right != "":
		return "complete"
	case wrong != "":
		return "wrong_only"
	}
	return ""
}

func (w *letter) restriction() {
	const file = "restriction"
	switch reason := w.r.RestrictionCase; reason {
	case "accuracy", "unlawful", "claims", "objection_pending":
		w.paragraph("demand", file, "demand", reason)
	default:
		w.paragraph("demand", file, "demand", "reason_blank")
		if w.blank(file+"_blank", "restriction_case") {
			w.warn("letters.warning.no_restriction_case")
		}
	}
	w.section(file, "effects")
}

func (w *letter) portability() {
	const file = "portability"
	w.section(file, "demand")
	w.section(file, "content")
	w.section(file, "format")
	if to := phrase(w.r.SendDataTo); to != "" {
		w.facts["send_data_to"] = to
		w.section(file, "to_other")
		return
	}
	w.section(file, "to_me")
}

// The two objections of article 21.
const (
	marketing    = "marketing"
	ownSituation = "own_situation"
)

// objectionOf returns which objection the request makes; one that does not say
// is to marketing, which needs no reason (article 21(2)).
func objectionOf(r models.Request) string {
	if r.Objection == ownSituation {
		return ownSituation
	}
	return marketing
}

func (w *letter) objection() {
	const file = "objection"
	if objectionOf(w.r) == marketing {
		w.section(file, "marketing")
		w.section(file, "marketing_measures")
		return
	}
	w.section(file, "own_situation")
	if reasons := paragraphs(w.r.Details); reasons != "" {
		w.section(file, "reasons")
		w.own(file+"_reasons", reasons)
	} else {
		if w.blank(file+"_blank", "objection_reason") {
			w.warn("letters.warning.no_objection_reason")
		}
	}
	w.section(file, "own_situation_measures")
}
