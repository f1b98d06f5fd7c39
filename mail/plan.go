package mail

import (
	"cmp"
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

// A moment is when a deadline is reminded of: so many days after its day,
// before it when negative.
type moment struct {
	occasion models.Occasion
	after    int
}

// moments says when each kind of deadline is reminded of. Days on which
// somebody else has to act are looked at on the day after; days on which the
// person has to act come with time left to do it.
var moments = map[law.DeadlineKind][]moment{
	law.AnswerDue:      {{models.DayAhead, -7}, {models.DayPassed, 1}},
	law.AnswerLatest:   {{models.DayPassed, 1}},
	law.ComplainFrom:   {{models.DayOpens, 0}},
	law.Acknowledgment: {{models.DayPassed, 1}},
	law.ComplainBy:     {{models.DayAhead, -30}, {models.DayAhead, -7}},
	law.AuthorityNews:  {{models.DayPassed, 1}},
	law.AppealBy:       {{models.DayAhead, -30}, {models.DayAhead, -7}},
	law.ChildDecision:  {{models.DayPassed, 1}},
	law.Admissibility:  {{models.DayPassed, 1}},
	law.Transmission:   {{models.DayPassed, 1}},
	law.ClaimBy:        {{models.DayAhead, -180}, {models.DayAhead, -30}},
}

const (
	draftDays = 3  // without a change, until a letter that was not sent is reminded of
	usefulFor = 30 // days after which a reminder that could not be sent is of no use
)

// DeadlineReminders lists what the open deadlines of a request have to remind
// of; an empty request means the complaint. A day that is both the end of one
// deadline and the beginning of another is reminded of once.
func DeadlineReminders(request string, deadlines []law.Deadline) []models.Reminder {
	var list []models.Reminder
	for _, d := range deadlines {
		if !d.Open() {
			continue
		}
		for _, m := range moments[d.Kind] {
			list = append(list, reminderOf(request, d, m))
		}
	}
	slices.SortStableFunc(list, func(a, b models.Reminder) int { return a.On.Compare(b.On) })
	return slices.CompactFunc(list, func(a, b models.Reminder) bool { return a.On == b.On })
}

func reminderOf(request string, d law.Deadline, m moment) models.Reminder {
	on := d.On.AddDays(m.after)
	until := on.AddDays(usefulFor)
	if m.occasion == models.DayAhead {
		until = d.On
	}
	return models.Reminder{Occasion: m.occasion, Request: request, Deadline: d.Kind, DueOn: d.On, On: on, Until: until}
}

// DraftReminder reminds, once, of a letter that was written and not sent, when
// its dossier was last worked on some days ago.
func DraftReminder(request string, workedOn law.Date) models.Reminder {
	on := workedOn.AddDays(draftDays)
	return models.Reminder{Occasion: models.DraftWaits, Request: request, On: on, Until: on.AddDays(usefulFor)}
}

// InOrder puts the reminders of a whole case in the order of their days.
func InOrder(list []models.Reminder) []models.Reminder {
	slices.SortStableFunc(list, func(a, b models.Reminder) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.Request, b.Request))
	})
	return list
}
