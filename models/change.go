package models

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"contreoffre/law"
	"contreoffre/vault"
)

// Change is the one way to write to a case: it reads the case, lets change
// alter it, and stores what is different, with the next version and the next
// due day, in one transaction. It returns the case as stored.
//
// It returns ErrNotFound, ErrStale when version is not the stored one, and
// ErrHistory when change removed or altered an event (notes and exhibits of an
// event may change), ErrFull when it grew above what its account may hold. An
// error of change is returned as it is. With any error nothing is written.
func (s *Store) Change(ctx context.Context, account, id string, version int, change func(*Case) error) (Case, error) {
	nothing := func(context.Context) error { return nil }
	return s.changeAnd(ctx, account, id, version, change, nothing)
}

// changeAnd is Change that also writes other rows of the case, under a context
// that holds its key.
func (s *Store) changeAnd(ctx context.Context, account, id string, version int, change func(*Case) error, also func(context.Context) error) (c Case, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		c, err = s.change(ctx, account, id, version, change, also)
		return err
	})
	if err != nil {
		return Case{}, err
	}
	return c, nil
}

func (s *Store) change(ctx context.Context, account, id string, version int, change func(*Case) error, also func(context.Context) error) (Case, error) {
	c, key, err := s.loadCase(ctx, account, id)
	if err != nil {
		return c, err
	}
	if c.Version != version {
		return c, ErrStale
	}
	// The documents are written out now, because change alters the case in
	// place and shares its lists with any copy.
	before, err := rowsOf(c)
	if err != nil {
		return c, err
	}
	past, stored := historyOf(c), c
	if err := change(&c); err != nil {
		return c, err
	}
	c.ID, c.Account, c.CreatedAt = stored.ID, stored.Account, stored.CreatedAt
	giveIDs(&c)
	after, err := rowsOf(c)
	if err != nil {
		return c, err
	}
	if err := keepsHistory(past, historyOf(c)); err != nil {
		return c, err
	}
	c.Version = version + 1
	sealing := withKey(ctx, account, id, key)
	had, has := before.docBytes(stored), after.docBytes(c)
	if err := s.checkDocs(ctx, c, had, has); err != nil {
		return c, err
	}
	if err := s.storeCase(sealing, c, before, after); err != nil {
		return c, err
	}
	if err := also(sealing); err != nil {
		return c, err
	}
	// Read again: what is returned is what is stored.
	if c, _, err = s.loadCase(ctx, account, id); err != nil {
		return c, err
	}
	if froze := after.docBytes(c); froze != has { // also wrote a letter
		return c, errors.Join(s.checkDocs(ctx, c, had, froze), s.storeDocBytes(ctx, c.ID, froze))
	}
	return c, nil
}

// CreateCase opens a case with what is known so far.
func (s *Store) CreateCase(ctx context.Context, account string, facts Facts) (Case, error) {
	return s.ImportCase(ctx, account, Case{Facts: facts}, nil)
}

// ImportCase stores a whole case that came from elsewhere under a new id and
// returns it. What has no id gets one. Frozen letters are kept as they
// are, with their PDF where pdfs has it. It returns ErrNotFound
// for an unknown account, ErrManyCases and ErrFull for one that may not hold it,
// ErrBadID for ids that cannot be kept, ErrHash for a letter that does not match
// its own SHA-256.
func (s *Store) ImportCase(ctx context.Context, account string, c Case, pdfs map[LetterID][]byte) (Case, error) {
	c = c.clone()
	c.ID, c.Account, c.Version = NewID(), account, 1
	c.CreatedAt = s.now()
	giveIDs(&c)
	after, err := rowsOf(c)
	if err != nil {
		return Case{}, err
	}
	key := vault.NewKey()
	err = s.write(ctx, func(ctx context.Context) error {
		if _, err := s.Account(ctx, account); err != nil {
			return err
		}
		if err := errors.Join(s.checkCases(ctx, account), s.checkDocs(ctx, c, 0, after.docBytes(c))); err != nil {
			return err
		}
		wrapped, err := s.wrap(ctx, key, keyPlace(account, "cases", c.ID))
		if err != nil {
			return err
		}
		sealing := withKey(ctx, account, c.ID, key)
		row := caseRow{ID: c.ID, AccountID: account, WrappedKey: wrapped,
			Facts: sealed{[]byte("{}")}, FactsVersion: docVersion, Created: micros(c.CreatedAt), Updated: micros(c.CreatedAt)}
		if err := s.db(sealing).Create(&row).Error; err != nil {
			return err
		}
		if err := s.storeCase(sealing, c, rows{}, after); err != nil {
			return err
		}
		for _, r := range c.Requests {
			if err := s.importLetters(sealing, c.ID, r, pdfs); err != nil {
				return err
			}
		}
		if err := s.importFilings(sealing, c, pdfs); err != nil {
			return err
		}
		c, _, err = s.loadCase(ctx, account, c.ID)
		return err
	})
	if err != nil {
		return Case{}, err
	}
	return c, nil
}

// storeCase writes what differs between before and after, under a context that
// holds the key of the case.
func (s *Store) storeCase(ctx context.Context, c Case, before, after rows) error {
	tx := s.db(ctx)
	if err := errors.Join(
		reconcile(tx, before.requests, after.requests),
		reconcile(tx, before.events, after.events),
		reconcile(tx, before.evidence, after.evidence),
		reconcile(tx, before.complaints, after.complaints),
		s.reconcileBlobs(ctx, c.ID, before.blobs, after.blobs),
	); err != nil {
		return err
	}
	now := s.now()
	c.UpdatedAt = now
	// The row lock already keeps others out; the version in the condition
	// proves it.
	_, files := c.Kept()
	row := caseRow{ID: c.ID, Version: c.Version, Facts: sealed{after.facts}, FactsVersion: docVersion,
		DocBytes: after.docBytes(c), FileBytes: files,
		NextDueOn: due(s.nextDue(c)), RemindOn: due(s.remindOn(c, law.DateOf(now))), Updated: micros(now)}
	done := tx.Model(&caseRow{}).Where("id = ? AND version = ?", c.ID, c.Version-1).
		Select("version", "facts", "facts_version", "next_due_on", "remind_on", "updated_at", "doc_bytes", "file_bytes").Updates(row)
	if done.Error == nil && done.RowsAffected != 1 {
		return ErrStale
	}
	return done.Error
}

// reconcile makes the stored rows equal to after.
func reconcile[R docRow](tx *gorm.DB, before, after []R) error {
	gone := map[[3]string]R{}
	for _, row := range before {
		gone[row.key()] = row
	}
	for _, row := range after {
		was, ok := gone[row.key()]
		delete(gone, row.key())
		var err error
		switch {
		case !ok:
			err = tx.Create(&row).Error
		case !bytes.Equal(was.doc(), row.doc()):
			err = only(tx, row).Select("doc").Updates(row).Error
		}
		if err != nil {
			return err
		}
	}
	for _, row := range gone {
		if err := only(tx, row).Delete(new(R)).Error; err != nil {
			return err
		}
	}
	return nil
}

// only is the query for one row. The empty request id of a complaint's event
// is a part of its key, which GORM would leave out of a condition of its own.
func only[R docRow](tx *gorm.DB, row R) *gorm.DB {
	key := row.key()
	query := tx.Model(new(R)).Where("case_id = ? AND id = ?", key[0], key[2])
	if _, ok := any(row).(eventRow); ok {
		query = query.Where("request_id = ?", key[1])
	}
	return query
}

// giveIDs gives an id to everything that has none.
func giveIDs(c *Case) {
	name := func(id *string) {
		if *id == "" {
			*id = NewID()
		}
	}
	for i := range c.Requests {
		name(&c.Requests[i].ID)
		for j := range c.Requests[i].Events {
			name(&c.Requests[i].Events[j].ID)
		}
	}
	for i := range c.Evidence {
		name(&c.Evidence[i].ID)
	}
	if c.Complaint != nil {
		for i := range c.Complaint.Events {
			name(&c.Complaint.Events[i].ID)
		}
	}
}

// historyOf writes out what may never change of a case's events, by request
// and event.
func historyOf(c Case) map[[2]string]string {
	past := map[[2]string]string{}
	write := func(request, id string, fact any) {
		b, err := json.Marshal(fact)
		past[[2]string{request, id}] = fmt.Sprint(string(b), err)
	}
	for _, r := range c.Requests {
		for i, e := range r.Events {
			write(r.ID, e.ID, placed[any]{i, e.Event})
		}
	}
	if c.Complaint != nil {
		for i, e := range c.Complaint.Events {
			e.Note, e.Reference, e.Letter = "", "", nil
			write("", e.ID, placed[any]{i, e})
		}
	}
	return past
}

func keepsHistory(past, present map[[2]string]string) error {
	for key, fact := range past {
		if present[key] != fact {
			return ErrHistory
		}
	}
	return nil
}

// clone copies the lists that storing a case writes ids into, so that the
// caller's case stays as it was.
func (c Case) clone() Case {
	c.Requests = append([]Request(nil), c.Requests...)
	for i := range c.Requests {
		c.Requests[i].Events = append([]Event(nil), c.Requests[i].Events...)
	}
	c.Evidence = append([]Evidence(nil), c.Evidence...)
	if c.Complaint != nil {
		complaint := *c.Complaint
		complaint.Events = append([]ComplaintEvent(nil), complaint.Events...)
		c.Complaint = &complaint
	}
	return c
}
