package law

import "slices"

// Status is where a request stands today. Its words are "status.<status>".
type Status string

// The statuses of a request.
const (
	StatusDraft       Status = "draft"
	StatusSent        Status = "sent"      // not there yet
	StatusWaiting     Status = "waiting"   // the month runs
	StatusExtended    Status = "extended"  // the longer time limit runs
	StatusSuspended   Status = "suspended" // the controller waits for the person
	StatusOverdue     Status = "overdue"
	StatusPartly      Status = "partly_answered" // the rest is still owed
	StatusReplied     Status = "replied"         // refused, no data held, sent elsewhere
	StatusUndelivered Status = "undelivered"
	StatusClosed      Status = "closed"
)

// Statuses lists every status once.
var Statuses = []Status{
	StatusDraft, StatusSent, StatusWaiting, StatusExtended, StatusSuspended, StatusOverdue,
	StatusPartly, StatusReplied, StatusUndelivered, StatusClosed,
}

// Outcome is how a request ended, or what its last reply was. Its words are
// "outcome.<outcome>".
type Outcome string

// The outcomes of a request.
const (
	OutcomeNone         Outcome = "none"
	OutcomeAnswered     Outcome = "answered"
	OutcomeAnsweredLate Outcome = "answered_late"
	OutcomePartial      Outcome = "partial"
	OutcomeRefused      Outcome = "refused"
	OutcomeNoDataHeld   Outcome = "no_data_held"
	OutcomeRedirected   Outcome = "redirected"
	OutcomeUndelivered  Outcome = "undelivered"
	OutcomeWithdrawn    Outcome = "withdrawn"
)

// Outcomes lists every outcome once.
var Outcomes = []Outcome{
	OutcomeNone, OutcomeAnswered, OutcomeAnsweredLate, OutcomePartial, OutcomeRefused,
	OutcomeNoDataHeld, OutcomeRedirected, OutcomeUndelivered, OutcomeWithdrawn,
}

// NextStep is the one thing to do next. Its words are "next.<step>".
type NextStep string

// The next steps.
const (
	NextSend              NextStep = "send"
	NextSendAgain         NextStep = "send_again"
	NextNoteReceipt       NextStep = "note_receipt"
	NextWait              NextStep = "wait"
	NextWaitToComplain    NextStep = "wait_to_complain" // late and reminded, but not yet late for everybody
	NextAwaitAuthority    NextStep = "await_authority"  // a complaint was filed
	NextRefuseFee         NextStep = "refuse_fee"
	NextGiveIdentity      NextStep = "give_identity"
	NextGiveClarification NextStep = "give_clarification"
	NextRemind            NextStep = "remind"
	NextComplain          NextStep = "complain"
	NextFollowUp          NextStep = "follow_up"
	NextContest           NextStep = "contest"
	NextWriteElsewhere    NextStep = "write_elsewhere"
	NextGoOn              NextStep = "go_on" // the next safe right, or the end
)

// NextSteps lists every next step once.
var NextSteps = []NextStep{
	NextSend, NextSendAgain, NextNoteReceipt, NextWait, NextWaitToComplain, NextAwaitAuthority, NextRefuseFee, NextGiveIdentity, NextGiveClarification,
	NextRemind, NextComplain, NextFollowUp, NextContest, NextWriteElsewhere, NextGoOn,
}

// State is all that follows from a request's events on a day.
type State struct {
	Status           Status
	Outcome          Outcome
	SentOn           Date
	ReceivedOn       Date // recorded, or by convention
	ReceiptEstimated bool
	Answer           *Answer // nil while there is nothing to count
	Deadlines        []Deadline
	Moves            []Move      // in the order of entry, of deadlines that are gone too
	ComplainFrom     Date        // the first day for complaining; zero when there is none yet
	Next             []EventKind // what may be recorded today
	Step             NextStep
	History          []Entry // by day, cancelled events included
}

// Running reports whether the controller's time has not run out yet: a second
// request for the same would be a duplicate.
func (s State) Running() bool {
	switch s.Status {
	case StatusSent, StatusWaiting, StatusExtended, StatusSuspended:
		return true
	}
	return false
}

// Deadline returns the deadline of that kind; ok is false when there is none.
func (s State) Deadline(k DeadlineKind) (d Deadline, ok bool) { return findDeadline(s.Deadlines, k) }

func findDeadline(list []Deadline, k DeadlineKind) (Deadline, bool) {
	i := slices.IndexFunc(list, func(d Deadline) bool { return d.Kind == k })
	if i < 0 {
		return Deadline{}, false
	}
	return list[i], true
}

// StateOf folds a request's events, in the order of their entry, into where it
// stands today. It never fails: events that cannot be are marked in History
// and have no effect, those after today have not happened yet.
func StateOf(m Matter, events []Event, today Date) State {
	d := derivation{m, calendarOrWeekends(m.Controller), calendarOrWeekends(m.Person), today}
	s := d.state(events)
	s.Moves = movesOf(events, s.Deadlines, func(events []Event) []Deadline { return d.state(events).Deadlines })
	addMoves(s.Deadlines, s.Moves)
	return s
}

// a derivation holds what stays the same while a request's events are read.
type derivation struct {
	matter             Matter
	controller, person *Calendar
	today              Date
}

// state is StateOf without the moves of its deadlines.
func (d derivation) state(events []Event) State {
	entries := history(events, d.today)
	p := newProgress(d.matter)
	follow(p, entries)
	s := State{SentOn: p.sent.On, History: entries}
	if c, ok := p.count(d.controller, d.person); ok {
		answer := count(c)
		s.Answer, s.ReceivedOn, s.ReceiptEstimated = &answer, c.Received, c.Estimated
	}
	s.Status, s.Outcome = p.status(s, d.today), p.outcome(s)
	s.Next = offered(p, EventKinds, entries, d.today)
	s.Deadlines = d.deadlines(p, s)
	if from, ok := s.Deadline(ComplainFrom); ok && from.Open() {
		s.ComplainFrom = from.On
	}
	s.Step = p.nextStep(s, d.today)
	if d.complained(s) {
		s.Deadlines = closedByComplaint(s.Deadlines, d.matter.ComplainedOn)
		if s.Step == NextComplain {
			s.Step = NextAwaitAuthority
		}
	}
	return s
}

// complained reports whether a complaint was filed when the request was ripe
// for one; a complaint from before is about something else.
func (d derivation) complained(s State) bool {
	filed := d.matter.ComplainedOn
	return !filed.IsZero() && !s.ComplainFrom.IsZero() && !filed.Before(s.ComplainFrom)
}

func (p *progress) status(s State, today Date) Status {
	switch p.stage {
	case draft:
		return StatusDraft
	case undelivered:
		return StatusUndelivered
	case ended:
		return StatusClosed
	case replied:
		return StatusReplied
	}
	switch {
	case s.Answer.Suspended:
		return StatusSuspended
	case today.After(s.Answer.OperativeOn()):
		return StatusOverdue
	case p.stage == partly:
		return StatusPartly
	case today.Before(s.ReceivedOn):
		return StatusSent
	case !s.Answer.ExtendedOn.IsZero():
		return StatusExtended
	}
	return StatusWaiting
}

func (p *progress) outcome(s State) Outcome {
	if p.stage == undelivered {
		return OutcomeUndelivered
	}
	switch p.last.Kind {
	case Answered:
		if p.answeredLate(s) {
			return OutcomeAnsweredLate
		}
		return OutcomeAnswered
	case PartialReply:
		return OutcomePartial
	case Refused:
		return OutcomeRefused
	case NoDataHeld:
		return OutcomeNoDataHeld
	case Redirected:
		return OutcomeRedirected
	case Withdrawn:
		return OutcomeWithdrawn
	}
	return OutcomeNone
}

func (p *progress) answeredLate(s State) bool {
	return p.last.Kind == Answered && s.Answer != nil && !s.Answer.Suspended && p.last.On.After(s.Answer.OperativeOn())
}

func (p *progress) nextStep(s State, today Date) NextStep {
	switch s.Status {
	case StatusDraft:
		return NextSend
	case StatusUndelivered:
		return NextSendAgain
	case StatusClosed:
		return NextGoOn
	case StatusSuspended:
		return p.nextWhileSuspended()
	case StatusOverdue:
		return p.nextWhenLate(s, today)
	case StatusPartly:
		if !p.reminded.Before(p.last.On) {
			return NextWait // the rest was asked for already
		}
		return NextFollowUp
	case StatusReplied:
		return p.nextAfterReply()
	case StatusSent:
		return NextNoteReceipt
	}
	if p.feeAsked {
		return NextRefuseFee
	}
	if p.openWait(ForIdentity) >= 0 {
		return NextGiveIdentity // asked too late to stop the count, awaited all the same
	}
	if s.ReceiptEstimated {
		return NextNoteReceipt
	}
	return NextWait
}

func (p *progress) nextWhileSuspended() NextStep {
	if p.openWait(ForIdentity) >= 0 {
		return NextGiveIdentity
	}
	return NextGiveClarification
}

func (p *progress) nextWhenLate(s State, today Date) NextStep {
	switch {
	case !s.ComplainFrom.IsZero() && !today.Before(s.ComplainFrom):
		return NextComplain
	case p.reminded.IsZero():
		return NextRemind
	}
	return NextWaitToComplain
}

func (p *progress) nextAfterReply() NextStep {
	switch p.last.Kind {
	case Refused:
		return NextComplain
	case Redirected:
		return NextWriteElsewhere
	}
	return NextContest
}
