package law

// United Kingdom. Data Protection Act 2018, section 164A, in force since 19
// June 2026: a person complains to the controller first; the controller
// acknowledges within 30 days beginning with the day of receipt and answers
// without undue delay. The ICO wants to hear within three months of the last
// contact with the organisation (its guidance, no legal bar): that day is not
// rolled.
//
// A reminder recorded in a UK dossier is that complaint to the controller.

var controllerFirstApplies = MustDate("2026-06-19")

const acknowledgementDays = 30 // the day of receipt is the first

// AcknowledgementDue returns the day by which a UK controller acknowledges a
// complaint received on a day; ok is false before section 164A applied.
func AcknowledgementDue(received Date) (on Date, ok bool) {
	if received.Before(controllerFirstApplies) {
		return Date{}, false
	}
	return received.AddDays(acknowledgementDays - 1), true
}

// ICOComplaintBy returns the day by which the ICO wants a complaint, after the
// last contact with the organisation.
func ICOComplaintBy(lastContact Date) Date { return addMonths(lastContact, 3) }

func (d derivation) ukDeadlines(p *progress, s State) []Deadline {
	if RegimeIn(d.matter.Country) != UK {
		return nil
	}
	var list []Deadline
	if on, ok := AcknowledgementDue(p.reminded); ok {
		article := Article{DPA2018, "164A"}
		list = append(list, Deadline{
			Kind: Acknowledgment, On: on, Article: article, Start: Start{Kind: ReminderSent, On: p.reminded},
			Steps:    []Step{{On: p.reminded, Rule: RuleComplainedTo, Article: article}, {On: on, Rule: RuleThirtyDays, Article: article, Days: acknowledgementDays}},
			ClosedOn: Later(p.acked, p.repliedOn()),
		})
	}
	if d, ok := p.complainBy(s); ok {
		list = append(list, d)
	}
	return list
}

// complainBy returns the day by which the ICO wants to hear. It depends on the
// events alone, not on the day one looks, so that a cached day stays true. An
// answer that is still awaited comes first.
func (p *progress) complainBy(s State) (Deadline, bool) {
	if s.Answer == nil || p.stage == ended {
		return Deadline{}, false
	}
	on, due := ICOComplaintBy(p.contact), s.Answer.OperativeOn()
	if awaited := p.stage&(travelling|running) != 0; awaited && (due.IsZero() || !on.After(due)) {
		return Deadline{}, false
	}
	article := Article{Source: ICOGuidance}
	return Deadline{
		Kind: ComplainBy, On: on, Article: article, Start: Start{On: p.contact},
		Steps: []Step{{On: p.contact, Rule: RuleLastContact, Article: article}, {On: on, Rule: RuleThreeMonthsICO, Article: article}},
	}, true
}
