package law

import "slices"

// deadlines builds the days that a request lives by, each with its proof.
func (d derivation) deadlines(p *progress, s State) []Deadline {
	var list []Deadline
	if s.Answer != nil {
		list = append(list, d.answerDeadlines(p, s)...)
	}
	list = append(list, d.complainFrom(p, s)...)
	return append(list, d.ukDeadlines(p, s)...)
}

// answerDeadlines returns the day of the answer and, when the other reading of
// a suspension is later, that day too. There is none while suspended.
func (d derivation) answerDeadlines(p *progress, s State) []Deadline {
	a := s.Answer
	if a.Suspended {
		return nil
	}
	due := Deadline{
		Kind: AnswerDue, On: a.OperativeOn(), Article: RegimeIn(d.matter.Country).gdpr("12(3)"),
		Start:    Start{Received, s.ReceivedOn, s.ReceiptEstimated},
		Steps:    a.Steps[:a.answerSteps],
		MovedBy:  d.movers(s),
		ClosedOn: p.repliedOn(),
	}
	if !a.LatestOn.After(due.On) {
		return []Deadline{due}
	}
	latest := due
	latest.Kind, latest.On, latest.Steps = AnswerLatest, a.LatestOn, a.Steps[:a.latestSteps]
	return []Deadline{due, latest}
}

// repliedOn returns the day on which the wait ended; zero while something is
// still owed.
func (p *progress) repliedOn() Date {
	if p.stage == replied || p.stage == ended {
		return p.last.On
	}
	return Date{}
}

// movers returns the events that may still move the day of the answer.
func (d derivation) movers(s State) []EventKind {
	return slices.DeleteFunc(slices.Clone(s.Next), func(k EventKind) bool {
		switch k {
		case Received, Bounced, Returned:
			return false
		case IdentityAsked, ClarificationAsked:
			return d.today.After(s.Answer.FirstOn)
		case Extended:
			return d.today.After(s.Answer.DueOn)
		}
		return true
	})
}

// complainFrom returns the first day for complaining: the cautious date and one
// day, or at once after a refusal or an incomplete answer (CNIL, "adresser une
// plainte"; GDPR 12(4)). A request answered in full and in time has none.
func (d derivation) complainFrom(p *progress, s State) []Deadline {
	regime := RegimeIn(d.matter.Country)
	from := Deadline{Kind: ComplainFrom, Article: regime.complaining()}
	if s.Answer != nil && !s.Answer.Suspended {
		from.On, from.Steps = s.Answer.ComplainFromOn, s.Answer.Steps
		from.Start = Start{Received, s.ReceivedOn, s.ReceiptEstimated}
	}
	if rule, early := early(p.last.Kind); early && (from.On.IsZero() || p.last.On.Before(from.On)) {
		from.On, from.Start = p.last.On, Start{Kind: p.last.Kind, On: p.last.On}
		from.Steps = []Step{{On: p.last.On, Rule: rule, Article: regime.gdpr("12(4)")}}
	}
	if p.stage == ended && !p.answeredLate(s) {
		from.ClosedOn = p.last.On
	}
	if from.On.IsZero() {
		return nil
	}
	return []Deadline{from}
}

// closedByComplaint closes the days that are for complaining. The answer stays
// owed.
func closedByComplaint(list []Deadline, filed Date) []Deadline {
	for i, d := range list {
		if d.Open() && (d.Kind == ComplainFrom || d.Kind == ComplainBy) {
			list[i].ClosedOn = filed
		}
	}
	return list
}

// early reports whether a reply lets the person complain at once.
func early(k EventKind) (Rule, bool) {
	switch k {
	case Refused:
		return RuleRefusal, true
	case PartialReply:
		return RuleIncomplete, true
	}
	return "", false
}
