package law

// DeadlineKind names what a day is for. Its words are "deadline.<kind>".
type DeadlineKind string

// The days that a dossier lives by.
const (
	AnswerDue      DeadlineKind = "answer"          // the controller answers
	AnswerLatest   DeadlineKind = "answer_latest"   // by the other reading of a suspension
	ComplainFrom   DeadlineKind = "complain_from"   // from then on complaining is not too early
	Acknowledgment DeadlineKind = "acknowledgement" // UK: the controller acknowledges a complaint
	ComplainBy     DeadlineKind = "complain_by"     // UK: the ICO wants it by then
	AuthorityNews  DeadlineKind = "authority_news"  // the authority tells how far it is
	AppealBy       DeadlineKind = "appeal_by"       // last safe day to go to court
	ChildDecision  DeadlineKind = "child_decision"  // the CNIL decides, data of a minor
	Admissibility  DeadlineKind = "admissibility"   // the authority says whether it is complete
	Transmission   DeadlineKind = "transmission"    // the authority passes it to the lead
	ClaimBy        DeadlineKind = "claim_by"        // the claim for damages is barred after
)

// DeadlineKinds lists every kind once.
var DeadlineKinds = []DeadlineKind{
	AnswerDue, AnswerLatest, ComplainFrom, Acknowledgment, ComplainBy,
	AuthorityNews, AppealBy, ChildDecision, Admissibility, Transmission, ClaimBy,
}

// Binding reports whether the day can be missed. ComplainFrom cannot: it opens
// a door.
func (k DeadlineKind) Binding() bool { return k != ComplainFrom }

// Start is the event from which a deadline counts.
type Start struct {
	Kind      EventKind
	On        Date
	Estimated bool // the day follows a convention
}

// Deadline is a day with its proof.
type Deadline struct {
	Kind     DeadlineKind
	On       Date
	Article  Article
	Start    Start
	Steps    []Step
	Moves    []Move      // in the order of entry
	MovedBy  []EventKind // what would change it
	ClosedOn Date        // zero while open
}

// Open reports whether no event closed the deadline yet.
func (d Deadline) Open() bool { return d.ClosedOn.IsZero() }

// Skipped returns the steps that are days which are not working days.
func (d Deadline) Skipped() []Step {
	var skipped []Step
	for _, s := range d.Steps {
		if s.Skipped() {
			skipped = append(skipped, s)
		}
	}
	return skipped
}

// Urgency says how near a day is. Its words are "urgency.<urgency>".
type Urgency string

// The urgencies.
const (
	UrgencyClosed  Urgency = "closed"
	UrgencyAhead   Urgency = "ahead" // more than seven days away
	UrgencySoon    Urgency = "soon"  // within seven days
	UrgencyToday   Urgency = "today"
	UrgencyLate    Urgency = "late"
	UrgencyReached Urgency = "reached" // the door is open
)

// Urgencies lists every urgency once.
var Urgencies = []Urgency{UrgencyClosed, UrgencyAhead, UrgencySoon, UrgencyToday, UrgencyLate, UrgencyReached}

const soonDays = 7

// Urgency tells how near d is on a day.
func (d Deadline) Urgency(today Date) Urgency {
	left := today.DaysUntil(d.On)
	switch {
	case !d.Open():
		return UrgencyClosed
	case left > soonDays:
		return UrgencyAhead
	case left > 0:
		return UrgencySoon
	case !d.Kind.Binding():
		return UrgencyReached
	case left == 0:
		return UrgencyToday
	}
	return UrgencyLate
}

// NextDue returns the earliest day that can be missed and that no event
// closed yet, past or not; the zero Date when there is none. It is what a case
// caches as next_due_on: it changes with events, not with the day one looks.
func NextDue(lists ...[]Deadline) Date {
	var next Date
	for _, list := range lists {
		for _, d := range list {
			if d.Open() && d.Kind.Binding() && (next.IsZero() || d.On.Before(next)) {
				next = d.On
			}
		}
	}
	return next
}
