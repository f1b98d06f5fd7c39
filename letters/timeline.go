package letters

import (
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

// Timeline is a dossier laid out in time: a lane for each request that was
// sent and for the complaint that was filed, and the marks of all of them in
// the order of their days. It holds days and words' keys, no measure, so that
// the page and the PDF draw the same.
type Timeline struct {
	Today    law.Date
	From, To law.Date // the first and the last day that the lanes need
	Lanes    []Lane   // in the order in which the requests were made; the complaint last
	Marks    []Mark   // by day; on one day, what happened before what is due
}

// Requests counts the lanes of requests.
func (t Timeline) Requests() (n int) {
	for _, lane := range t.Lanes {
		if lane.RequestID != "" {
			n++
		}
	}
	return n
}

// Lane is one request in time, or the complaint.
type Lane struct {
	RequestID string // empty for the complaint
	Rights    []law.Right
	Authority string       // short name, of the complaint's lane
	BeganOn   law.Date     // the letter was sent, the complaint filed
	Due       law.Deadline // what is awaited; On is zero when nothing can be told
	History   []law.Entry
	Stretches []Stretch // by day; they may touch, and a pause lies over a wait
}

// Awaits reports whether the lane's deadline is still open.
func (l Lane) Awaits() bool { return !l.Due.On.IsZero() && l.Due.Open() }

// Last is the last event that stands.
func (l Lane) Last() law.Event {
	var last law.Event
	for _, e := range l.History {
		if e.Stands() {
			last = e.Event
		}
	}
	return last
}

// StretchKind says what a stretch of time was, or will be.
type StretchKind string

// The stretches.
const (
	Waited  StretchKind = "waited"  // the controller's time, gone by
	Ahead   StretchKind = "ahead"   // the controller's time, to come
	Overdue StretchKind = "overdue" // after the deadline, until the answer
	Paused  StretchKind = "paused"  // the controller waits for the person
	Settled StretchKind = "settled" // from the letter to the answer
	Lost    StretchKind = "lost"    // the letter travelled and came back
)

// Stretch is the time between two days.
type Stretch struct {
	Kind     StretchKind
	From, To law.Date
}

// MarkKind says what a mark stands for.
type MarkKind string

// The marks.
const (
	JoinedMark   MarkKind = "joined"   // the person joined the offer
	EventMark    MarkKind = "event"    // something happened to a request
	TodayMark    MarkKind = "today"    // the day on which one looks
	DeadlineMark MarkKind = "deadline" // a day that a request lives by
)

// Mark is one day worth telling.
type Mark struct {
	Kind      MarkKind
	On        law.Date
	MonthOnly bool // only the month of On is known
	Lane      int  // which of Lanes it belongs to; -1 for the dossier's own
	Event     law.EventKind
	Estimated bool // the day of the event follows a convention
	Deadline  law.DeadlineKind
	Urgency   law.Urgency // of the deadline
	Days      int         // until the deadline; negative once it has passed
}

// TimelineOf lays out the requests of an effective case that were sent, and its
// complaint. With none, Lanes is empty and From and To are today.
func TimelineOf(c models.Case, today law.Date) Timeline {
	t := Timeline{Today: today, From: today, To: today}
	if p := c.Participation; p != nil && !p.JoinedOn.IsZero() {
		t.Marks = append(t.Marks, Mark{Kind: JoinedMark, On: p.JoinedOn, MonthOnly: p.JoinedOnPrecision == "month", Lane: -1})
	}
	t.Marks = append(t.Marks, Mark{Kind: TodayMark, On: today, Lane: -1})
	for _, r := range c.Requests {
		if s := StateOf(c, r, today); !s.SentOn.IsZero() {
			due, _ := s.Deadline(law.AnswerDue)
			t.add(Lane{RequestID: r.ID, Rights: r.Rights, BeganOn: s.SentOn, Due: due, History: s.History, Stretches: stretches(s, today)}, s.Deadlines)
		}
	}
	if s := ComplaintStateOf(c, today); !s.FiledOn.IsZero() {
		due, _ := s.Deadline(law.AuthorityNews)
		t.add(Lane{Authority: AuthorityOf(c).ShortName, BeganOn: s.FiledOn, Due: due, History: s.History, Stretches: authoritysTime(s.FiledOn, due, today)}, s.Deadlines)
	}
	slices.SortStableFunc(t.Marks, func(a, b Mark) int {
		if byDay := a.On.Compare(b.On); byDay != 0 {
			return byDay
		}
		return slices.Index(markOrder, a.Kind) - slices.Index(markOrder, b.Kind)
	})
	return t
}

// Months returns the first days of months that the lanes cover, every one or
// every few, so that about most of them at most are left.
func (t Timeline) Months(most float64) []law.Date {
	every := 1
	for _, n := range []int{1, 2, 3, 6, 12, 24, 60, 120} {
		if every = n; float64(t.From.DaysUntil(t.To))/30/float64(n) <= most {
			break
		}
	}
	var months []law.Date
	for d := law.On(t.From.Year, 1, 1); !d.After(t.To); d = nextMonth(d) {
		if n := d.Year*12 + int(d.Month) - 1; !d.Before(t.From) && n%every == 0 {
			months = append(months, d)
		}
	}
	return months
}

func nextMonth(d law.Date) law.Date {
	if d.Month == 12 {
		return law.On(d.Year+1, 1, 1)
	}
	return law.On(d.Year, d.Month+1, 1)
}

var markOrder = []MarkKind{JoinedMark, EventMark, TodayMark, DeadlineMark}

func (t *Timeline) add(l Lane, deadlines []law.Deadline) {
	lane := len(t.Lanes)
	t.Lanes = append(t.Lanes, l)
	for _, e := range l.History {
		if e.Stands() {
			t.mark(Mark{Kind: EventMark, On: e.On, Lane: lane, Event: e.Kind, Estimated: e.Estimated})
		}
	}
	for _, d := range deadlines {
		if d.Open() {
			t.mark(Mark{Kind: DeadlineMark, On: d.On, Lane: lane, Deadline: d.Kind, Urgency: d.Urgency(t.Today), Days: t.Today.DaysUntil(d.On)})
		}
	}
}

// mark adds a mark of a lane and makes room for it.
func (t *Timeline) mark(m Mark) {
	t.Marks = append(t.Marks, m)
	t.To = law.Later(t.To, m.On)
	if m.On.Before(t.From) {
		t.From = m.On
	}
}

// stretches cuts the time of a request at today, at its deadline and at its
// end.
func stretches(s law.State, today law.Date) []Stretch {
	due, known := s.Deadline(law.AnswerDue)
	var all []Stretch
	switch ended, how := end(s); {
	case !ended.IsZero():
		all = settled(s.SentOn, due, ended, how)
	case !known:
		all = nonEmpty(Stretch{Waited, s.SentOn, today})
	default:
		all = waiting(s.SentOn, due.On, today)
	}
	return append(all, pauses(s, today)...)
}

// settled cuts the time of a request that ended at its deadline, where that was
// past.
func settled(since law.Date, due law.Deadline, ended law.Date, how StretchKind) []Stretch {
	if how != Settled || due.On.IsZero() || !ended.After(due.On) {
		return nonEmpty(Stretch{how, since, ended})
	}
	return nonEmpty(Stretch{how, since, due.On}, Stretch{Overdue, due.On, ended})
}

// authoritysTime cuts the time of a complaint at today, at the day by which
// news is owed and at its end.
func authoritysTime(filed law.Date, news law.Deadline, today law.Date) []Stretch {
	if !news.Open() {
		return nonEmpty(Stretch{Settled, filed, news.ClosedOn})
	}
	return waiting(filed, news.On, today)
}

// waiting cuts the time since a day at today and at what is due.
func waiting(since, due, today law.Date) []Stretch {
	return nonEmpty(Stretch{Waited, since, earlier(due, today)}, Stretch{Ahead, today, due}, Stretch{Overdue, due, today})
}

func nonEmpty(all ...Stretch) []Stretch {
	return slices.DeleteFunc(all, func(s Stretch) bool { return !s.From.Before(s.To) })
}

// end returns the day on which the controller's time ended by an event, and
// how; zero while it runs.
func end(s law.State) (on law.Date, how StretchKind) {
	switch s.Status {
	case law.StatusUndelivered:
		how = Lost
	case law.StatusReplied, law.StatusClosed:
		how = Settled
	default:
		return law.Date{}, ""
	}
	for _, e := range s.History {
		if e.Stands() && ends[e.Kind] {
			on = e.On
		}
	}
	return on, how
}

// ends are the events after which nothing is awaited.
var ends = map[law.EventKind]bool{
	law.Bounced: true, law.Returned: true, law.Answered: true, law.Refused: true,
	law.NoDataHeld: true, law.Redirected: true, law.Withdrawn: true,
}

// pauses returns the days during which the count was stopped. A question asked
// too late stops nothing and is not among the rules read here.
func pauses(s law.State, today law.Date) []Stretch {
	if s.Answer == nil {
		return nil
	}
	var all []Stretch
	open := map[law.Rule]int{}
	for _, step := range s.Answer.Steps {
		switch step.Rule {
		case law.RuleIdentityAsked, law.RuleClarificationAsked:
			open[step.Rule] = len(all)
			all = append(all, Stretch{Paused, step.On, today})
		case law.RuleIdentityGiven:
			all[open[law.RuleIdentityAsked]].To = step.On
		case law.RuleClarificationGiven:
			all[open[law.RuleClarificationAsked]].To = step.On
		}
	}
	return nonEmpty(all...)
}

func earlier(a, b law.Date) law.Date {
	if b.Before(a) {
		return b
	}
	return a
}
