package law

// Suspension. EDPB Guidelines 01/2022, §159: the period may be suspended when
// the controller needs more information to identify the person (GDPR 12(6)) or
// asks which data are meant (recital 63), if it asks without undue delay. UK:
// since 5 February 2026, article 12A of the UK GDPR says so.
//
// No text says whether the count resumes or restarts. We count that it resumes
// (the days waited are added) and show the later reading, one month from the
// day the person answered, as "at the latest". Asked after the first deadline,
// nothing is suspended.

// ukPauseApplies is the first day of article 12A of the UK GDPR.
var ukPauseApplies = MustDate("2026-02-05")

// WaitKind is what the controller waits for.
type WaitKind string

// What a controller may wait for.
const (
	ForIdentity      WaitKind = "identity"
	ForClarification WaitKind = "clarification"
)

// Wait is a time during which the controller waits for the person. Given is
// zero while it lasts.
type Wait struct {
	For          WaitKind
	Asked, Given Date
}

func (w Wait) open() bool { return w.Given.IsZero() }

func (w Wait) rules() (asked, given Rule) {
	if w.For == ForClarification {
		return RuleClarificationAsked, RuleClarificationGiven
	}
	return RuleIdentityAsked, RuleIdentityGiven
}

func (c Count) waitArticle(w Wait) Article {
	switch {
	case c.Regime == UK && !w.Asked.Before(ukPauseApplies):
		return Article{UKGDPR, "12A"}
	case w.For == ForIdentity:
		return c.Regime.gdpr("12(6)")
	}
	return c.Regime.guidance("§159")
}

// wait adds up the days waited, each day once even when an identity check and
// a clarification overlap, and finds out whether one still lasts.
func (n *counting) wait() {
	counted := Date{} // days up to here are counted
	for _, w := range n.Waits {
		askedRule, givenRule := w.rules()
		if w.Asked.After(n.FirstOn) {
			n.trail.add(w.Asked, RuleAskedLate, n.waitArticle(w))
			n.warn(WarnAskedLate, w.Asked)
			continue
		}
		n.trail.add(w.Asked, askedRule, n.waitArticle(w))
		if w.open() {
			n.Suspended = true
			continue
		}
		days := max(0, Later(w.Asked, counted).DaysUntil(w.Given))
		counted = Later(counted, w.Given)
		n.DaysWaited += days
		n.trail = append(n.trail, Step{On: w.Given, Rule: givenRule, Article: n.waitArticle(w), Days: days})
	}
	if n.DaysWaited > 0 && !n.Suspended {
		n.trail = append(n.trail, Step{On: n.RawOn.AddDays(n.DaysWaited), Rule: RuleWaited, Article: n.Regime.guidance("§159"), Days: n.DaysWaited})
	}
}

// suspend writes down, last, the day since which no day can be told.
func (n *counting) suspend() {
	for _, w := range n.Waits {
		if w.open() && !w.Asked.After(n.FirstOn) {
			n.trail.add(w.Asked, RuleSuspended, n.waitArticle(w))
			return
		}
	}
}

// restart counts the other reading: one month from the last answer given.
func (n *counting) restart() {
	given := Date{}
	for _, w := range n.Waits {
		if !w.Asked.After(n.FirstOn) {
			given = Later(given, w.Given)
		}
	}
	if given.IsZero() {
		return
	}
	month := addMonths(given, 1)
	latest := n.Controller.Roll(month)
	if !latest.After(n.DueOn) {
		return
	}
	n.trail.add(month, RuleRestarted, n.Regime.guidance("§159"))
	n.LatestOn = n.trail.roll(n.Controller, month, n.Regime.rolling())
	n.trail.add(n.LatestOn, RuleDueLatest, n.Regime.gdpr("12(3)"))
}
