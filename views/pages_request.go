package views

import (
	"slices"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// Request is one request: where it stands, by when, why that day, what
// happened and what may be noted. The form value "kind" chooses what to note.
type Request struct {
	Form
	RequestID      string
	Rights         []law.Right
	Controller     string // its name
	Channel        law.Channel
	TrackingNumber string
	Today          law.Date
	State          law.State
	HasLetter      bool // a letter was prepared or kept here; none for one written before
	Next           NextStep
	Offers         []law.EventKind    // what may be noted today, ReplyCame included
	FollowUps      []letters.FollowUp // the letters that its state calls for
	Notes          map[string]string  // what the person noted, by event
	Kept           []string           // events with which a follow-up letter was kept
}

// ReplyCame is offered in the place of a whole and of a partial answer: the
// checker tells which one it was.
const ReplyCame law.EventKind = "reply"

// Name implements Page.
func (Request) Name() string { return "request" }

// Title implements Page.
func (r Request) Title(l lang.Lang) string { return rightsIn(l, r.Rights) }

// rightsIn names a request by its rights.
func rightsIn(l lang.Lang, rights []law.Right) string {
	names := make([]string, len(rights))
	for i, right := range rights {
		names[i] = lang.T(l, "request."+string(right))
	}
	return strings.Join(names, " + ")
}

// Badge is where the request stands, in a word.
func (r Request) Badge() Badge { return BadgeOf(r.State, r.Today) }

// Where tells where the request stands, in a sentence.
func (r Request) Where(l lang.Lang) string {
	due, _ := r.State.Deadline(law.AnswerDue)
	return lang.T(l, "request.where."+string(r.State.Status),
		"sent", lang.Date(l, r.State.SentOn), "due", lang.LongDate(l, due.On))
}

// Due is the day of the answer with its proof; nil when there is none to tell.
func (r Request) Due() *law.Deadline {
	due, ok := r.State.Deadline(law.AnswerDue)
	if !ok {
		return nil
	}
	return &due
}

// Latest is the day by the other reading of a suspension, nil when there is
// none.
func (r Request) Latest() *law.Deadline {
	due, ok := r.State.Deadline(law.AnswerLatest)
	if !ok {
		return nil
	}
	return &due
}

// Complaining is the first day for complaining with the steps that lead there
// from the last day of the answer; nil when there is none.
func (r Request) Complaining() *law.Deadline {
	from, ok := r.State.Deadline(law.ComplainFrom)
	if !ok || r.State.ComplainFrom.IsZero() {
		return nil
	}
	if from.Start.Kind == law.Received {
		told := r.Due()
		if latest := r.Latest(); latest != nil {
			told = latest
		}
		from.Steps = from.Steps[len(told.Steps):]
	}
	return &from
}

// Days is the calendar strip around the due day.
func (r Request) Days(l lang.Lang) []dayCell {
	due := r.Due()
	if due == nil {
		return nil
	}
	return daysAround(l, due.On, due.Steps)
}

// Movers are the things that would still change the day of the answer, in
// words.
func (r Request) Movers(l lang.Lang) []string {
	due := r.Due()
	if due == nil || !due.Open() {
		return nil
	}
	var movers []string
	for _, k := range due.MovedBy {
		if key := "moved_by." + string(k); lang.Has(l, key) {
			movers = append(movers, lang.T(l, key))
		}
	}
	return movers
}

// Moved tells each change of the day of the answer, and of the day for
// complaining where it moved alone, the latest last: the old day stays visible.
func (r Request) Moved(l lang.Lang) []string {
	var moved []string
	for _, m := range r.State.Moves {
		key := "request.moved"
		switch {
		case m.Kind == law.ComplainFrom && !r.movesAnswer(m.By) && !m.Was.IsZero() && !m.Now.IsZero():
			key = "request.moved.complain"
		case m.Kind != law.AnswerDue:
			continue
		case m.Now.IsZero():
			key = "request.moved.gone"
		case m.Was.IsZero():
			key = "request.moved.back"
		}
		moved = append(moved, lang.T(l, key, "event", lang.Event(l, m.By.Kind), "by", lang.Date(l, m.By.On),
			"was", lang.Date(l, m.Was), "now", lang.Date(l, m.Now)))
	}
	return moved
}

// movesAnswer reports whether an event moved the day of the answer.
func (r Request) movesAnswer(by law.Event) bool {
	return slices.ContainsFunc(r.State.Moves, func(m law.Move) bool { return m.Kind == law.AnswerDue && m.By == by })
}

// Choices are what may be noted, each as a sentence that a person recognises.
func (r Request) Choices(l lang.Lang) field {
	kinds := make([]string, len(r.Offers))
	for i, k := range r.Offers {
		kinds[i] = string(k)
	}
	f := newField(l, interview.Field{Name: "kind", Kind: interview.Choice}, "event.kind", "kind", r.Form, 0)
	for i, kind := range kinds {
		id := f.ID
		if i > 0 {
			id += "-" + kind
		}
		c := choice{Value: kind, ID: id, Label: lang.T(l, "event."+kind+".offer"), Chosen: r.Value("kind") == kind}
		if key := "event." + kind + ".offer.hint"; lang.Has(l, key) {
			c.Hint = lang.T(l, key)
		}
		f.Choices = append(f.Choices, c)
	}
	return f
}

// Target is the id of the input that an error is about.
func (Request) Target(e interview.FieldError) string { return fieldID(e.Field) }

// Warnings are what must be known about the count.
func (r Request) Warnings() []law.Warning {
	if r.State.Answer == nil {
		return nil
	}
	return r.State.Answer.Warnings
}

// History is what happened, the latest first.
func (r Request) History() []law.Entry { return latestFirst(r.State.History) }

// latestFirst is a history as pages show it: an event that only takes another
// back is shown by that one, struck out.
func latestFirst(history []law.Entry) []law.Entry {
	entries := slices.DeleteFunc(slices.Clone(history), func(e law.Entry) bool { return e.Undo })
	slices.Reverse(entries)
	return entries
}

// Note is what the person noted with an event.
func (r Request) Note(event string) string { return r.Notes[event] }

// HasKept reports whether a follow-up letter was kept with an event.
func (r Request) HasKept(event string) bool { return slices.Contains(r.Kept, event) }
