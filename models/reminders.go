package models

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"contreoffre/law"
	"contreoffre/migrations"
)

// Occasion is why somebody is reminded, and all that a message may tell of it.
type Occasion string

// The occasions.
const (
	DayAhead   Occasion = "ahead"  // a day comes near
	DayPassed  Occasion = "passed" // a day went by
	DayOpens   Occasion = "opens"  // from this day on something can be done
	DraftWaits Occasion = "draft"  // a letter was written and not sent
	PurgeAhead Occasion = "purge"  // a dossier is erased soon unless its person comes back
)

// Occasions lists every occasion once.
var Occasions = []Occasion{DayAhead, DayPassed, DayOpens, DraftWaits, PurgeAhead}

// Reminder is one thing that a case has to remind of.
type Reminder struct {
	Occasion Occasion
	Request  string           // empty for the complaint and for the whole case
	Deadline law.DeadlineKind // empty for a draft and for a purge
	DueOn    law.Date         // of the deadline or the purge; zero for a draft, which is named once
	On       law.Date         // sent on that day,
	Until    law.Date         // or later, until this one; then it is of no use any more
}

// about names the reminder among those of its case. A deadline that moves has
// another name, so that its new day is reminded of as well.
func (r Reminder) about() string {
	days := ""
	if !r.DueOn.IsZero() {
		days = strconv.Itoa(r.DueOn.DaysUntil(r.On))
	}
	return strings.Join([]string{string(r.Occasion), r.Request, string(r.Deadline), r.DueOn.String(), days}, "\x00")
}

type reminderRow struct {
	ID        string `gorm:"primaryKey"`
	AccountID string
	CaseID    string
	AboutHash string
	Tries     int
	Ready     *int64 `gorm:"column:ready_at"`
	Handed    *int64 `gorm:"column:handed_at"`
}

func (reminderRow) TableName() string { return "reminders" }

func firstDay(reminders []Reminder, counts func(Reminder) bool) law.Date {
	var first law.Date
	for _, r := range reminders {
		if counts(r) && (first.IsZero() || r.On.Before(first)) {
			first = r.On
		}
	}
	return first
}

// sweepBatch is how many cases the sweep looks up at once.
const sweepBatch = 500

const sweepQuery = `SELECT account_id, id, remind_on FROM cases
WHERE remind_on IS NOT NULL AND remind_on <= ? AND (remind_on, id) > (?, ?)
ORDER BY remind_on, id LIMIT ?`

// caseToRemind is a case whose remind_on has come.
type caseToRemind struct{ AccountID, ID, RemindOn string }

func (s *Store) casesToRemind(ctx context.Context, today law.Date, after caseToRemind, limit int) (batch []caseToRemind, err error) {
	batch = make([]caseToRemind, 0, limit)
	err = s.sweep(ctx, func(account, id, on string) error {
		batch = append(batch, caseToRemind{account, id, on})
		return nil
	}, sweepQuery, today.String(), after.RemindOn, after.ID, limit)
	return batch, err
}

// QueueReminders queues every reminder whose day has come, of every account
// that wants reminders, each once however often and from however many
// replicas it is called. It returns how many it queued. A case that cannot be
// read does not keep the others from being queued; its error is returned.
func (s *Store) QueueReminders(ctx context.Context, today law.Date) (queued int, err error) {
	var last caseToRemind
	for {
		batch, lookUp := s.casesToRemind(ctx, today, last, sweepBatch)
		if lookUp != nil || len(batch) == 0 {
			return queued, errors.Join(err, lookUp)
		}
		for _, last = range batch {
			n, failed := s.queueCase(ctx, last, today)
			queued += n
			err = errors.Join(err, failed)
			if ctx.Err() != nil {
				return queued, err
			}
		}
	}
}

// queueCase queues what a case has to remind of today and notes when to look
// at it again.
func (s *Store) queueCase(ctx context.Context, at caseToRemind, today law.Date) (queued int, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		if mine, err := s.takeForSweep(ctx, at.ID, today); err != nil || !mine {
			return err
		}
		c, _, err := s.loadCase(ctx, at.AccountID, at.ID)
		if err != nil {
			return err
		}
		wanted, err := s.wantsReminders(ctx, at.AccountID)
		if err != nil {
			return err
		}
		reminders, err := s.remindersOf(ctx, c)
		if err != nil {
			return err
		}
		for _, r := range reminders {
			if !wanted || r.On.After(today) || r.Until.Before(today) {
				continue
			}
			n, err := s.queue(ctx, at, r)
			if err != nil {
				return err
			}
			queued += n
		}
		return s.db(ctx).Model(&caseRow{}).Where("id = ?", at.ID).Select("remind_on").Updates(caseRow{RemindOn: due(nextLook(c, reminders, today))}).Error
	})
	if err != nil {
		return 0, err
	}
	return queued, nil
}

// takeForSweep locks the row of a case whose day has come. It reports false
// when another replica is at it or was.
func (s *Store) takeForSweep(ctx context.Context, id string, today law.Date) (bool, error) {
	query := s.db(ctx)
	if s.engine == migrations.Postgres {
		query = query.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked})
	}
	var found []string
	err := query.Model(&caseRow{}).Where("id = ? AND remind_on <= ?", id, today.String()).Pluck("id", &found).Error
	return len(found) == 1, err
}

// queue puts a reminder into the queue, or back into it when it was dropped: a
// day that moved away and came back is reminded of again. The caller holds the
// row of the case, so that nobody queues the same meanwhile.
func (s *Store) queue(ctx context.Context, of caseToRemind, r Reminder) (int, error) {
	now := s.nowMicros()
	known := s.db(ctx).Model(&reminderRow{}).Where("case_id = ? AND about_hash IN ?", of.ID, s.lookup.Hashes(forReminder, r.about())).Session(sharedQuery)
	dropped := known.Where("ready_at IS NULL AND handed_at IS NULL").Select("ready_at").Updates(reminderRow{Ready: &now})
	if dropped.Error != nil || dropped.RowsAffected > 0 {
		return int(dropped.RowsAffected), dropped.Error
	}
	var n int64
	if err := known.Count(&n).Error; err != nil || n > 0 {
		return 0, err
	}
	row := reminderRow{ID: NewID(), AccountID: of.AccountID, CaseID: of.ID, AboutHash: s.lookup.Hash(forReminder, r.about()), Ready: &now}
	return 1, s.db(ctx).Create(&row).Error
}

// Claim is a reminder that is ours to send until an instant. Sent by then and
// not a moment later, it is sent by nobody else.
type Claim struct {
	ID      string // names the message, at each try the same
	Account string
	Case    string
	Until   time.Time
	about   string
	tries   int
}

// Tries is how often the reminder was claimed, this time included.
func (c Claim) Tries() int { return c.tries }

// ClaimReminders takes up to limit queued reminders for as long as lease. One
// whose lease ran out, because who held it died, is claimed anew.
func (s *Store) ClaimReminders(ctx context.Context, limit int, lease time.Duration) ([]Claim, error) {
	now := s.now()
	until := now.Add(lease)
	var rows []reminderRow
	err := s.write(ctx, func(ctx context.Context) error {
		query := s.claimQuery("reminders", "", "id, account_id, case_id, about_hash, tries")
		return s.db(ctx).Raw(query, micros(now), limit, micros(until)).Scan(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	claims := make([]Claim, len(rows))
	for i, row := range rows {
		claims[i] = Claim{ID: row.ID, Account: row.AccountID, Case: row.CaseID, Until: until, about: row.AboutHash, tries: row.Tries}
	}
	return claims, nil
}

// ErrUnwanted is returned for a claimed reminder that nobody needs any more:
// its day moved or is long past, its deadline was met, its letter was sent, or
// the person wants no reminders.
var ErrUnwanted = errors.New("models: a reminder that nobody needs")

// Notice is what a message is written from: where it goes, in which language,
// why. Nothing of the case is in it.
type Notice struct {
	Address  string
	Language string
	Occasion Occasion
}

// Notice tells what to send for a claim, as the case stands now. It returns
// ErrUnwanted when nothing is to be sent.
func (s *Store) Notice(ctx context.Context, claim Claim, today law.Date) (n Notice, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		c, _, err := s.loadCase(ctx, claim.Account, claim.Case)
		if err != nil {
			return err
		}
		reminders, err := s.remindersOf(ctx, c)
		if err != nil {
			return err
		}
		for _, r := range reminders {
			if r.On.After(today) || r.Until.Before(today) || !s.lookup.Matches(forReminder, r.about(), claim.about) {
				continue
			}
			mailbox, err := s.Mailbox(ctx, claim.Account)
			if err != nil { // told to stop, or the database is away: not the person's word
				return err
			}
			if mailbox.Language == "" || mailbox.Address == "" {
				return ErrUnwanted
			}
			n = Notice{Address: mailbox.Address, Language: mailbox.Language, Occasion: r.Occasion}
			return nil
		}
		return ErrUnwanted
	})
	if errors.Is(err, ErrNotFound) { // erased meanwhile
		return n, ErrUnwanted
	}
	return n, err
}

// HandedOver notes that the mail server took the message of a claim.
func (s *Store) HandedOver(ctx context.Context, claim Claim) error {
	now := s.nowMicros()
	return s.settle(ctx, claim, reminderRow{Handed: &now}, nil)
}

// DropReminder ends a claim without a message. The reminder comes back only
// when its case changes and has need of it.
func (s *Store) DropReminder(ctx context.Context, claim Claim) error {
	return s.settle(ctx, claim, reminderRow{}, &claim.tries)
}

// PutBack ends a claim that could not be sent; it is ready again after a
// while.
func (s *Store) PutBack(ctx context.Context, claim Claim, after time.Duration) error {
	ready := micros(s.now().Add(after))
	return s.settle(ctx, claim, reminderRow{Ready: &ready}, &claim.tries)
}

// settle writes how a claim ended. What was sent was sent whoever holds the
// claim now; anything else is told by its holder alone, which the number of
// tries is proof of.
func (s *Store) settle(ctx context.Context, claim Claim, row reminderRow, holder *int) error {
	return s.write(ctx, func(ctx context.Context) error {
		query := s.db(ctx).Model(&reminderRow{}).Where("id = ? AND handed_at IS NULL", claim.ID)
		if holder != nil {
			query = query.Where("tries = ?", *holder)
		}
		return query.Select("ready_at", "handed_at").Updates(row).Error
	})
}

// AccountOfReminder returns the account that a reminder was sent to, or
// ErrNotFound. It is for the link in the message, whose token proves that we
// wrote it.
func (s *Store) AccountOfReminder(ctx context.Context, id string) (string, error) {
	if !validID(id) {
		return "", ErrNotFound
	}
	var row reminderRow
	err := s.db(ctx).Select("id", "account_id").Where("id = ?", id).Take(&row).Error
	return row.AccountID, notFound(err)
}

// wantsReminders reports whether an account has settings for reminders.
func (s *Store) wantsReminders(ctx context.Context, account string) (bool, error) {
	var n int64
	err := s.db(ctx).Model(&reminderSettingsRow{}).Where("account_id = ?", account).Count(&n).Error
	return n > 0, err
}
