package models

import (
	"context"

	"contreoffre/law"
)

// Who left an address is told before a dossier of theirs is purged. The day of
// a purge moves with each visit, so the notice is not planned: it is derived,
// like every reminder, when the case is looked at, and once more when its
// message is written.
const (
	noticeDays      = 30
	shortNoticeDays = 7 // for what is kept no longer than noticeDays after a visit
)

// bareLookDays is how often at least a bare case is looked at: a letter in
// another one may keep it, and what becomes of that letter is not written to
// the bare one. A look in this time comes before the notice that is due then.
func bareLookDays() int { return retentionOf(classBare).Days - shortNoticeDays - 1 }

// longAgo makes the sweep look at a case at its next round.
const longAgo = "0001-01-01"

// purgeNotice is the reminder of a purge: so many days before it, or later,
// while there is still a day to come back on.
func purgeNotice(c Case, h holding, purgeOn law.Date) Reminder {
	ahead := noticeDays
	if classOf(c) == classBare && h.until.IsZero() {
		ahead = shortNoticeDays
	}
	return Reminder{Occasion: PurgeAhead, DueOn: purgeOn, On: purgeOn.AddDays(-ahead), Until: purgeOn.AddDays(-1)}
}

// remindersOf lists all that a case has to remind of, the notice before its
// purge included.
func (s *Store) remindersOf(ctx context.Context, c Case) ([]Reminder, error) {
	list := s.reminders(c)
	if s.lastDue == nil {
		return list, nil
	}
	var row accountRow
	if err := s.db(ctx).Select("seen_at").Where("id = ?", c.Account).Take(&row).Error; err != nil {
		return nil, notFound(err)
	}
	visited := s.visitedOn(row.Seen)
	beside, err := s.beside(ctx, c, visited)
	if err != nil {
		return nil, err
	}
	return append(list, purgeNotice(c, beside, purgeOn(c, beside, visited, s.lastDue(c)))), nil
}

// remindOn is the first day on which a case that its person has just changed
// has to be looked at for its reminders; the zero Date when there is none. Of
// the notice before a purge it is the earliest day that any change beside the
// case could bring; the sweep finds the right one.
func (s *Store) remindOn(c Case, today law.Date) law.Date {
	list := s.reminders(c)
	if s.lastDue != nil {
		least := holding{email: true}
		list = append(list, purgeNotice(c, least, purgeOn(c, least, today, s.lastDue(c))))
	}
	return firstDay(list, func(r Reminder) bool { return !r.Until.Before(today) })
}

// nextLook is the first day after today on which a case has to be looked at.
// The day of an announced purge is one: whoever came back has put it off, and
// the new day needs its own notice.
func nextLook(c Case, reminders []Reminder, today law.Date) law.Date {
	next := firstDay(reminders, func(r Reminder) bool { return r.On.After(today) })
	sooner := func(day law.Date) {
		if next.IsZero() || day.Before(next) {
			next = day
		}
	}
	for _, r := range reminders {
		if r.Occasion != PurgeAhead {
			continue
		}
		if !r.On.After(today) {
			sooner(law.Later(r.DueOn, today.AddDays(1)))
		}
		if classOf(c) == classBare {
			sooner(today.AddDays(bareLookDays()))
		}
	}
	return next
}

// lookAgain makes the sweep look at every case of an account: something beside
// them changed what they have to remind of. It locks those cases, so it comes
// before a lock on the account, as in the sweep.
func (s *Store) lookAgain(ctx context.Context, account string) error {
	day := longAgo
	return s.db(ctx).Model(&caseRow{}).Where("account_id = ?", account).Select("remind_on").Updates(caseRow{RemindOn: &day}).Error
}
