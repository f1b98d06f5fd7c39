package views

import (
	"contreoffre/lang"
	"contreoffre/law"
)

// BadgeKind says in one word where a request stands; its looks and its words
// follow from it.
type BadgeKind string

// The kinds. Words: badge.<kind>, for Waiting, Soon and Late as a count of
// days.
const (
	Draft    BadgeKind = "draft"    // written, not sent
	Waiting  BadgeKind = "waiting"  // the answer is due in some time
	Soon     BadgeKind = "soon"     // due within a week
	DueToday BadgeKind = "today"    // due today
	Late     BadgeKind = "late"     // the day has passed
	Paused   BadgeKind = "paused"   // sent, but no day can be told
	Answered BadgeKind = "answered" // an answer came
	Partial  BadgeKind = "partial"  // an answer came, something is missing
	Returned BadgeKind = "returned" // the letter came back
	Over     BadgeKind = "over"     // withdrawn, or ended otherwise
)

// Badge is the small mark beside a request: always words, never colour alone.
type Badge struct {
	Kind BadgeKind
	Days int // until the day, or since
}

// DueBadge is the badge of a request that waits for an answer due on a day; a
// zero day gives Paused.
func DueBadge(due, today law.Date) Badge {
	const soon = 7
	days := today.DaysUntil(due)
	switch {
	case due.IsZero():
		return Badge{Kind: Paused}
	case days < 0:
		return Badge{Kind: Late, Days: -days}
	case days == 0:
		return Badge{Kind: DueToday}
	case days <= soon:
		return Badge{Kind: Soon, Days: days}
	}
	return Badge{Kind: Waiting, Days: days}
}

// BadgeOf is the badge of a request.
func BadgeOf(s law.State, today law.Date) Badge {
	switch s.Status {
	case law.StatusDraft:
		return Badge{Kind: Draft}
	case law.StatusSuspended:
		return Badge{Kind: Paused}
	case law.StatusPartly:
		return Badge{Kind: Partial}
	case law.StatusReplied:
		return Badge{Kind: Answered}
	case law.StatusUndelivered:
		return Badge{Kind: Returned}
	case law.StatusClosed:
		if s.Outcome == law.OutcomeWithdrawn {
			return Badge{Kind: Over}
		}
		return Badge{Kind: Answered}
	}
	due, _ := s.Deadline(law.AnswerDue)
	return DueBadge(due.On, today)
}

// Class is the state class of the stylesheet.
func (b Badge) Class() string {
	switch b.Kind {
	case Draft:
		return "is-draft"
	case Soon, DueToday, Partial, Returned:
		return "is-soon"
	case Late:
		return "is-late"
	case Answered:
		return "is-answered"
	}
	return ""
}

// Classes are all its classes.
func (b Badge) Classes() string {
	if state := b.Class(); state != "" {
		return "deadline-badge " + state
	}
	return "deadline-badge"
}

// In writes the badge.
func (b Badge) In(l lang.Lang) string {
	key := "badge." + string(b.Kind)
	if b.Kind == Waiting || b.Kind == Soon || b.Kind == Late {
		return lang.TN(l, key, b.Days)
	}
	return lang.T(l, key)
}
