package law

// Rule names one step of a count. Its words are "step.<rule>".
type Rule string

// The steps that a date can be made of.
const (
	// GDPR 12(3): the month.
	RuleReceipt          Rule = "receipt"
	RuleReceiptEstimated Rule = "receipt_estimated"
	RuleOneMonth         Rule = "one_month"
	RuleOneMonthClamped  Rule = "one_month_clamped"
	RuleSkippedWeekend   Rule = "skipped_weekend"
	RuleSkippedHoliday   Rule = "skipped_holiday"
	RuleDue              Rule = "due"
	// Suspension.
	RuleIdentityAsked      Rule = "identity_asked"
	RuleIdentityGiven      Rule = "identity_given"
	RuleClarificationAsked Rule = "clarification_asked"
	RuleClarificationGiven Rule = "clarification_given"
	RuleAskedLate          Rule = "asked_late"
	RuleWaited             Rule = "waited"
	RuleSuspended          Rule = "suspended"
	RuleRestarted          Rule = "restarted"
	RuleDueLatest          Rule = "due_latest"
	// Extension.
	RuleExtended            Rule = "extended"
	RuleExtensionLate       Rule = "extension_late"
	RuleExtensionUnreasoned Rule = "extension_unreasoned"
	RuleThreeMonths         Rule = "three_months"
	RuleExtendedDue         Rule = "extended_due"
	// Complaining.
	RuleCautious     Rule = "cautious"
	RuleComplainFrom Rule = "complain_from"
	RuleRefusal      Rule = "refusal"
	RuleIncomplete   Rule = "incomplete"
	// The authority's clock.
	RuleComplaintReceived  Rule = "complaint_received"
	RuleComplaintEstimated Rule = "complaint_estimated"
	RuleNews               Rule = "news"
	RuleThreeMonthsSilence Rule = "three_months_silence"
	RuleThreeMonthsOurs    Rule = "three_months_ours"
	RuleImpliedRejection   Rule = "implied_rejection"
	RuleDecisionKnown      Rule = "decision_known"
	RuleTwoMonthsAppeal    Rule = "two_months_appeal"
	RuleThreeWeeks         Rule = "three_weeks"
	RuleTwoWeeks           Rule = "two_weeks"
	RuleSixWeeks           Rule = "six_weeks"
	// Others.
	RuleKnown          Rule = "known"
	RuleFiveYears      Rule = "five_years"
	RuleComplainedTo   Rule = "complained_to_controller"
	RuleThirtyDays     Rule = "thirty_days"
	RuleLastContact    Rule = "last_contact"
	RuleThreeMonthsICO Rule = "three_months_ico"
)

// Rules lists every rule once.
var Rules = []Rule{
	RuleReceipt, RuleReceiptEstimated, RuleOneMonth, RuleOneMonthClamped, RuleSkippedWeekend, RuleSkippedHoliday, RuleDue,
	RuleIdentityAsked, RuleIdentityGiven, RuleClarificationAsked, RuleClarificationGiven, RuleAskedLate, RuleWaited,
	RuleSuspended, RuleRestarted, RuleDueLatest,
	RuleExtended, RuleExtensionLate, RuleExtensionUnreasoned, RuleThreeMonths, RuleExtendedDue,
	RuleCautious, RuleComplainFrom, RuleRefusal, RuleIncomplete,
	RuleComplaintReceived, RuleComplaintEstimated, RuleNews, RuleThreeMonthsSilence, RuleThreeMonthsOurs, RuleImpliedRejection,
	RuleDecisionKnown, RuleTwoMonthsAppeal, RuleThreeWeeks, RuleTwoWeeks, RuleSixWeeks,
	RuleKnown, RuleFiveYears, RuleComplainedTo, RuleThirtyDays, RuleLastContact, RuleThreeMonthsICO,
}

// Step is one step of a count: the day it lands on, the rule applied and where
// that rule is written.
type Step struct {
	On      Date
	Rule    Rule
	Article Article
	Days    int     // days waited, for the rules that wait
	Holiday Holiday // for RuleSkippedHoliday
	Country string  // whose calendar skips the day
}

// Skipped reports whether the step is a day that is not a working day.
func (s Step) Skipped() bool {
	return s.Rule == RuleSkippedWeekend || s.Rule == RuleSkippedHoliday
}

// trail is a count being written down.
type trail []Step

func (t *trail) add(on Date, rule Rule, article Article) {
	*t = append(*t, Step{On: on, Rule: rule, Article: article})
}

// roll is Calendar.Roll with each skipped day written down.
func (t *trail) roll(c *Calendar, d Date, article Article) Date {
	for t.skip(c, d, article) {
		d = d.AddDays(1)
	}
	return d
}

// rollBoth is rollBoth with each skipped day written down once, under the
// first calendar in which it is off.
func (t *trail) rollBoth(a, b *Calendar, d Date, article Article) Date {
	for t.skip(a, d, article) || t.skip(b, d, article) {
		d = d.AddDays(1)
	}
	return d
}

// skip writes d down and reports true when c has the day off.
func (t *trail) skip(c *Calendar, d Date, article Article) bool {
	holiday, off := c.Holiday(d)
	switch {
	case off:
		*t = append(*t, Step{On: d, Rule: RuleSkippedHoliday, Article: article, Holiday: holiday, Country: c.Country})
	case isWeekend(d):
		*t = append(*t, Step{On: d, Rule: RuleSkippedWeekend, Article: article, Country: c.Country})
	default:
		return false
	}
	return true
}

// WarningCode names something a person must know about a date. Its words are
// "warning.<code>".
type WarningCode string

// The warnings.
const (
	WarnExtensionLate       WarningCode = "extension_late"
	WarnExtensionUnreasoned WarningCode = "extension_unreasoned"
	WarnAskedLate           WarningCode = "asked_late"
	WarnCalendarToCheck     WarningCode = "calendar_to_check"
	WarnWeekendsOnly        WarningCode = "weekends_only"
	WarnCountryMissing      WarningCode = "country_missing"
	WarnReceiptEstimated    WarningCode = "receipt_estimated"
	WarnBeforeGDPR          WarningCode = "before_gdpr"
	WarnCompanyFirst        WarningCode = "company_first"
)

// WarningCodes lists every warning once.
var WarningCodes = []WarningCode{
	WarnExtensionLate, WarnExtensionUnreasoned, WarnAskedLate, WarnCalendarToCheck, WarnWeekendsOnly,
	WarnCountryMissing, WarnReceiptEstimated, WarnBeforeGDPR, WarnCompanyFirst,
}

// Warning goes with a date; On and Country are set where its words need them.
type Warning struct {
	Code    WarningCode
	On      Date
	Country string
}
