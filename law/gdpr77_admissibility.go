package law

import "slices"

// Whether a complaint can be taken up. GDPR article 77 opens it to everybody;
// the CNIL asks to have written to the controller first where a right was not
// honoured, and to come back after one month without an answer or earlier after
// a bad one ("adresser une plainte"). Regulation (EU) 2025/2518, article 4(1),
// lists from 2 April 2027 all that may be required: reg2025_2518.go.
//
// A day that is too early is the controller's best defence, so a ground about
// a request is ripe from the cautious day on (state_deadlines.go), or from the
// day of a refusal or of an incomplete answer.

// Filing is what is known of a complaint before it is filed.
type Filing struct {
	Authority   AuthorityID
	CrossBorder bool // the controller's lead authority is another one

	Named      bool // the person has a name
	Reachable  bool // and an address, an e-mail address or a telephone number
	Controller bool // somebody is complained of
	FactsTold  bool // a story, or a joining day with what was given

	ActsFor         Capacity
	HasMandate      bool // dated, or among the exhibits
	MandateEnclosed bool // among the exhibits
	HasConstitution bool // the association's, among the exhibits
	BornOn          Date // of the data subject; zero when not told

	// Grounds is nil when none was ever chosen: those that the facts support
	// and that are ripe are then taken. An empty list means none.
	Grounds []Ground
	// Supported are the grounds without a request that the answers support.
	Supported []Ground
	// Bare are the grounds without a request for which nothing was told.
	Bare     []Ground
	Requests []Asked

	DisclosureAnswered bool // may the controller be told who complains?
	DisclosureRefused  bool
	Exhibits           int
	UnpaidReward       bool // for the consumer road
	ImageUsed          bool // a photo, a likeness or a voice is at stake
	ClaimsMoney        bool // damages are asked for in the person's words
	Blanks             bool // a text still holds a blank to fill in
}

// Capacity says for whom a representative acts. Its values are those of the
// portable dossier; empty means that the person complains alone.
type Capacity string

// The capacities.
const (
	Self          Capacity = ""
	ParentalPower Capacity = "holder_of_parental_responsibility"
	Agent         Capacity = "agent"
	Association   Capacity = "association"
)

// Obstacle is why a complaint, or one of its grounds, is refused. Its words
// are "obstacle.<obstacle>", and "obstacle.<obstacle>.way_out" for what to do.
type Obstacle string

// The obstacles.
const (
	NoGround          Obstacle = "no_ground"
	NoName            Obstacle = "no_name"
	NoContact         Obstacle = "no_contact"
	NoController      Obstacle = "no_controller"
	NoFacts           Obstacle = "no_facts"
	NoMandate         Obstacle = "no_mandate"
	NoConstitution    Obstacle = "no_constitution"
	ParentalPowerOver Obstacle = "parental_power_over" // the child came of age
	ControllerFirst   Obstacle = "controller_first"    // the ICO wants that step
	BlankLeft         Obstacle = "blank_left"
	NoRequestSent     Obstacle = "no_request_sent"
	NotDelivered      Obstacle = "not_delivered"
	TooEarly          Obstacle = "too_early"
	Waited            Obstacle = "suspended" // the controller waits for the person: no day
	AlreadyAnswered   Obstacle = "already_answered"
	NothingRecorded   Obstacle = "nothing_recorded" // no event shows it
)

// Obstacles lists every obstacle once.
var Obstacles = []Obstacle{
	NoGround, NoName, NoContact, NoController, NoFacts, NoMandate, NoConstitution, ParentalPowerOver, ControllerFirst, BlankLeft,
	NoRequestSent, NotDelivered, TooEarly, Waited, AlreadyAnswered, NothingRecorded,
}

// Objected is one obstacle, with the ground it stands against and its day where
// there is one.
type Objected struct {
	Obstacle Obstacle
	Ground   Ground // empty when it stands against the whole complaint
	On       Date   // for TooEarly the first day; for ParentalPowerOver the majority
	Request  string // the request that comes nearest; empty when there is none
}

// Caution is something to know before filing, which keeps nobody from filing.
// Its words are "caution.<caution>".
type Caution string

// The cautions.
const (
	NoProofOfSending    Caution = "no_proof_of_sending"
	NoProofOfReceipt    Caution = "no_proof_of_receipt"
	ReplyNotEnclosed    Caution = "reply_not_enclosed"
	DisclosureOpen      Caution = "disclosure_open"
	DisclosureRefused   Caution = "disclosure_refused"
	MandateNotEnclosed  Caution = "mandate_not_enclosed" // it is dated, and nobody can see it
	NoExhibit           Caution = "no_exhibit"
	GroundWithoutFact   Caution = "ground_without_fact"
	RewardNotHeard      Caution = "reward_not_heard"
	ImageNotHeard       Caution = "image_not_heard"
	DamagesNotHeard     Caution = "damages_not_heard"
	MinorAlone          Caution = "minor_alone"
	MinorErasureAlone   Caution = "minor_erasure_alone"
	AcknowledgementOpen Caution = "acknowledgement_open" // UK: the controller's 30 days run
	LateForICO          Caution = "late_for_ico"
)

// Cautions lists every caution once.
var Cautions = []Caution{
	MandateNotEnclosed, NoProofOfSending, NoProofOfReceipt, ReplyNotEnclosed, DisclosureOpen, DisclosureRefused, NoExhibit, GroundWithoutFact, RewardNotHeard, ImageNotHeard,
	DamagesNotHeard, MinorAlone, MinorErasureAlone, AcknowledgementOpen, LateForICO,
}

// Cautioned is one caution and the request, the ground or the day it is about,
// if any.
type Cautioned struct {
	Caution Caution
	Request string
	Ground  Ground
	On      Date
}

// Ripe is a ground on which the complaint may rest today.
type Ripe struct {
	Ground   Ground
	Since    Date     // zero for a ground that needs no request
	Requests []string // those that support it, in their order
}

// Readiness is what Admissible finds. The complaint may be filed when
// there is no refusal.
type Readiness struct {
	Ripe     []Ripe
	Taken    bool // the grounds were taken from the facts, not chosen
	Refusals []Objected
	Cautions []Cautioned
	Items    []ComplaintItem // what Regulation 2025/2518 requires that day; nil before it applies
}

// OK reports whether the complaint may be filed.
func (a Readiness) OK() bool { return len(a.Refusals) == 0 }

// Grounds lists the grounds that are ripe.
func (a Readiness) Grounds() []Ground {
	var grounds []Ground
	for _, r := range a.Ripe {
		grounds = append(grounds, r.Ground)
	}
	return grounds
}

// Admissible says whether a complaint may be filed today, and what keeps it
// from being filed or should be known before. One ground that is not ripe
// refuses the whole: none is dropped in silence.
func Admissible(s Filing, today Date) Readiness {
	a := Readiness{Taken: s.Grounds == nil}
	if s.CrossBorder {
		a.Items = ItemsRequired(today, s.ActsFor == Association)
	}
	a.judgePerson(s, today)
	if a.Taken {
		a.takeGrounds(s, today)
	} else {
		a.judgeGrounds(s, today)
	}
	a.judgeControllerFirst(s, today)
	a.warn(s, today)
	return a
}

func (a *Readiness) refuse(o Obstacle) { a.Refusals = append(a.Refusals, Objected{Obstacle: o}) }

// judgePerson looks at who complains of whom, and why.
func (a *Readiness) judgePerson(s Filing, today Date) {
	if !s.Named {
		a.refuse(NoName)
	}
	if !s.Reachable {
		a.refuse(NoContact)
	}
	if !s.Controller {
		a.refuse(NoController)
	}
	if !s.FactsTold {
		a.refuse(NoFacts)
	}
	if s.Blanks {
		a.refuse(BlankLeft)
	}
	switch s.ActsFor {
	case Agent, Association:
		if !s.HasMandate {
			a.refuse(NoMandate)
		}
	case ParentalPower:
		if on := majority(s.BornOn); !on.IsZero() && !today.Before(on) && !s.HasMandate {
			a.Refusals = append(a.Refusals, Objected{Obstacle: ParentalPowerOver, On: on})
		}
	}
	if slices.Contains(a.Items, ItemBody) && !s.HasConstitution {
		a.refuse(NoConstitution)
	}
}

const majorityYears = 18

// majority is the day on which somebody born on a day comes of age; zero when
// the day is not told.
func majority(born Date) Date {
	if born.IsZero() {
		return Date{}
	}
	return addMonths(born, 12*majorityYears)
}

// judgeGrounds holds each chosen ground against the facts.
func (a *Readiness) judgeGrounds(s Filing, today Date) {
	for _, g := range InOrder(s.Grounds) {
		ripe, obstacle := judge(g, s.Requests, today)
		if obstacle.Obstacle != "" {
			a.Refusals = append(a.Refusals, obstacle)
			continue
		}
		a.Ripe = append(a.Ripe, ripe)
	}
	if len(InOrder(s.Grounds)) == 0 {
		a.refuse(NoGround)
	}
}

// takeGrounds takes the ripe grounds that events and answers support. An
// identity check is not excessive by itself: that is for the person to say.
// When there is no ground, what will be ripe later is named with its day.
func (a *Readiness) takeGrounds(s Filing, today Date) {
	var later []Objected
	for _, g := range Grounds {
		if !g.NeedsRequest() {
			if slices.Contains(s.Supported, g) {
				a.Ripe = append(a.Ripe, Ripe{Ground: g})
			}
			continue
		}
		ripe, obstacle := judge(g, s.Requests, today)
		switch {
		case obstacle.Obstacle == "" && g != GroundIdentityCheck:
			a.Ripe = append(a.Ripe, ripe)
		case g == GroundNoAnswer && (obstacle.Obstacle == TooEarly || obstacle.Obstacle == Waited):
			later = append(later, obstacle)
		}
	}
	if len(a.Ripe) == 0 {
		a.refuse(NoGround)
		a.Refusals = append(a.Refusals, later...)
	}
}

// judgeControllerFirst asks for the complaint to the controller where the
// authority's law wants it (Data Protection Act 2018, section 164A).
func (a *Readiness) judgeControllerFirst(s Filing, today Date) {
	authority, known := AuthorityByID(s.Authority)
	if !known || authority.ControllerFirst.IsZero() || today.Before(authority.ControllerFirst) {
		return
	}
	for _, r := range s.Requests {
		if _, o := r.after(ReminderSent); o == "" {
			return
		}
	}
	a.refuse(ControllerFirst)
}
