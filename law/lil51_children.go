package law

// Loi 78-17, article 51, II (in force since 1 June 2019): data collected
// online when the person was a minor are erased as soon as possible; when the
// controller did not do it, or did not answer, within one month, the CNIL
// decides within three weeks of receiving the complaint. The day is not
// rolled.

const childDecisionDays = 3 * 7

// childDecision returns the day by which the CNIL decides on a minor's data;
// ok is false for another authority or when no minor's data are at stake.
func (h *handling) childDecision() (d Deadline, ok bool) {
	if h.matter.Authority != CNIL || !h.matter.ChildData {
		return Deadline{}, false
	}
	article := Article{LIL, "51"}
	start, first := h.start(article)
	on := first.On.AddDays(childDecisionDays)
	return Deadline{
		Kind: ChildDecision, On: on, Article: article, Start: start,
		Steps: []Step{first, {On: on, Rule: RuleThreeWeeks, Article: article}},
	}, true
}
