package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"contreoffre/law"
)

// A machine's clock may be wrong for a while, and far ahead is the worse way:
// what is written then lies in the future once the clock is right, and would hold
// for as long as it was wrong. Attempts would keep their person out, a session
// stay open, a job and a reminder wait. Whatever says that it comes from
// further ahead than the clocks of replicas may differ is brought back to now.

// astray is how far ahead of ours the clock of another replica may be.
const astray = time.Hour

// The longest that anything waits by rights: a job between two tries, a reminder
// between two, an attempt until its window ends.
const (
	jobWait      = time.Hour
	reminderWait = 12 * time.Hour
	rateWait     = 48 * time.Hour
)

// bringBack moves what was written by a clock that was ahead to now. Reminders
// that were sent more than a day too early are forgotten, so that they are sent
// on their day. It reports how many rows that were.
func (s *Store) bringBack(ctx context.Context) (brought int, err error) {
	now := s.now()
	at, from := micros(now), micros(now.Add(astray))
	late := func(wait time.Duration) int64 { return micros(now.Add(wait + astray)) }
	err = s.write(ctx, func(ctx context.Context) error {
		for _, move := range []struct {
			sql  string
			args []any
		}{
			{"UPDATE jobs SET created_at = ? WHERE created_at > ?", []any{at, from}},
			{"UPDATE jobs SET ready_at = ? WHERE ready_at > ?", []any{at, late(jobWait)}},
			{"DELETE FROM reminders WHERE handed_at > ?", []any{late(24 * time.Hour)}},
			{"UPDATE reminders SET ready_at = ? WHERE ready_at > ?", []any{at, late(reminderWait)}},
			{"UPDATE sessions SET ends_at = ends_at - created_at + ?, created_at = ?, seen_at = ? WHERE created_at > ?", []any{at, at, at, from}},
			{"UPDATE sessions SET seen_at = ? WHERE seen_at > ?", []any{at, from}},
			{"UPDATE accounts SET seen_at = ? WHERE seen_at > ?", []any{at, from}},
			{"UPDATE once_keys SET created_at = ? WHERE created_at > ?", []any{at, from}},
			{"UPDATE email_confirmations SET ends_at = ? WHERE ends_at > ?", []any{micros(now.Add(ConfirmationLife)), late(ConfirmationLife)}},
			{"DELETE FROM sign_in_links WHERE ends_at > ?", []any{late(SignInLinkLife)}},
			{"DELETE FROM rate_counters WHERE ends_at > ?", []any{late(rateWait)}},
		} {
			done := s.db(ctx).Exec(move.sql, move.args...)
			if done.Error != nil {
				return done.Error
			}
			brought += int(done.RowsAffected)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return brought, nil
}

// LookAgain makes the sweep look at every case for its reminders, as after a
// time in which the clock was ahead: it then noted when to look again by days
// that had not come.
func (s *Store) LookAgain(ctx context.Context) error {
	return s.write(ctx, func(ctx context.Context) error {
		day := longAgo
		return s.db(ctx).Model(&caseRow{}).Where("remind_on IS NULL OR remind_on <> ?", day).
			Select("remind_on").Updates(caseRow{RemindOn: &day}).Error
	})
}

// checkRemind reports a case that the sweep will look at too late: after the next
// day of a reminder, or after its purge. A clock that was ahead leaves that
// behind. With mend the sweep looks at its next round.
func (s *Store) checkRemind(ctx context.Context, account, id string, mend bool) (late bool, err error) {
	look := s.read
	if mend {
		look = s.write
	}
	err = look(ctx, func(ctx context.Context) error {
		c, _, err := s.loadCase(ctx, account, id)
		if errors.Is(err, ErrNotFound) { // erased meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		reminders, err := s.remindersOf(ctx, c)
		if err != nil {
			return err
		}
		var row struct{ RemindOn *string }
		if err := s.db(ctx).Raw("SELECT remind_on FROM cases WHERE id = ?", id).Scan(&row).Error; err != nil {
			return err
		}
		last := lastLook(reminders, law.DateOf(s.now()))
		late = !last.IsZero() && (row.RemindOn == nil || *row.RemindOn > last.String())
		if !late || !mend {
			return nil
		}
		day := longAgo
		return s.db(ctx).Model(&caseRow{}).Where("id = ?", id).Select("remind_on").Updates(caseRow{RemindOn: &day}).Error
	})
	return late, err
}

// lastLook is the last day on which a case may be looked at without missing a
// reminder that is still to come. The notice of a purge may be late, not later
// than the purge.
func lastLook(reminders []Reminder, today law.Date) (last law.Date) {
	for _, r := range reminders {
		day := r.On
		if r.Occasion == PurgeAhead {
			day = r.DueOn
		}
		if day.After(today) && (last.IsZero() || day.Before(last)) {
			last = day
		}
	}
	return last
}

// What is purged is gone for good, and its line in the ledger keeps a backup from
// bringing it back. So a clock has to be believed first: one that jumped, over
// more days than a service is down for, is believed when it went on for as long
// as somebody may take to notice.
const (
	jumpDays   = 2
	steadyDays = 3
)

// clockRow says from which day to which the clock of the service went from day to
// day. All replicas share it: one whose clock is wrong keeps the others from
// purging, which is the safe way to be wrong.
type clockRow struct {
	ID      string `gorm:"primaryKey"`
	SinceOn string
	LastOn  string
}

func (clockRow) TableName() string { return "clock_days" }

// theClock is the id of its one row.
const theClock = "clock"

// Steady reports whether our clock has gone from day to day for long enough to
// purge by it. Whoever purges without being told to asks each day, since days
// that nobody asked on are a jump.
func (s *Store) Steady(ctx context.Context) (steady bool, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		var rows []clockRow
		if err := s.locked(ctx).Where("id = ?", theClock).Find(&rows).Error; err != nil {
			return err
		}
		today := law.DateOf(s.now())
		now := clockRow{theClock, today.String(), today.String()}
		if len(rows) > 0 {
			last, err := law.ParseDate(rows[0].LastOn)
			if err != nil {
				return err
			}
			if !today.Before(last) && !last.AddDays(jumpDays).Before(today) {
				now.SinceOn = rows[0].SinceOn
			}
		}
		since, err := law.ParseDate(now.SinceOn)
		steady = err == nil && !today.Before(since.AddDays(steadyDays))
		return errors.Join(err, s.db(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&now).Error)
	})
	return steady && err == nil, err
}
