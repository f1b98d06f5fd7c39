package models

import (
	"context"

	"contreoffre/law"
)

// Due is a case whose next deadline is NextDueOn. It holds no personal data;
// the case itself is read with its account.
type Due struct {
	Account   string
	Case      string
	NextDueOn law.Date
}

const dueQuery = `SELECT account_id, id, next_due_on FROM cases
WHERE next_due_on IS NOT NULL AND next_due_on <= ? AND (next_due_on, id) > (?, ?)
ORDER BY next_due_on, id LIMIT ?`

// DueCases returns the cases whose next deadline is by, or before, a day: the
// next limit of them after the last one of the batch before (the zero Due to
// begin), in the order of the days. It reads the index of the column only.
func (s *Store) DueCases(ctx context.Context, by law.Date, after Due, limit int) ([]Due, error) {
	batch := make([]Due, 0, limit)
	err := s.sweep(ctx, func(account, id, on string) error {
		day, err := law.ParseDate(on)
		batch = append(batch, Due{account, id, day})
		return err
	}, dueQuery, by.String(), after.NextDueOn.String(), after.Case, limit)
	if err != nil {
		return nil, err
	}
	return batch, nil
}

// sweep hands over each account, case and day that a query finds. It reads the
// rows as they come: the mapping to structs would cost as much as the query.
func (s *Store) sweep(ctx context.Context, found func(account, id, on string) error, query string, args ...any) error {
	rows, err := s.db(ctx).Raw(query, args...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var account, id, on string
		if err := rows.Scan(&account, &id, &on); err != nil {
			return err
		}
		if err := found(account, id, on); err != nil {
			return err
		}
	}
	return rows.Err()
}

// WrongDue is a case whose stored next due day is not the derived one.
type WrongDue struct {
	Account, Case   string
	Stored, Derived law.Date
}

// CheckDue derives the next due day of every case and returns those whose
// stored one differs. With mend it stores the derived day, and has the case
// looked at for its reminders, for the time after a calendar has changed; the
// version of a case does not move, its person's pages stay good.
func (s *Store) CheckDue(ctx context.Context, mend bool) ([]WrongDue, error) {
	var wrong []WrongDue
	var batch []struct{ ID, AccountID string }
	for last := ""; ; last = batch[len(batch)-1].ID {
		batch = batch[:0]
		query := s.db(ctx).Raw("SELECT id, account_id FROM cases WHERE id > ? ORDER BY id LIMIT 500", last)
		if err := query.Scan(&batch).Error; err != nil || len(batch) == 0 {
			return wrong, err
		}
		for _, row := range batch {
			found, err := s.checkDue(ctx, row.AccountID, row.ID, mend)
			if err != nil {
				return wrong, err
			}
			wrong = append(wrong, found...)
		}
	}
}

func (s *Store) checkDue(ctx context.Context, account, id string, mend bool) (wrong []WrongDue, err error) {
	look := s.read
	if mend {
		look = s.write
	}
	err = look(ctx, func(ctx context.Context) error {
		c, _, err := s.loadCase(ctx, account, id)
		if err == ErrNotFound { // erased meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		derived := s.nextDue(c)
		if derived == c.NextDueOn {
			return nil
		}
		wrong = append(wrong, WrongDue{account, id, c.NextDueOn, derived})
		if !mend {
			return nil
		}
		look := longAgo
		mended := caseRow{NextDueOn: due(derived), RemindOn: &look}
		return s.db(ctx).Model(&caseRow{}).Where("id = ?", id).Select("next_due_on", "remind_on").Updates(mended).Error
	})
	return wrong, err
}
