package law

// Code civil, article 2224: personal actions are barred five years after the
// day on which the holder of a right knew, or should have known, the facts
// that allow it to be used. Article 2241: only a court action interrupts it;
// a complaint to the CNIL does not. The day is not rolled.

const limitationYears = 5

// ClaimLimit returns the last day of a claim for damages (GDPR 82) before a
// French court, when the person knew the facts on a day.
func ClaimLimit(knownOn Date) Deadline {
	article := Article{CivilCode, "2224"}
	on := addMonths(knownOn, 12*limitationYears)
	return Deadline{
		Kind: ClaimBy, On: on, Article: article, Start: Start{On: knownOn},
		Steps: []Step{{On: knownOn, Rule: RuleKnown, Article: article}, {On: on, Rule: RuleFiveYears, Article: article}},
	}
}
