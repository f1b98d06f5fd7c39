package law

// Regulation (EU) 2025/2518, on the enforcement of the GDPR across borders,
// applies from 2 April 2027. Article 4(1) lists all that a cross-border
// complaint needs to be admissible; nothing more may be required. Article
// 4(2): an incomplete one is declared inadmissible within two weeks, with
// reasons. It is passed to the presumed lead authority within six weeks.
// Counted like other Union periods, on the authority's calendar.
//
// Not modelled: the targets of 12 and 15 months for the lead's decision, whose
// start is not known to us.

// Reg2518Applies is the first day of Regulation (EU) 2025/2518.
var Reg2518Applies = MustDate("2027-04-02")

// ComplaintItem is one thing that an admissible cross-border complaint holds.
// Its words are "complaint_item.<item>".
type ComplaintItem string

// The items of article 4(1).
const (
	ItemPerson       ComplaintItem = "person"       // (a) name and contact details
	ItemBody         ComplaintItem = "body"         // (b) proof of an association's constitution
	ItemMandate      ComplaintItem = "mandate"      // (c) its details and mandate
	ItemController   ComplaintItem = "controller"   // (d) what helps to identify it
	ItemInfringement ComplaintItem = "infringement" // (e) what is complained of
)

// ComplaintItems lists every item once, in the order of article 4(1).
var ComplaintItems = []ComplaintItem{ItemPerson, ItemBody, ItemMandate, ItemController, ItemInfringement}

// ItemsRequired returns what a cross-border complaint must hold to be
// admissible on a day, an association acting for the person or not. Before the
// Regulation applied it returns nothing: national practice decides.
func ItemsRequired(on Date, byAssociation bool) []ComplaintItem {
	switch {
	case on.Before(Reg2518Applies):
		return nil
	case byAssociation:
		return ComplaintItems
	}
	return []ComplaintItem{ItemPerson, ItemController, ItemInfringement}
}

const (
	admissibilityDays = 2 * 7
	transmissionDays  = 6 * 7
)

// reg2518 returns the authority's days for a cross-border complaint received
// since the Regulation applies.
func (h *handling) reg2518() []Deadline {
	received, _ := h.receipt()
	authority, known := AuthorityByID(h.matter.Authority)
	if !h.matter.CrossBorder || received.Before(Reg2518Applies) || !known || RegimeIn(authority.Country) == UK {
		return nil
	}
	calendar := calendarOrWeekends(Place{Country: authority.Country})
	admissible := h.weeks(Admissibility, admissibilityDays, RuleTwoWeeks, calendar)
	passed := h.weeks(Transmission, transmissionDays, RuleSixWeeks, calendar)
	passed.ClosedOn = h.transferred
	return []Deadline{admissible, passed}
}

func (h *handling) weeks(kind DeadlineKind, days int, rule Rule, c *Calendar) Deadline {
	article := Article{Reg2518, "4"}
	start, first := h.start(article)
	steps := trail{first}
	end := first.On.AddDays(days)
	steps.add(end, rule, article)
	on := steps.roll(c, end, Article{Reg1182, "3(4)"})
	return Deadline{Kind: kind, On: on, Article: article, Start: start, Steps: steps}
}
