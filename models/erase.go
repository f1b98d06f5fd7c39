package models

import (
	"context"
	"errors"

	"gorm.io/gorm/clause"

	"contreoffre/law"
)

// Erasure is a line of the ledger: that something was erased, and when. The
// hash is of a random id of 128 bits, so it leads back to nothing.
type Erasure struct {
	SubjectHash string `gorm:"primaryKey"`
	ErasedOn    string // YYYY-MM-DD
}

// TableName is for GORM.
func (Erasure) TableName() string { return "erasure_ledger" }

// EraseCase destroys the key of a case and deletes all of it at once, its files
// included. Only a line in the ledger remains. It returns ErrNotFound; ErrNotScrubbed means
// that the case is gone, see there.
func (s *Store) EraseCase(ctx context.Context, account, id string) error {
	if !validID(account) || !validID(id) {
		return ErrNotFound
	}
	err := s.write(ctx, func(ctx context.Context) error {
		var n int64
		err := s.db(ctx).Model(&caseRow{}).Where("id = ? AND account_id = ?", id, account).Count(&n).Error
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNotFound
		}
		// The cases beside it may be kept for less long now.
		if err := s.lookAgain(ctx, account); err != nil {
			return err
		}
		return s.eraseCase(ctx, id)
	})
	if err != nil {
		return err
	}
	return s.scrub(ctx)
}

// EraseAccount destroys the keys of an account and of its cases, and deletes
// every row of both, sessions included. Only lines in the ledger remain. It
// returns ErrNotFound; ErrNotScrubbed means that the account is gone, see
// there.
func (s *Store) EraseAccount(ctx context.Context, account string) error {
	if !validID(account) {
		return ErrNotFound
	}
	err := s.write(ctx, func(ctx context.Context) error {
		// The lock keeps a case from being opened while we delete.
		if err := s.locked(ctx).Select("id").Where("id = ?", account).Take(&accountRow{}).Error; err != nil {
			return notFound(err)
		}
		var cases []string
		if err := s.db(ctx).Model(&caseRow{}).Where("account_id = ?", account).Pluck("id", &cases).Error; err != nil {
			return err
		}
		for _, id := range cases {
			if err := s.eraseCase(ctx, id); err != nil {
				return err
			}
		}
		return s.eraseRows(ctx, "account", account)
	})
	if err != nil {
		return err
	}
	return s.scrub(ctx)
}

func (s *Store) eraseCase(ctx context.Context, id string) error {
	// Whoever writes to the case now finishes first.
	if err := s.locked(ctx).Select("id").Where("id = ?", id).Find(&[]caseRow{}).Error; err != nil {
		return err
	}
	var blobs []string
	const named = "SELECT id FROM blobs WHERE case_id = ? UNION SELECT blob_id FROM jobs WHERE case_id = ? AND blob_id IS NOT NULL"
	if err := s.db(ctx).Raw(named, id, id).Scan(&blobs).Error; err != nil {
		return err
	}
	discardLater(ctx, blobs...)
	return s.eraseRows(ctx, "case", id)
}

// eraseRows deletes, by the manifest, every row of a case or an account, and
// writes the ledger.
func (s *Store) eraseRows(ctx context.Context, kind, id string) error {
	for _, table := range ReadManifest().Tables {
		if table.Of != kind {
			continue
		}
		if err := s.db(ctx).Exec("DELETE FROM "+table.Name+" WHERE "+table.Column+" = ?", id).Error; err != nil {
			return err
		}
	}
	line := Erasure{hashOf([]byte(id)), law.DateOf(s.now()).String()}
	return s.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&line).Error
}

// Ledger returns all lines of the erasure ledger. It is kept apart from
// backups.
func (s *Store) Ledger(ctx context.Context) ([]Erasure, error) {
	var lines []Erasure
	err := s.db(ctx).Order("erased_on, subject_hash").Find(&lines).Error
	return lines, err
}

// ReplayErasures erases again what the lines name and a restored backup
// brought back, and returns how many accounts and cases that were.
func (s *Store) ReplayErasures(ctx context.Context, lines []Erasure) (int, error) {
	back, err := s.named(ctx, lines)
	if err != nil {
		return 0, err
	}
	erased := 0
	for _, subject := range back {
		if subject.caseID == "" {
			err = s.EraseAccount(ctx, subject.owner)
		} else {
			err = s.EraseCase(ctx, subject.owner, subject.caseID)
		}
		if errors.Is(err, ErrNotFound) { // went with its account
			continue
		}
		if err != nil && !errors.Is(err, ErrNotScrubbed) { // the next sweep does that
			return erased, err
		}
		erased++
	}
	return erased, nil
}

// subject is an account that an erasure named, or a case when caseID is set.
type subject struct{ owner, caseID string }

// named returns the accounts and then the cases that the lines name and that
// are there.
func (s *Store) named(ctx context.Context, lines []Erasure) (there []subject, err error) {
	if len(lines) == 0 {
		return nil, nil
	}
	listed := map[string]bool{}
	for _, line := range lines {
		listed[line.SubjectHash] = true
	}
	for _, query := range []string{
		"SELECT id AS owner, '' AS case_id, id AS subject FROM accounts",
		"SELECT account_id AS owner, id AS case_id, id AS subject FROM cases",
	} {
		var rows []struct{ Owner, CaseID, Subject string }
		if err := s.db(ctx).Raw(query).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			if listed[hashOf([]byte(row.Subject))] {
				there = append(there, subject{row.Owner, row.CaseID})
			}
		}
	}
	return there, nil
}
