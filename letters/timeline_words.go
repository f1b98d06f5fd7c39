package letters

import (
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
)

// LaneName names the request of a lane in a few words.
func LaneName(l lang.Lang, rights []law.Right) string {
	names := make([]string, len(rights))
	for i, right := range rights {
		names[i] = lang.T(l, "timeline."+string(right))
	}
	return strings.Join(names, " + ")
}

// LaneWord says the one thing to know about a lane: its deadline and how far
// that is, or the last that happened.
func LaneWord(l lang.Lang, lane Lane, today law.Date) string {
	if due, ok := lane.Due(); ok {
		return lang.T(l, "timeline.due", "on", lang.Date(l, due.On), "when", WhenDue(l, due.Urgency(today), today.DaysUntil(due.On)))
	}
	last := lane.Last()
	return lang.T(l, "timeline.last", "what", lang.Event(l, last.Kind), "on", lang.Date(l, last.On))
}

// WhenDue says how far a deadline is, in words; days is negative once it has
// passed.
func WhenDue(l lang.Lang, u law.Urgency, days int) string {
	if days < 0 {
		days = -days
	}
	switch u {
	case law.UrgencyToday:
		return lang.T(l, "badge.today")
	case law.UrgencyLate:
		return lang.TN(l, "timeline.late", days)
	}
	return lang.TN(l, "timeline.in", days)
}
