package models

import (
	"context"
	"errors"

	"contreoffre/law"
)

// Purged counts what a purge did.
type Purged struct {
	Cases      int `json:"cases"`
	Accounts   int `json:"accounts"`
	Unreadable int `json:"unreadable"` // accounts that could not be read, and so were left alone
}

// PurgeOn returns the day on which a case of its account is erased when its
// person, here on visited, does not come back, whatever of the account goes
// before it. It returns ErrNoHorizon.
func (s *Store) PurgeOn(ctx context.Context, c Case, visited law.Date) (law.Date, error) {
	if s.lastDue == nil {
		return law.Date{}, ErrNoHorizon
	}
	beside, err := s.beside(ctx, c, visited)
	if err != nil {
		return law.Date{}, err
	}
	return purgeOn(c, beside, visited, s.lastDue(c)), nil
}

// beside reads what decides, beside a case, how long it is kept. Most cases
// ask for no more than whether there is an e-mail.
func (s *Store) beside(ctx context.Context, c Case, visited law.Date) (holding, error) {
	const query = `SELECT email_hash IS NOT NULL AS email, EXISTS (
    SELECT 1 FROM cases WHERE account_id = accounts.id AND id <> ? AND (
        EXISTS (SELECT 1 FROM requests WHERE case_id = cases.id)
        OR EXISTS (SELECT 1 FROM evidence WHERE case_id = cases.id)
        OR EXISTS (SELECT 1 FROM complaints WHERE case_id = cases.id))) AS letters
FROM accounts WHERE id = ?`
	var found struct{ Email, Letters bool }
	err := s.db(ctx).Raw(query, c.ID, c.Account).Scan(&found).Error
	h := holding{email: found.Email}
	if err != nil || !found.Letters || classOf(c) != classBare {
		return h, err
	}
	// Without locks: who looks at one case must not wait for who writes to
	// another, and the other way round.
	neighbours, err := s.Cases(unlocked(ctx), c.Account)
	for _, n := range neighbours {
		if n.ID != c.ID && written(n) {
			h.until = law.Later(h.until, purgeOn(n, h, visited, s.lastDue(n)))
		}
	}
	return h, err
}

// Purge erases the cases whose day has come, and the accounts that are left
// without one, as if their persons had pressed the button. It may be stopped,
// run again, and run by several replicas at once. An account that cannot be
// read is left alone and counted. It returns ErrNoHorizon, and ErrNotScrubbed
// as EraseAccount does.
func (s *Store) Purge(ctx context.Context) (Purged, error) {
	var done Purged
	if s.lastDue == nil {
		return done, ErrNoHorizon
	}
	// Nothing goes sooner after a visit than a bare case, so the clear column
	// spares us the reading of everybody else. The day more is for the hour of
	// the visit: a purge day begins at midnight.
	before := micros(s.now().AddDate(0, 0, 1-retentionOf(classBare).Days))
	var batch []string
	for last := ""; ; last = batch[len(batch)-1] {
		batch = batch[:0]
		const query = "SELECT id FROM accounts WHERE seen_at < ? AND id > ? ORDER BY id LIMIT 500"
		if err := s.db(ctx).Raw(query, before, last).Scan(&batch).Error; err != nil {
			return done, err
		}
		if len(batch) == 0 {
			break
		}
		for _, account := range batch {
			if err := s.purgeAccount(ctx, account, &done); err != nil {
				return done, err
			}
		}
	}
	if done.Cases+done.Accounts == 0 {
		return done, nil
	}
	return done, s.scrub(ctx)
}

// purgeAccount looks without a lock first: on most days nothing is due.
func (s *Store) purgeAccount(ctx context.Context, account string, done *Purged) error {
	var plan purgePlan
	look := func(ctx context.Context) (err error) {
		plan, err = s.planPurge(ctx, account)
		return err
	}
	switch err := s.read(ctx, look); {
	case errors.Is(err, ErrNotFound): // erased meanwhile
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil: // a database that is down fails the next batch
		done.Unreadable++
		return nil
	case !plan.any():
		return nil
	}
	err := s.write(ctx, func(ctx context.Context) error {
		if err := look(ctx); err != nil { // under lock: the person may be back
			return err
		}
		return s.carryOut(ctx, account, plan)
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	done.Cases += len(plan.cases)
	if plan.account {
		done.Accounts++
	}
	return nil
}

// purgePlan is what of an account has had its time.
type purgePlan struct {
	cases   []string
	account bool // nothing remains
}

func (p purgePlan) any() bool { return p.account || len(p.cases) > 0 }

func (s *Store) planPurge(ctx context.Context, account string) (purgePlan, error) {
	found, _, err := s.loadAccount(ctx, account)
	if err != nil {
		return purgePlan{}, err
	}
	cases, err := s.Cases(ctx, account)
	if err != nil {
		return purgePlan{}, err
	}
	today, visited := law.DateOf(s.now()), s.visitedOn(found.Seen)
	var plan purgePlan
	for _, c := range cases {
		on, err := s.PurgeOn(ctx, c, visited)
		if err != nil {
			return purgePlan{}, err
		}
		if !today.Before(on) {
			plan.cases = append(plan.cases, c.ID)
		}
	}
	empty := purgeOn(Case{}, holding{}, visited, law.Date{})
	plan.account = len(plan.cases) == len(cases) && !today.Before(empty)
	return plan, nil
}

// visitedOn is the day of the last visit, from its column.
func (s *Store) visitedOn(seen int64) law.Date {
	return law.DateOf(instant(seen).In(s.now().Location()))
}

// carryOut erases by the same code as the person's own button.
func (s *Store) carryOut(ctx context.Context, account string, plan purgePlan) error {
	if plan.account {
		return s.EraseAccount(ctx, account)
	}
	for _, id := range plan.cases {
		if err := s.EraseCase(ctx, account, id); err != nil {
			return err
		}
	}
	return nil
}
