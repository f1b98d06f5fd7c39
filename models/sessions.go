package models

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Limits say how long a session lasts.
type Limits struct {
	Idle time.Duration // since the last request
	Life time.Duration // since it began
}

// Limits for one's own device, and for one of which the person said that others
// use it too. One's own may be shared with the very person one does not want
// to read along; but an hour spent on one letter must not be lost.
var (
	OwnDevice    = Limits{Idle: 2 * time.Hour, Life: 12 * time.Hour}
	SharedDevice = Limits{Idle: 20 * time.Minute, Life: 4 * time.Hour}
)

// How stale SeenAt may be before a visit is written down: a write for each
// page would cost a sync of the disk. The first visit of a day is always
// written, because what is purged goes by the day of the last one.
const (
	sessionGrain = time.Minute
	accountGrain = time.Hour
)

// unnoted is the latest instant of a visit written down after which one at now
// is written down as well.
func (s *Store) unnoted(now int64, grain time.Duration) int64 {
	at := instant(now).In(s.now().Location())
	midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
	return max(now-grain.Microseconds(), micros(midnight)-1)
}

// Session is an open door to an account. Its token is known to the browser
// alone; ID names it in lists.
type Session struct {
	ID        string
	Account   string
	CreatedAt time.Time
	SeenAt    time.Time     // to within a minute
	EndsAt    time.Time     // at the latest
	Idle      time.Duration // without a visit, after which it ends before that
	ByLink    bool          // a sign-in link opened it; told of one's own session, not in lists
}

// Shared reports whether it was opened on a device that others use too.
func (s Session) Shared() bool { return s.Idle == SharedDevice.Idle }

type sessionRow struct {
	ID        string `gorm:"primaryKey"`
	AccountID string
	TokenHash string
	Idle      int64 // microseconds
	Created   int64 `gorm:"column:created_at"`
	Seen      int64 `gorm:"column:seen_at"`
	Ends      int64 `gorm:"column:ends_at"`
}

func (sessionRow) TableName() string { return "sessions" }

// linkToken begins the token of a session that a sign-in link opened. Only the
// hash of a whole token finds its session, so no browser can add it.
const linkToken = "link-"

// StartSession opens a session and returns it with its token. Each log-in
// starts a new one, so that no token from before is worth more after. It is a
// visit, however short.
func (s *Store) StartSession(ctx context.Context, account string, limits Limits) (Session, string, error) {
	return s.startSession(ctx, account, limits, newToken())
}

// StartSessionByLink is StartSession for somebody who came by a sign-in link.
func (s *Store) StartSessionByLink(ctx context.Context, account string, limits Limits) (Session, string, error) {
	return s.startSession(ctx, account, limits, linkToken+newToken())
}

func (s *Store) startSession(ctx context.Context, account string, limits Limits, token string) (Session, string, error) {
	now := s.now()
	row := sessionRow{ID: NewID(), AccountID: account, TokenHash: s.lookup.Hash(forToken, token),
		Idle: limits.Idle.Microseconds(), Created: micros(now), Seen: micros(now), Ends: micros(now.Add(limits.Life))}
	err := s.write(ctx, func(ctx context.Context) error {
		if _, err := s.Account(ctx, account); err != nil {
			return err
		}
		if err := s.noteVisitOf(ctx, account, row.Seen); err != nil {
			return err
		}
		return s.db(ctx).Create(&row).Error
	})
	if err != nil {
		return Session{}, "", err
	}
	return row.openedBy(token), token, nil
}

// Session returns the living session of a token and notes the visit. It
// returns ErrNotFound for an unknown, ended or timed-out one.
func (s *Store) Session(ctx context.Context, token string) (Session, error) {
	now := s.nowMicros()
	row, err := s.livingSession(ctx, token, now)
	if err != nil {
		return Session{}, err
	}
	if row.Seen <= s.unnoted(now, sessionGrain) {
		if err := s.noteVisit(ctx, row, now); err != nil {
			return Session{}, err
		}
		row.Seen = now
	}
	return row.openedBy(token), nil
}

// SessionUnseen is Session without a visit: for a page that asked by itself,
// before which nobody may sit any more.
func (s *Store) SessionUnseen(ctx context.Context, token string) (Session, error) {
	row, err := s.livingSession(ctx, token, s.nowMicros())
	if err != nil {
		return Session{}, err
	}
	return row.openedBy(token), nil
}

func (s *Store) livingSession(ctx context.Context, token string, now int64) (row sessionRow, err error) {
	err = living(s.db(ctx), now).Where("token_hash IN ?", s.lookup.Hashes(forToken, token)).Take(&row).Error
	return row, notFound(err)
}

func living(db *gorm.DB, now int64) *gorm.DB {
	return db.Where("ends_at > ? AND seen_at + idle > ?", now, now)
}

// noteVisit never moves an instant backwards: two replicas' clocks differ.
func (s *Store) noteVisit(ctx context.Context, row sessionRow, now int64) error {
	return s.write(ctx, func(ctx context.Context) error {
		err := s.db(ctx).Model(&sessionRow{}).Where("id = ? AND seen_at < ?", row.ID, now).
			Select("seen_at").Updates(sessionRow{Seen: now}).Error
		if err != nil {
			return err
		}
		return s.noteVisitOf(ctx, row.AccountID, now)
	})
}

func (s *Store) noteVisitOf(ctx context.Context, account string, now int64) error {
	return s.db(ctx).Model(&accountRow{}).Where("id = ? AND seen_at <= ?", account, s.unnoted(now, accountGrain)).
		Select("seen_at").Updates(accountRow{Seen: now}).Error
}

// Sessions lists the living sessions of an account, the newest first.
func (s *Store) Sessions(ctx context.Context, account string) ([]Session, error) {
	var rows []sessionRow
	err := living(s.db(ctx), s.nowMicros()).Where("account_id = ?", account).
		Order("created_at DESC, id").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	sessions := make([]Session, len(rows))
	for i, row := range rows {
		sessions[i] = row.session()
	}
	return sessions, nil
}

// EndSession ends one session of an account, or returns ErrNotFound.
func (s *Store) EndSession(ctx context.Context, account, id string) error {
	if !validID(id) {
		return ErrNotFound
	}
	return s.write(ctx, func(ctx context.Context) error {
		done := s.db(ctx).Where("account_id = ? AND id = ?", account, id).Delete(&sessionRow{})
		if done.Error == nil && done.RowsAffected == 0 {
			return ErrNotFound
		}
		return done.Error
	})
}

// EndOtherSessions ends all sessions of an account but one; an empty keep ends
// them all.
func (s *Store) EndOtherSessions(ctx context.Context, account, keep string) error {
	return s.write(ctx, func(ctx context.Context) error {
		return s.db(ctx).Where("account_id = ? AND id <> ?", account, keep).Delete(&sessionRow{}).Error
	})
}

// openedBy is the session of the browser that holds its token.
func (r sessionRow) openedBy(token string) Session {
	session := r.session()
	session.ByLink = strings.HasPrefix(token, linkToken)
	return session
}

func (r sessionRow) session() Session {
	return Session{ID: r.ID, Account: r.AccountID,
		CreatedAt: instant(r.Created), SeenAt: instant(r.Seen), EndsAt: instant(r.Ends),
		Idle: time.Duration(r.Idle) * time.Microsecond}
}
