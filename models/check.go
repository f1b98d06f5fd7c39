package models

import (
	"context"
	"errors"

	"contreoffre/law"
	"contreoffre/migrations"
)

// Finding is one thing that is not as it should be. It names random ids alone.
type Finding struct {
	Kind    string   `json:"kind"` // integrity, unreadable, due, remind, erased
	Account string   `json:"account,omitzero"`
	Case    string   `json:"case,omitzero"`
	Detail  string   `json:"detail,omitzero"`  // of the database or of the store, for its operator
	Stored  law.Date `json:"stored,omitzero"`  // of a due day,
	Derived law.Date `json:"derived,omitzero"` // which should be this
	Mended  bool     `json:"mended"`
}

// Checked is what a check looked at and what it found.
type Checked struct {
	Accounts int       `json:"accounts"`
	Cases    int       `json:"cases"`
	Letters  int       `json:"letters"`
	Findings []Finding `json:"findings"`
}

// Whole reports whether nothing is left to mend.
func (c Checked) Whole() bool {
	for _, f := range c.Findings {
		if !f.Mended {
			return false
		}
	}
	return true
}

// Check reads everything that is kept, beside any number of servers: the
// database's own structure, every sealed document under its key, every letter
// against its hashes, every next due day against the rules, the day of the next
// look for reminders against what there is to remind of, and the ledger of
// erasures against what is there. With mend it stores the derived due days, has
// the sweep look again and erases again what the ledger names; nothing else is
// written.
func (s *Store) Check(ctx context.Context, mend bool) (Checked, error) {
	done := Checked{Findings: []Finding{}}
	if err := s.checkStructure(ctx, &done); err != nil {
		return done, err
	}
	if err := s.checkLedger(ctx, mend, &done); err != nil {
		return done, err
	}
	var batch []string
	for last := ""; ; last = batch[len(batch)-1] {
		batch = batch[:0]
		if err := s.db(ctx).Raw("SELECT id FROM accounts WHERE id > ? ORDER BY id LIMIT 500", last).Scan(&batch).Error; err != nil || len(batch) == 0 {
			return done, err
		}
		for _, account := range batch {
			if err := s.checkAccount(ctx, account, mend, &done); err != nil {
				return done, err
			}
		}
	}
}

// checkStructure asks SQLite to read all its pages. PostgreSQL keeps that for
// its own tools; that its rows can be read is seen on the way.
func (s *Store) checkStructure(ctx context.Context, done *Checked) error {
	if s.engine != migrations.SQLite {
		return nil
	}
	var told []string
	if err := s.db(ctx).Raw("PRAGMA integrity_check").Scan(&told).Error; err != nil {
		return err
	}
	var orphans []string
	if err := s.db(ctx).Raw(`SELECT "table" || ' -> ' || parent FROM pragma_foreign_key_check`).Scan(&orphans).Error; err != nil {
		return err
	}
	for _, detail := range append(told, orphans...) {
		if detail != "ok" {
			done.Findings = append(done.Findings, Finding{Kind: "integrity", Detail: detail})
		}
	}
	return nil
}

// checkLedger finds what was erased and is there all the same.
func (s *Store) checkLedger(ctx context.Context, mend bool, done *Checked) error {
	lines, err := s.Ledger(ctx)
	if err != nil {
		return err
	}
	inFile, err := readLedger(s.ledgerFile)
	if err != nil {
		return err
	}
	back, err := s.named(ctx, append(lines, inFile...))
	if err != nil {
		return err
	}
	for _, subject := range back {
		done.Findings = append(done.Findings, Finding{Kind: "erased", Account: subject.owner, Case: subject.caseID, Mended: mend})
	}
	if !mend || len(back) == 0 {
		return nil
	}
	_, err = s.ReplayErasures(ctx, append(lines, inFile...))
	return err
}

// checkAccount reads an account and all of its cases. What cannot be read is
// a finding; an error means that the database does not answer.
func (s *Store) checkAccount(ctx context.Context, account string, mend bool, done *Checked) error {
	_, errAccount := s.Mailbox(ctx, account)
	_, errFeed := s.Feed(ctx, account)
	if errors.Is(errFeed, ErrNotFound) {
		errFeed = nil
	}
	if errors.Is(errAccount, ErrNotFound) { // erased meanwhile
		return nil
	}
	done.Accounts++
	if err := s.note(ctx, done, Finding{Account: account}, errors.Join(errAccount, errFeed)); err != nil {
		return err
	}
	var cases []string
	if err := s.db(ctx).Raw("SELECT id FROM cases WHERE account_id = ? ORDER BY id", account).Scan(&cases).Error; err != nil {
		return err
	}
	for _, id := range cases {
		done.Cases++
		wrong, err := s.checkDue(ctx, account, id, mend)
		for _, w := range wrong {
			done.Findings = append(done.Findings, Finding{Kind: "due", Account: account, Case: id, Stored: w.Stored, Derived: w.Derived, Mended: mend})
		}
		late := false
		if err == nil {
			late, err = s.checkRemind(ctx, account, id, mend)
		}
		if late {
			done.Findings = append(done.Findings, Finding{Kind: "remind", Account: account, Case: id, Mended: mend})
		}
		if err == nil {
			err = s.checkLetters(ctx, account, id, done)
		}
		if err := s.note(ctx, done, Finding{Account: account, Case: id}, err); err != nil {
			return err
		}
	}
	return nil
}

// checkLetters reads every letter of a case as it was sent.
func (s *Store) checkLetters(ctx context.Context, account, id string, done *Checked) error {
	var letters []struct{ RequestID, EventID string }
	err := s.db(ctx).Raw("SELECT request_id, event_id FROM letters WHERE case_id = ?", id).Scan(&letters).Error
	if err != nil {
		return err
	}
	for _, letter := range letters {
		if _, _, err := s.LetterAsSent(ctx, account, id, letter.RequestID, letter.EventID); err != nil {
			return err
		}
		done.Letters++
	}
	return nil
}

// note makes a finding of an error, unless the database does not answer or we
// were stopped: then the check cannot go on.
func (s *Store) note(ctx context.Context, done *Checked, f Finding, err error) error {
	if err == nil || errors.Is(err, ErrNotFound) {
		return nil
	}
	if down := errors.Join(ctx.Err(), s.Ping(ctx)); down != nil {
		return down
	}
	f.Kind, f.Detail = "unreadable", err.Error()
	done.Findings = append(done.Findings, f)
	return nil
}
