package models

import (
	"context"

	"gorm.io/gorm"

	"contreoffre/law"
)

// What the tests need from inside.

func (s *Store) ORM() *gorm.DB { return s.orm }

// Sealing returns a context that holds the key of a case.
func (s *Store) Sealing(ctx context.Context, account, id string) (context.Context, error) {
	_, key, err := s.loadCase(ctx, account, id)
	return withKey(ctx, account, id, key), err
}

type CaseRow = caseRow

func SealedBytes(plain []byte) sealed { return sealed{plain} }
func (s sealed) Plain() []byte        { return s.plain }

const (
	DueQuery   = dueQuery
	SweepQuery = sweepQuery
)

// CasesToRemind is one look of the sweep: how many cases it found.
func (s *Store) CasesToRemind(ctx context.Context, today, after law.Date, limit int) (int, error) {
	batch, err := s.casesToRemind(ctx, today, caseToRemind{RemindOn: after.String()}, limit)
	return len(batch), err
}
