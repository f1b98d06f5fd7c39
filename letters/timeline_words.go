package letters

import (
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
)

// LaneName names the request of a lane in a few words, and a complaint by its
// authority.
func LaneName(l lang.Lang, lane Lane) string {
	if lane.RequestID == "" {
		return lane.Authority
	}
	names := make([]string, len(lane.Rights))
	for i, right := range lane.Rights {
		names[i] = lang.T(l, "timeline."+string(right))
	}
	return strings.Join(names, " + ")
}

// LaneBegan says when the letter was sent, or the complaint filed.
func LaneBegan(l lang.Lang, lane Lane) string {
	key := "timeline.sent"
	if lane.RequestID == "" {
		key = "timeline.filed"
	}
	return lang.T(l, key, "on", lang.Date(l, lane.BeganOn))
}

// LaneEvent names what happened to a request, or to the complaint.
func LaneEvent(l lang.Lang, lane Lane, k law.EventKind) string {
	if lane.RequestID == "" {
		return lang.ComplaintEvent(l, k)
	}
	return lang.Event(l, k)
}

// LaneWord says the one thing to know about a lane: its deadline and how far
// that is, or the last that happened.
func LaneWord(l lang.Lang, lane Lane, today law.Date) string {
	if lane.Awaits() {
		due := lane.Due
		return lang.T(l, "timeline.due", "on", lang.Date(l, due.On), "when", WhenDue(l, due.Urgency(today), today.DaysUntil(due.On)))
	}
	return lastWord(l, lane, LaneEvent(l, lane, lane.Last().Kind))
}

func lastWord(l lang.Lang, lane Lane, what string) string {
	return lang.T(l, "timeline.last", "what", capitalised(what), "on", lang.Date(l, lane.Last().On))
}

// ComplaintLaneWord is LaneWord in the words of a complaint, which may find too
// little what the person's own pages call a complete answer.
func ComplaintLaneWord(l lang.Lang, lane Lane, today law.Date) string {
	if lane.Awaits() || lane.RequestID == "" {
		return LaneWord(l, lane, today)
	}
	return lastWord(l, lane, complaintEvent(l, lane.Last().Kind))
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
