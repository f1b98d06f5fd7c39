package law

// GDPR article 78(2): a person may go to court when the authority does not
// handle the complaint or does not inform them, within three months, of its
// progress or outcome. Each piece of news starts three months again; the day
// is not rolled. It binds the authorities of the Union. We have read no such
// limit for the United Kingdom: there the same three months are a day that we
// propose for asking, which rests on no article.
//
// France, décret 2019-536, article 10: three months of silence of the CNIL
// from receipt are a rejection, unless it handled the complaint or told its
// progress before (Conseil d'État, 24 July 2023, no. 465229). When it goes on
// working on it afterwards, that rejection counts as withdrawn.
//
// Appeal: Conseil d'État, within two months (Code de justice administrative,
// R311-1, R421-1, R421-2). Clear days would give one day more; only the safe
// day is given. Not modelled: the longer time of people overseas or abroad
// (R421-7), and the cases where no time runs (R421-5).

const (
	silenceMonths = 3
	appealMonths  = 2
)

// newsDue returns the day by which the authority owes news or, where no law
// that we know says so, the day on which to ask for some.
func (h *handling) newsDue() Deadline {
	article, rule := Article{GDPR, "78(2)"}, RuleThreeMonthsSilence
	if authority, known := AuthorityByID(h.matter.Authority); known && RegimeIn(authority.Country) == UK {
		article, rule = Article{}, RuleThreeMonthsOurs
	}
	start, first := h.start(article)
	if n := len(h.news); n > 0 {
		latest := h.news[n-1]
		start, first = Start{Kind: latest.Kind, On: latest.On}, Step{On: latest.On, Rule: RuleNews, Article: article}
	}
	on := addMonths(first.On, silenceMonths)
	return Deadline{
		Kind: AuthorityNews, On: on, Article: article, Start: start,
		Steps:   []Step{first, {On: on, Rule: rule, Article: article}},
		MovedBy: []EventKind{MoreAsked, TransferredToLead, Progress, EarlyResolutionProposed},
	}
}

// impliedRejection returns the day on which the CNIL's silence became a
// rejection; ok is false when it has not, or when later news undid it.
func (h *handling) impliedRejection(today Date) (on Date, ok bool) {
	if h.matter.Authority != CNIL || h.stage != filed || len(h.news) > 0 {
		return Date{}, false
	}
	received, _ := h.receipt()
	on = addMonths(received, silenceMonths)
	return on, !today.Before(on)
}

// appeal returns the last safe day to go to the Conseil d'État, against a
// decision of the CNIL or against its silence; after a complaint was filed anew,
// against the decision that found the first one inadmissible, while it lasts.
func (h *handling) appeal(today Date) (Deadline, bool) {
	if h.matter.Authority != CNIL {
		return Deadline{}, false
	}
	switch h.end.Kind {
	case Decided, Rejected, Inadmissible:
		return appealAgainst(h.end), true
	}
	on, ok := h.impliedRejection(today)
	if !ok {
		if h.refused.On.IsZero() {
			return Deadline{}, false
		}
		d := appealAgainst(h.refused)
		return d, !today.After(d.On)
	}
	decree := Article{Decree2019, "10"}
	start, first := h.start(decree)
	steps := []Step{first, {On: on, Rule: RuleImpliedRejection, Article: decree}}
	return appealFrom(start, steps, Article{CJA, "R421-2"}), true
}

// appealAgainst counts from the day on which a decision was known.
func appealAgainst(decision Event) Deadline {
	article := Article{CJA, "R421-1"}
	known := Step{On: decision.On, Rule: RuleDecisionKnown, Article: article}
	return appealFrom(Start{Kind: decision.Kind, On: decision.On}, []Step{known}, article)
}

// appealFrom counts two months from the last of steps.
func appealFrom(start Start, steps []Step, article Article) Deadline {
	on := addMonths(steps[len(steps)-1].On, appealMonths)
	return Deadline{
		Kind: AppealBy, On: on, Article: article, Start: start,
		Steps:   append(steps, Step{On: on, Rule: RuleTwoMonthsAppeal, Article: article}),
		MovedBy: []EventKind{Progress},
	}
}
