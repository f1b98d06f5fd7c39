package models

import (
	"context"
	"slices"
)

// The edits below are Change with a name. Each takes the version that the
// person saw and returns the case as stored; see Change for the errors.

// SaveFacts replaces the facts of a case.
func (s *Store) SaveFacts(ctx context.Context, account, id string, version int, facts Facts) (Case, error) {
	return s.Change(ctx, account, id, version, func(c *Case) error {
		c.Facts = facts
		return nil
	})
}

// SaveRequest stores a request: a new one, whose id may be empty, comes last.
// The events and the letters as sent of a stored request stay as they are;
// see AddEvent.
func (s *Store) SaveRequest(ctx context.Context, account, id string, version int, r Request) (Case, error) {
	return s.Change(ctx, account, id, version, func(c *Case) error {
		i := slices.IndexFunc(c.Requests, func(stored Request) bool { return stored.ID == r.ID })
		if i < 0 {
			c.Requests = append(c.Requests, r)
			return nil
		}
		r.Events = c.Requests[i].Events
		c.Requests[i] = r
		return nil
	})
}

// DeleteDraft deletes a request that has no history. It returns ErrNotFound
// for an unknown request and ErrNotDraft for one that has events.
func (s *Store) DeleteDraft(ctx context.Context, account, id string, version int, request string) (Case, error) {
	return s.Change(ctx, account, id, version, func(c *Case) error {
		r := c.Request(request)
		if r == nil {
			return ErrNotFound
		}
		if len(r.Events) > 0 {
			return ErrNotDraft
		}
		c.Requests = slices.DeleteFunc(c.Requests, func(r Request) bool { return r.ID == request })
		return nil
	})
}

// SaveComplaint replaces the complaint of a case; nil removes one that has no
// history. The events of a stored complaint stay; see AddComplaintEvent.
func (s *Store) SaveComplaint(ctx context.Context, account, id string, version int, complaint *Complaint) (Case, error) {
	return s.Change(ctx, account, id, version, func(c *Case) error {
		if c.Complaint != nil && complaint != nil {
			kept := *complaint
			kept.Events = c.Complaint.Events
			complaint = &kept
		}
		c.Complaint = complaint
		return nil
	})
}

// AddComplaintEvent records what happened to the complaint. With letter, the
// complaint as it was filed is frozen in the same transaction, under both
// SHA-256. It returns ErrNotFound when the case has no complaint.
func (s *Store) AddComplaintEvent(ctx context.Context, account, id string, version int, e ComplaintEvent, letter *SentLetter) (Case, error) {
	if e.ID == "" {
		e.ID = NewID()
	}
	e.RecordedAt = s.recordedAt()
	record := func(c *Case) error {
		if c.Complaint == nil {
			return ErrNotFound
		}
		c.Complaint.Events = append(c.Complaint.Events, e)
		return nil
	}
	return s.changeAnd(ctx, account, id, version, record, s.freezing(letterRow{CaseID: id, EventID: e.ID}, letter))
}

// SaveEvidence stores what is known of an exhibit: a new one, whose id may be
// empty, comes last. The file of a stored exhibit stays; see AddEvidence.
func (s *Store) SaveEvidence(ctx context.Context, account, id string, version int, e Evidence) (Case, error) {
	return s.Change(ctx, account, id, version, func(c *Case) error {
		i := slices.IndexFunc(c.Evidence, func(stored Evidence) bool { return stored.ID == e.ID })
		if i < 0 {
			c.Evidence = append(c.Evidence, e)
		} else {
			e.Kept = c.Evidence[i].Kept
			c.Evidence[i] = e
		}
		return nil
	})
}

// DeleteEvidence deletes an exhibit, its file, and its mention in events. It returns
// ErrNotFound for an unknown one.
func (s *Store) DeleteEvidence(ctx context.Context, account, id string, version int, exhibit string) (Case, error) {
	return s.Change(ctx, account, id, version, func(c *Case) error { return c.RemoveExhibit(exhibit) })
}

// RemoveExhibit takes an exhibit and its mention in events out of the case. It
// returns ErrNotFound for an unknown one.
func (c *Case) RemoveExhibit(exhibit string) error {
	n := len(c.Evidence)
	c.Evidence = slices.DeleteFunc(c.Evidence, func(e Evidence) bool { return e.ID == exhibit })
	if len(c.Evidence) == n {
		return ErrNotFound
	}
	for i := range c.Requests {
		for j := range c.Requests[i].Events {
			e := &c.Requests[i].Events[j]
			e.Evidence = slices.DeleteFunc(e.Evidence, func(id string) bool { return id == exhibit })
		}
	}
	return nil
}

// Exhibit returns the exhibit with this id, to read or to change in place; nil
// when there is none.
func (c *Case) Exhibit(id string) *Evidence {
	for i := range c.Evidence {
		if c.Evidence[i].ID == id {
			return &c.Evidence[i]
		}
	}
	return nil
}

// FrozenLetter returns the letter of that name; nil when the case has none.
func (c *Case) FrozenLetter(id LetterID) *Letter {
	if id.Request == "" {
		if id.Event == "" {
			_, letter := c.Filed()
			return letter
		}
		return c.filedWith(id.Event)
	}
	r := c.Request(id.Request)
	if r == nil {
		return nil
	}
	if id.Event == "" {
		return r.Letter
	}
	for _, e := range r.Events {
		if e.ID == id.Event {
			return e.Letter
		}
	}
	return nil
}

// filedWith returns the complaint that was kept with an event; nil when none was.
func (c *Case) filedWith(event string) *Letter {
	if c.Complaint != nil {
		for _, e := range c.Complaint.Events {
			if e.ID == event {
				return e.Letter
			}
		}
	}
	return nil
}

// Request returns the request with this id, to read or to change in place;
// nil when there is none.
func (c *Case) Request(id string) *Request {
	for i := range c.Requests {
		if c.Requests[i].ID == id {
			return &c.Requests[i]
		}
	}
	return nil
}
