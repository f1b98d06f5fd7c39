package law

import (
	"errors"
	"slices"
)

// GDPR article 12(3): the controller informs the person of what was done
// "without undue delay and in any event within one month of receipt of the
// request". That period may be extended by two further months for complexity
// or number of requests; the person is told of the extension, and of its
// reasons, within the first month. Counting: reg1182_counting.go. Suspension:
// art12_suspension.go.
//
// Three months run from receipt: they are not chained to the rolled first
// date. An extension announced late or without reasons changes nothing.

// gdprApplies is the first day of the GDPR (article 99(2)).
var gdprApplies = MustDate("2018-05-25")

// Count is what the days of an answer are counted from.
type Count struct {
	Received   Date
	Estimated  bool // Received follows a convention
	Controller *Calendar
	Person     *Calendar
	Regime     Regime
	Waits      []Wait // in the order in which they were asked
	Extension  Extension
}

// Extension is the announcement of a longer time limit. The zero Extension is
// none.
type Extension struct {
	Announced Date
	// Unreasoned means that the announcement gave no reason.
	Unreasoned bool
}

// Answer is when an answer is due, and the proof. A zero Date does not apply.
type Answer struct {
	RawOn          Date // receipt + one month, clamped, not rolled
	FirstOn        Date // RawOn rolled: the last day to suspend the count
	DueOn          Date // zero while suspended
	LatestOn       Date // by the other reading of a suspension, when later than DueOn
	ExtendedOn     Date // when an extension counts
	ComplainFromOn Date // the first day when nobody can argue that it is too early
	DaysWaited     int  // days during which the controller waited for the person
	Suspended      bool // the controller is still waiting
	Steps          []Step
	Warnings       []Warning

	answerSteps, latestSteps int // how many of Steps lead to the answer's days
}

// OperativeOn is the day the answer is due: the extended one when an extension
// counts. It is zero while suspended.
func (a Answer) OperativeOn() Date { return Later(a.DueOn, a.ExtendedOn) }

// Errors of a Count that cannot be.
var (
	ErrGivenWithoutAsked = errors.New("law: given without having been asked")
	ErrGivenBeforeAsked  = errors.New("law: given before it was asked")
	ErrBeforeReceipt     = errors.New("law: before the request was received")
)

// CountAnswer counts when an answer is due. It returns ErrGivenWithoutAsked,
// ErrGivenBeforeAsked or ErrBeforeReceipt for days in an impossible order,
// ErrNoSuchDay when there is no day of receipt, and ErrTooFar.
func CountAnswer(c Count) (Answer, error) {
	if err := c.check(); err != nil {
		return Answer{}, err
	}
	a := count(c)
	for _, d := range []Date{a.RawOn, a.DueOn, a.ExtendedOn, a.ComplainFromOn} {
		if !d.IsZero() && !d.Valid() {
			return Answer{}, ErrTooFar
		}
	}
	return a, nil
}

func (c Count) check() error {
	if !c.Received.Valid() {
		return ErrNoSuchDay
	}
	if e := c.Extension.Announced; !e.IsZero() && e.Before(c.Received) {
		return ErrBeforeReceipt
	}
	for _, w := range c.Waits {
		switch {
		case w.Asked.IsZero():
			return ErrGivenWithoutAsked
		case w.Asked.Before(c.Received):
			return ErrBeforeReceipt
		case w.open():
		case w.Given.Before(w.Asked):
			return ErrGivenBeforeAsked
		}
	}
	return nil
}

// a counting is a Count on its way to an Answer.
type counting struct {
	Count
	Answer
	trail trail
}

const usualSteps = 16

// count is CountAnswer for a Count whose order is known to be possible.
func count(c Count) Answer {
	n := &counting{Count: c, trail: make(trail, 0, usualSteps)}
	n.month()
	if n.wait(); n.Suspended {
		n.extend()
		n.suspend()
	} else {
		n.rollDue()
		n.extend()
		n.answerSteps = len(n.trail)
		n.restart()
		n.latestSteps = len(n.trail)
		n.complain()
	}
	n.Answer.Warnings = append(n.Answer.Warnings, c.warnings()...)
	n.Answer.Steps = n.trail
	return n.Answer
}

func (n *counting) month() {
	rule := RuleReceipt
	if n.Estimated {
		rule = RuleReceiptEstimated
	}
	n.trail.add(n.Received, rule, n.receiptArticle())
	n.RawOn = addMonths(n.Received, 1)
	if n.RawOn.Day == n.Received.Day {
		n.trail.add(n.RawOn, RuleOneMonth, n.Regime.gdpr("12(3)"))
	} else {
		n.trail.add(n.RawOn, RuleOneMonthClamped, n.Regime.guidance("§160"))
	}
	n.FirstOn = n.Controller.Roll(n.RawOn)
}

func (c Count) receiptArticle() Article {
	if c.Estimated {
		return Article{} // a convention of ours: no text says it
	}
	return c.Regime.guidance("§§52-56")
}

// rollDue ends the month, and the days waited, on a working day.
func (n *counting) rollDue() {
	n.DueOn = n.trail.roll(n.Controller, n.RawOn.AddDays(n.DaysWaited), n.Regime.rolling())
	n.trail.add(n.DueOn, RuleDue, n.Regime.gdpr("12(3)"))
}

// extend counts three months from receipt, when the extension was announced by
// DueOn and with reasons. While suspended no day can be told.
func (n *counting) extend() {
	e := n.Extension
	article := n.Regime.gdpr("12(3)")
	switch {
	case e.Announced.IsZero():
	case e.Unreasoned:
		n.trail.add(e.Announced, RuleExtensionUnreasoned, article)
		n.warn(WarnExtensionUnreasoned, e.Announced)
	case n.Suspended:
		n.trail.add(e.Announced, RuleExtended, article)
	case e.Announced.After(n.DueOn):
		n.trail.add(e.Announced, RuleExtensionLate, article)
		n.warn(WarnExtensionLate, e.Announced)
	default:
		n.trail.add(e.Announced, RuleExtended, article)
		end := addMonths(n.Received, 3).AddDays(n.DaysWaited)
		n.trail.add(end, RuleThreeMonths, article)
		n.ExtendedOn = n.trail.roll(n.Controller, end, n.Regime.rolling())
		n.trail.add(n.ExtendedOn, RuleExtendedDue, article)
	}
}

// complain finds the cautious date: a working day in both the controller's and
// the person's country, so that nobody can argue that the time limit had not
// passed, and then the day after.
func (n *counting) complain() {
	end := Later(n.OperativeOn(), n.LatestOn)
	cautious := n.trail.rollBoth(n.Controller, n.Person, end, Article{})
	n.trail.add(cautious, RuleCautious, Article{})
	n.ComplainFromOn = cautious.AddDays(1)
	n.trail.add(n.ComplainFromOn, RuleComplainFrom, n.Regime.complaining())
}

func (n *counting) warn(code WarningCode, on Date) {
	n.Answer.Warnings = append(n.Answer.Warnings, Warning{Code: code, On: on})
}

// warnings tells how far the count can be relied on.
func (c Count) warnings() []Warning {
	var all []Warning
	if c.Estimated {
		all = append(all, Warning{Code: WarnReceiptEstimated, On: c.Received})
	}
	if c.Received.Before(gdprApplies) {
		all = append(all, Warning{Code: WarnBeforeGDPR, On: gdprApplies})
	}
	if c.Regime == UK {
		all = append(all, Warning{Code: WarnCompanyFirst, On: controllerFirstApplies})
	}
	for _, cal := range []*Calendar{c.Controller, c.Person} {
		if w, ok := cal.warning(); ok && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

func (c *Calendar) warning() (w Warning, ok bool) {
	switch {
	case c.Country == "":
		return Warning{Code: WarnCountryMissing}, true
	case c.Standing == ToBeChecked:
		return Warning{Code: WarnCalendarToCheck, Country: c.Country}, true
	case c.Standing == WeekendsOnly:
		return Warning{Code: WarnWeekendsOnly, Country: c.Country}, true
	}
	return Warning{}, false
}
