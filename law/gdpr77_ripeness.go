package law

import "slices"

// When a ground about a request is ripe: what the request's events show, and
// since which day.

// Asked is one request, as admissibility looks at it.
type Asked struct {
	ID          string
	Rights      []Right
	State       State
	Gaps        bool // the answer left something out
	SentProof   bool // a proof of dispatch is among the exhibits
	ArrivalSeen bool // a proof of receipt is among the exhibits, or the controller answered
	ReplyUnseen bool // an answer was noted that no exhibit shows
	// IdentityFrom is the first day for complaining of an identity check: what
	// ComplainFrom would be if the count had not been suspended, which is what
	// the ground contests.
	IdentityFrom Date
}

// AskedOf reads a request as admissibility looks at it. What is among the
// exhibits, and the gaps of the answer, are left to the caller.
func AskedOf(id string, m Matter, events []Event, today Date) Asked {
	return Asked{
		ID: id, Rights: m.Rights, State: StateOf(m, events, today),
		IdentityFrom: StateOf(m, withoutIdentityCheck(events), today).ComplainFrom,
	}
}

// withoutIdentityCheck returns the events that stand, but for those about
// proving who the person is.
func withoutIdentityCheck(events []Event) []Event {
	var kept []Event
	for _, e := range Resolve(events) {
		if e.Stands() && e.Kind != IdentityAsked && e.Kind != IdentityGiven {
			e.Cancels = ""
			kept = append(kept, e.Event)
		}
	}
	return kept
}

// judge finds the requests that support a ground that needs one. Without any
// it returns the obstacle of the request that comes nearest.
func judge(g Ground, requests []Asked, today Date) (Ripe, Objected) {
	ripe := Ripe{Ground: g}
	if !g.NeedsRequest() {
		return ripe, Objected{}
	}
	nearest := Objected{Obstacle: NoRequestSent, Ground: g}
	for _, r := range requests {
		since, obstacle := r.judge(g)
		if obstacle == "" && today.Before(since) {
			obstacle = TooEarly
		}
		switch {
		case obstacle == "":
			ripe.Requests = append(ripe.Requests, r.ID)
			if ripe.Since.IsZero() || since.Before(ripe.Since) {
				ripe.Since = since
			}
		case nearer(obstacle, since, nearest):
			nearest = Objected{Obstacle: obstacle, Ground: g, On: since, Request: r.ID}
		}
	}
	if len(ripe.Requests) > 0 {
		return ripe, Objected{}
	}
	return Ripe{}, nearest
}

// nearness orders the obstacles of a ground by how little is left to do.
var nearness = []Obstacle{TooEarly, Waited, AlreadyAnswered, NothingRecorded, NotDelivered, NoRequestSent}

// nearer reports whether an obstacle is nearer to its end than another.
func nearer(o Obstacle, on Date, than Objected) bool {
	a, b := slices.Index(nearness, o), slices.Index(nearness, than.Obstacle)
	return a < b || a == b && on.Before(than.On)
}

// judge returns the first day on which a request supports a ground, or the
// obstacle.
func (r Asked) judge(g Ground) (since Date, o Obstacle) {
	switch {
	case r.State.SentOn.IsZero():
		return Date{}, NoRequestSent
	case r.State.Status == StatusUndelivered:
		return Date{}, NotDelivered
	}
	switch g {
	case GroundNoAnswer:
		return r.unanswered()
	case GroundLateAnswer:
		return r.answeredLate()
	case GroundIncompleteAnswer:
		return r.answeredInPart()
	case GroundRefusal:
		return r.after(Refused)
	}
	return r.identityChecked()
}

func (r Asked) unanswered() (Date, Obstacle) {
	switch {
	case !r.reply().On.IsZero():
		return Date{}, AlreadyAnswered
	case r.State.Status == StatusSuspended:
		return Date{}, Waited
	}
	return day(r.State.ComplainFrom)
}

// day is a ground's first day, if it has one: a request that was withdrawn
// leaves none.
func day(on Date) (Date, Obstacle) {
	if on.IsZero() {
		return Date{}, NothingRecorded
	}
	return on, ""
}

// answeredLate counts the first reply, when it came after the day on which it
// was due by every reading.
func (r Asked) answeredLate() (Date, Obstacle) {
	due, reply := r.dueOn(), r.firstReply()
	switch {
	case reply.On.IsZero():
		return Date{}, NothingRecorded
	case due.IsZero(): // the controller was still waiting for the person
		return Date{}, Waited
	case !reply.On.After(due):
		return Date{}, AlreadyAnswered
	}
	return day(r.State.ComplainFrom)
}

// answeredInPart counts a reply that the person marked as partial, and one
// whose gaps the person noted.
func (r Asked) answeredInPart() (Date, Obstacle) {
	if on, o := r.after(PartialReply); o == "" {
		return on, ""
	}
	last := r.reply()
	if r.Gaps && (last.Kind == Answered || last.Kind == NoDataHeld) {
		return last.On, ""
	}
	return Date{}, NothingRecorded
}

func (r Asked) identityChecked() (Date, Obstacle) {
	if _, o := r.after(IdentityAsked); o != "" {
		return Date{}, o
	}
	if refused, o := r.after(Refused); o == "" {
		return refused, ""
	}
	return day(r.IdentityFrom)
}

// after returns the day of the first standing event of a kind.
func (r Asked) after(k EventKind) (Date, Obstacle) {
	for _, e := range r.State.History {
		if e.Kind == k && e.Stands() {
			return e.On, ""
		}
	}
	return Date{}, NothingRecorded
}

// isReply reports whether an event answers a request, well or badly.
func isReply(k EventKind) bool {
	return slices.Contains([]EventKind{Answered, PartialReply, Refused, NoDataHeld, Redirected}, k)
}

// reply is the last standing reply; the zero Event when there is none.
func (r Asked) reply() (last Event) {
	for _, e := range r.State.History {
		if e.Stands() && isReply(e.Kind) {
			last = e.Event
		}
	}
	return last
}

func (r Asked) firstReply() Event {
	for _, e := range r.State.History {
		if e.Stands() && isReply(e.Kind) {
			return e.Event
		}
	}
	return Event{}
}

// dueOn is the last day on which an answer was in time, by either reading of a
// suspension.
func (r Asked) dueOn() Date {
	if r.State.Answer == nil {
		return Date{}
	}
	return Later(r.State.Answer.OperativeOn(), r.State.Answer.LatestOn)
}
