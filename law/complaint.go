package law

import "slices"

// The life of a complaint to a supervisory authority: which events may follow
// which, and the days that follow from them. The authority's clock stands in
// gdpr78_silence.go, the others beside it.

// What can happen to a complaint, beside Received, Acknowledged and Withdrawn.
// The values are the words of the portable dossier.
const (
	Filed                   EventKind = "filed"
	MoreAsked               EventKind = "more_asked"
	MoreGiven               EventKind = "more_given"
	TransferredToLead       EventKind = "transferred_to_lead"
	Progress                EventKind = "progress"
	Inadmissible            EventKind = "inadmissible"
	EarlyResolutionProposed EventKind = "early_resolution_proposed"
	EarlyResolutionRefused  EventKind = "early_resolution_refused"
	Decided                 EventKind = "decided"
	Rejected                EventKind = "rejected"
)

// ComplaintEventKinds lists what can happen to a complaint, in the order in
// which it is offered.
var ComplaintEventKinds = []EventKind{
	Filed, Received, Acknowledged, MoreAsked, MoreGiven, TransferredToLead, Progress,
	EarlyResolutionProposed, EarlyResolutionRefused, Decided, Rejected, Inadmissible, Withdrawn,
}

// filed is the stage of a complaint between draft and ended.
const filed stage = 1 << 7

var complaintTransitions = map[EventKind]transition{
	Filed:                   {draft, filed},
	Received:                {filed, 0},
	Acknowledged:            {filed, 0},
	MoreAsked:               {filed, 0},
	MoreGiven:               {filed, 0},
	TransferredToLead:       {filed, 0},
	Progress:                {filed, 0},
	EarlyResolutionProposed: {filed, 0},
	EarlyResolutionRefused:  {filed, 0},
	Decided:                 {filed, ended},
	Rejected:                {filed, ended},
	Inadmissible:            {filed, ended},
	Withdrawn:               {filed, ended},
}

// ComplaintMatter is what the rules need to know of a complaint beside its
// events.
type ComplaintMatter struct {
	Authority   AuthorityID
	WrittenOn   Date // the complaint exists since; zero when not known
	ChildData   bool // erasure of data collected from a minor is at stake
	CrossBorder bool // the controller's lead authority is another one
}

// ComplaintStatus is where a complaint stands today. Its words are
// "complaint_status.<status>".
type ComplaintStatus string

// The statuses of a complaint.
const (
	ComplaintDraft        ComplaintStatus = "draft"
	ComplaintFiled        ComplaintStatus = "filed"
	ComplaintRegistered   ComplaintStatus = "registered" // acknowledged with a number
	ComplaintHandled      ComplaintStatus = "handled"    // the authority showed that it works on it
	ComplaintAwaitsPerson ComplaintStatus = "awaits_person"
	ComplaintSilent       ComplaintStatus = "silent" // no news for three months
	ComplaintEnded        ComplaintStatus = "ended"
)

// ComplaintStatuses lists every status once.
var ComplaintStatuses = []ComplaintStatus{
	ComplaintDraft, ComplaintFiled, ComplaintRegistered, ComplaintHandled, ComplaintAwaitsPerson, ComplaintSilent, ComplaintEnded,
}

// ComplaintOutcome is how a complaint ended. Its words are
// "complaint_outcome.<outcome>".
type ComplaintOutcome string

// The outcomes of a complaint.
const (
	ComplaintOpen         ComplaintOutcome = "none"
	ComplaintDecided      ComplaintOutcome = "decided"
	ComplaintRejected     ComplaintOutcome = "rejected"
	ComplaintInadmissible ComplaintOutcome = "inadmissible"
	ComplaintImplied      ComplaintOutcome = "implied_rejection" // silence; undone by later news
	ComplaintWithdrawn    ComplaintOutcome = "withdrawn"
)

// ComplaintOutcomes lists every outcome once.
var ComplaintOutcomes = []ComplaintOutcome{
	ComplaintOpen, ComplaintDecided, ComplaintRejected, ComplaintInadmissible, ComplaintImplied, ComplaintWithdrawn,
}

// ComplaintState is all that follows from a complaint's events on a day.
type ComplaintState struct {
	Status            ComplaintStatus
	Outcome           ComplaintOutcome
	FiledOn           Date
	ReceivedOn        Date // recorded, else the day of filing
	ReceivedEstimated bool
	Deadlines         []Deadline
	Moves             []Move // in the order of entry, of deadlines that are gone too
	Next              []EventKind
	History           []Entry
}

// Deadline returns the deadline of that kind; ok is false when there is none.
func (s ComplaintState) Deadline(k DeadlineKind) (d Deadline, ok bool) {
	return findDeadline(s.Deadlines, k)
}

// CheckComplaint returns nil when added may be recorded after events, else a
// *Refusal with the reason.
func CheckComplaint(m ComplaintMatter, events []Event, added Event, today Date) error {
	return check(func() course { return newHandling(m) }, events, added, today)
}

// ComplaintStateOf folds a complaint's events, in the order of their entry,
// into where it stands today. Like StateOf it never fails.
func ComplaintStateOf(m ComplaintMatter, events []Event, today Date) ComplaintState {
	s := complaintState(m, events, today)
	s.Moves = movesOf(events, s.Deadlines, func(events []Event) []Deadline { return complaintState(m, events, today).Deadlines })
	addMoves(s.Deadlines, s.Moves)
	return s
}

// complaintState is ComplaintStateOf without the moves of its deadlines.
func complaintState(m ComplaintMatter, events []Event, today Date) ComplaintState {
	entries := history(events, today)
	h := newHandling(m)
	follow(h, entries)
	s := ComplaintState{FiledOn: h.filed.On, History: entries}
	s.ReceivedOn, s.ReceivedEstimated = h.receipt()
	s.Deadlines = h.deadlines(today)
	s.Status, s.Outcome = h.status(today), h.outcome(today)
	s.Next = offered(h, ComplaintEventKinds, entries, today)
	return s
}

// handling is a complaint followed through its events.
type handling struct {
	matter       ComplaintMatter
	stage        stage
	filed        Event
	received     Event
	acknowledged bool
	asked        bool // the authority waits for the person
	proposed     bool // an early resolution is on the table
	transferred  Date
	news         []Event // what shows that the authority works on it
	end          Event
	refused      Event // an earlier complaint was found inadmissible
}

func newHandling(m ComplaintMatter) *handling { return &handling{matter: m, stage: draft} }

func (h *handling) refuse(e Event) Reason {
	t, known := complaintTransitions[e.Kind]
	switch {
	case !known:
		return UnknownEvent
	case !h.matter.WrittenOn.IsZero() && e.On.Before(h.matter.WrittenOn):
		return BeforeWritten
	case h.stage == draft && t.from&draft == 0:
		return NotFiledYet
	case h.stage == ended && (e.Kind != Filed || !filedAnew(h.end.Kind)):
		return Ended
	case h.stage != ended && h.stage&t.from == 0:
		return AlreadySent
	}
	return h.refuseInContext(e.Kind)
}

// filedAnew reports whether a complaint that ended so may be filed again: nobody
// decided what it is about.
func filedAnew(end EventKind) bool { return end == Inadmissible || end == Withdrawn }

func (h *handling) refuseInContext(k EventKind) Reason {
	switch k {
	case Received:
		if !h.received.On.IsZero() || h.acknowledged || len(h.news) > 0 {
			return AlreadyReceived
		}
	case MoreGiven:
		if !h.asked {
			return NotAsked
		}
	case EarlyResolutionRefused:
		if !h.proposed {
			return NotProposed
		}
	case TransferredToLead:
		if !h.transferred.IsZero() {
			return HappenedTwice
		}
	}
	return ""
}

func (h *handling) latest(_ EventKind, today Date) Date { return today }

func (h *handling) apply(e Event) {
	if to := complaintTransitions[e.Kind].to; to != 0 {
		h.stage = to
	}
	switch e.Kind {
	case Filed:
		h.file(e)
	case Received:
		h.received = e
	case Acknowledged:
		h.acknowledged = true
	case MoreAsked:
		h.asked = true
	case MoreGiven:
		h.asked = false
	case EarlyResolutionProposed:
		h.proposed = true
	case EarlyResolutionRefused:
		h.proposed = false
	case TransferredToLead:
		h.transferred = e.On
	}
	if h.stage == ended {
		h.end = e
	}
	if isNews(e.Kind) {
		h.news = append(h.news, e)
	}
}

// file starts from nothing: what happened to an earlier complaint tells nothing
// of this one, but that the decision on the earlier can still be contested.
func (h *handling) file(e Event) {
	refused := Event{}
	if h.end.Kind == Inadmissible {
		refused = h.end
	}
	*h = handling{matter: h.matter, stage: filed, filed: e, refused: refused}
}

// isNews reports whether an event shows that the authority works on the
// complaint. The information given when it registers it does not (Conseil
// d'État, 24 July 2023, no. 465229; 31 December 2025, no. 491493).
func isNews(k EventKind) bool {
	return slices.Contains([]EventKind{MoreAsked, TransferredToLead, Progress, EarlyResolutionProposed}, k)
}

// receipt returns the day on which the authority got the complaint. Without
// proof it is the day of filing, flagged: the later days that follow from it
// can then only be early, which is the safe side of an appeal.
func (h *handling) receipt() (on Date, estimated bool) {
	if !h.received.On.IsZero() {
		return h.received.On, h.received.Estimated
	}
	return h.filed.On, !h.filed.On.IsZero()
}

func (h *handling) status(today Date) ComplaintStatus {
	switch {
	case h.stage == draft:
		return ComplaintDraft
	case h.stage == ended:
		return ComplaintEnded
	case h.asked:
		return ComplaintAwaitsPerson
	case today.After(h.newsDue().On):
		return ComplaintSilent
	case len(h.news) > 0:
		return ComplaintHandled
	case h.acknowledged:
		return ComplaintRegistered
	}
	return ComplaintFiled
}

func (h *handling) outcome(today Date) ComplaintOutcome {
	switch h.end.Kind {
	case Decided:
		return ComplaintDecided
	case Rejected:
		return ComplaintRejected
	case Inadmissible:
		return ComplaintInadmissible
	case Withdrawn:
		return ComplaintWithdrawn
	}
	if _, ok := h.impliedRejection(today); ok {
		return ComplaintImplied
	}
	return ComplaintOpen
}

// deadlines builds the days of a complaint, each with its proof.
func (h *handling) deadlines(today Date) []Deadline {
	if h.stage == draft {
		return nil
	}
	list := []Deadline{h.newsDue()}
	if d, ok := h.childDecision(); ok {
		list = append(list, d)
	}
	list = append(list, h.reg2518()...)
	if d, ok := h.appeal(today); ok {
		list = append(list, d)
	}
	for i := range list {
		if list[i].Kind != AppealBy && list[i].Open() {
			list[i].ClosedOn = h.end.On
		}
	}
	return list
}

// start returns the event and step from which the authority's time runs.
func (h *handling) start(article Article) (Start, Step) {
	on, estimated := h.receipt()
	rule := RuleComplaintReceived
	if estimated {
		rule = RuleComplaintEstimated
	}
	return Start{Received, on, estimated}, Step{On: on, Rule: rule, Article: article}
}
