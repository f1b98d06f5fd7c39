package law

import "slices"

// The life of a request: which events may follow which. One table, read by
// Check (may this be recorded?), by StateOf (what is offered next) and by the
// tests.

// EventKinds lists what can happen to a request, in the order in which it is
// offered.
var EventKinds = []EventKind{
	Sent, Received, Acknowledged, Bounced, Returned,
	IdentityAsked, IdentityGiven, ClarificationAsked, ClarificationGiven, FeeAsked, Extended,
	Answered, PartialReply, Refused, NoDataHeld, Redirected, ReminderSent, Withdrawn,
}

// stage is how far a request has come; events move it.
type stage uint8

const (
	draft       stage = 1 << iota
	travelling        // sent, no receipt recorded
	running           // receipt recorded
	partly            // answered in part: the rest is still owed
	replied           // refused, no data held, or sent elsewhere
	undelivered       // came back: the count ended
	ended             // answered in full, or withdrawn
)

const (
	sentOut = travelling | running | partly | replied
	waiting = travelling | running | partly
)

// stages lists every stage once.
var stages = []stage{draft, travelling, running, partly, replied, undelivered, ended}

// transition says at which stages an event may happen and to which it leads;
// to is zero when the stage stays.
type transition struct {
	from, to stage
}

var transitions = map[EventKind]transition{
	Sent:               {draft | undelivered, travelling},
	Received:           {travelling, running},
	Acknowledged:       {sentOut, 0},
	Bounced:            {travelling, undelivered},
	Returned:           {travelling, undelivered},
	Redirected:         {waiting | replied, replied},
	IdentityAsked:      {sentOut, 0},
	IdentityGiven:      {sentOut, 0},
	ClarificationAsked: {sentOut, 0},
	ClarificationGiven: {sentOut, 0},
	FeeAsked:           {sentOut, 0},
	Extended:           {waiting, 0},
	NoDataHeld:         {waiting | replied, replied},
	PartialReply:       {waiting | replied, partly},
	Refused:            {waiting | replied, replied},
	Answered:           {waiting | replied, ended},
	ReminderSent:       {sentOut, 0},
	Withdrawn:          {sentOut | undelivered, ended},
}

// Matter is what the rules need to know of a request beside its events.
type Matter struct {
	Rights     []Right // what it exercises; no day depends on it
	Channel    Channel
	Controller Place
	Person     Place
	Country    string // of participation: it picks the law named
	WrittenOn  Date   // the letter exists since; zero when not known
	// ComplainedOn is when a complaint that still stands was filed; zero without.
	ComplainedOn Date
}

// Check returns nil when added may be recorded after events, else a *Refusal
// with the reason.
func Check(m Matter, events []Event, added Event, today Date) error {
	return check(func() course { return newProgress(m) }, events, added, today)
}

// progress is a request followed through its events.
type progress struct {
	matter     Matter
	stage      stage
	sent       Event
	received   Event
	firstReply Date // first sign that the controller has the request
	waits      []Wait
	extension  Extension
	last       Event // the last reply
	feeAsked   bool
	reminded   Date
	contact    Date // last exchange, in either direction
	acked      Date // first acknowledgement after a reminder
}

func newProgress(m Matter) *progress { return &progress{matter: m, stage: draft} }

func (p *progress) refuse(e Event) Reason {
	t, known := transitions[e.Kind]
	switch {
	case !known:
		return UnknownEvent
	case !p.matter.WrittenOn.IsZero() && e.On.Before(p.matter.WrittenOn):
		return BeforeWritten
	case p.stage&t.from == 0:
		return p.refuseAtStage(e.Kind)
	}
	return p.refuseInContext(e)
}

// refuseAtStage says why the stage does not allow a kind of event.
func (p *progress) refuseAtStage(k EventKind) Reason {
	switch {
	case p.stage == draft && k == Received:
		return ReceivedBeforeSent
	case p.stage == draft:
		return NotSentYet
	case p.stage == ended:
		return Ended
	case p.stage == undelivered:
		return Undelivered
	case k == Sent:
		return AlreadySent
	case k == Received, k == Bounced, k == Returned:
		return AlreadyReceived
	}
	return Ended // an extension after a refusal: the answer was given
}

// refuseInContext looks at what the stage does not tell.
func (p *progress) refuseInContext(e Event) Reason {
	switch e.Kind {
	case Received:
		if !p.firstReply.IsZero() && p.firstReply.Before(e.On) {
			return AlreadyReceived
		}
	case Bounced, Returned:
		return p.refuseComingBack(e)
	case IdentityAsked, ClarificationAsked:
		if p.openWait(waitFor[e.Kind]) >= 0 {
			return AlreadyAsked
		}
	case IdentityGiven, ClarificationGiven:
		if p.openWait(waitFor[e.Kind]) < 0 {
			return NotAsked
		}
	case Extended:
		if !p.extension.Announced.IsZero() {
			return AlreadyExtended
		}
	}
	return ""
}

// latest: a receipt lies no later than the controller's first sign of life. Its
// proof may come after that sign all the same, by post.
func (p *progress) latest(k EventKind, today Date) Date {
	if k == Received && !p.firstReply.IsZero() {
		return p.firstReply
	}
	return today
}

func (p *progress) refuseComingBack(e Event) Reason {
	channel := p.matter.Channel
	switch {
	case e.Kind == Bounced && !channel.canBounce(), e.Kind == Returned && !channel.canReturn():
		return WrongChannel
	case !p.firstReply.IsZero():
		return AlreadyReceived
	}
	return ""
}

var waitFor = map[EventKind]WaitKind{
	IdentityAsked: ForIdentity, IdentityGiven: ForIdentity,
	ClarificationAsked: ForClarification, ClarificationGiven: ForClarification,
}

// openWait returns the index of the wait of that kind that still lasts, or -1.
func (p *progress) openWait(k WaitKind) int {
	return slices.IndexFunc(p.waits, func(w Wait) bool { return w.For == k && w.open() })
}

func (p *progress) apply(e Event) {
	if to := transitions[e.Kind].to; to != 0 {
		p.stage = to
	}
	p.contact = e.On
	switch e.Kind {
	case Sent:
		p.send(e)
	case Received:
		p.received = e
	case IdentityAsked, ClarificationAsked:
		p.waits = append(p.waits, Wait{For: waitFor[e.Kind], Asked: e.On})
	case IdentityGiven, ClarificationGiven:
		p.waits[p.openWait(waitFor[e.Kind])].Given = e.On
	case Extended:
		p.extension = Extension{Announced: e.On, Unreasoned: e.ReasonsGiven != nil && !*e.ReasonsGiven}
	case FeeAsked:
		p.feeAsked = true
	case Answered, PartialReply, Refused, NoDataHeld, Redirected, Withdrawn:
		p.last = e
	case ReminderSent:
		p.reminded, p.acked, p.feeAsked = e.On, Date{}, false
	}
	if fromController(e.Kind) {
		p.hear(e)
	}
}

// send starts again from nothing: what came back never reached anyone.
func (p *progress) send(e Event) {
	*p = progress{matter: p.matter, stage: travelling, sent: e, contact: e.On}
}

// hear notes that the controller has the request.
func (p *progress) hear(e Event) {
	if p.firstReply.IsZero() {
		p.firstReply = e.On
	}
	if p.acked.IsZero() {
		p.acked = e.On
	}
}

// fromController reports whether only a controller that has the request can
// have done it.
func fromController(k EventKind) bool {
	switch k {
	case Acknowledged, IdentityAsked, ClarificationAsked, FeeAsked, Extended,
		Answered, PartialReply, Refused, NoDataHeld, Redirected:
		return true
	}
	return false
}

// receipt returns the day of receipt: the one recorded, else the convention of
// the channel, brought forward to the controller's first sign of life. ok is
// false for a draft and for a letter that came back.
func (p *progress) receipt() (on Date, estimated, ok bool) {
	if p.stage == draft || p.stage == undelivered {
		return Date{}, false, false
	}
	if !p.received.On.IsZero() {
		return p.received.On, p.received.Estimated, true
	}
	on, estimated = ReceiptOf(p.matter.Channel, p.sent.On)
	if !p.firstReply.IsZero() && p.firstReply.Before(on) {
		on = p.firstReply
	}
	return on, estimated, true
}

// count returns what the answer is counted from; ok is false when there is
// nothing to count.
func (p *progress) count(controller, person *Calendar) (c Count, ok bool) {
	on, estimated, ok := p.receipt()
	return Count{
		Received: on, Estimated: estimated, Controller: controller, Person: person,
		Regime: RegimeIn(p.matter.Country), Waits: p.waits, Extension: p.extension,
	}, ok
}
