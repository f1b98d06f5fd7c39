package models

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"contreoffre/law"
	"contreoffre/vault"
)

// Case returns a whole case of an account, or ErrNotFound. Letters as sent
// come with their text; LetterAsSent has the PDF.
func (s *Store) Case(ctx context.Context, account, id string) (c Case, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		c, _, err = s.loadCase(ctx, account, id)
		return err
	})
	return c, err
}

// Cases returns all cases of an account, whole, the oldest first.
func (s *Store) Cases(ctx context.Context, account string) (cases []Case, err error) {
	if !validID(account) {
		return nil, nil
	}
	err = s.read(ctx, func(ctx context.Context) error {
		var ids []string
		err := s.db(ctx).Model(&caseRow{}).Where("account_id = ?", account).Order("created_at, id").Pluck("id", &ids).Error
		if err != nil || len(ids) == 0 {
			return err
		}
		cases, _, err = s.loadCases(ctx, account, ids)
		return err
	})
	return cases, err
}

// loadCase returns one case and its key.
func (s *Store) loadCase(ctx context.Context, account, id string) (Case, *vault.Key, error) {
	if !validID(account) || !validID(id) {
		return Case{}, nil, ErrNotFound
	}
	cases, keys, err := s.loadCases(ctx, account, []string{id})
	if err != nil {
		return Case{}, nil, err
	}
	if len(cases) == 0 {
		return Case{}, nil, ErrNotFound
	}
	return cases[0], keys[id], nil
}

// loadCases reads the keys of the account's cases first, then every row that
// they open: six queries however many cases.
func (s *Store) loadCases(ctx context.Context, account string, ids []string) ([]Case, map[string]*vault.Key, error) {
	var locks []caseRow
	err := s.locked(ctx).Select("id", "wrapped_key").Where("account_id = ? AND id IN ?", account, ids).Order("id").Find(&locks).Error
	if err != nil || len(locks) == 0 {
		return nil, nil, err
	}
	keys := map[string]*vault.Key{}
	ids = ids[:0:0]
	for _, lock := range locks {
		if keys[lock.ID], err = s.keys.unwrap(lock.WrappedKey, keyPlace(account, "cases", lock.ID)); err != nil {
			return nil, nil, fmt.Errorf("cases: %w", err)
		}
		ids = append(ids, lock.ID)
	}
	ctx = withRing(ctx, account, keys)

	var found struct {
		cases      []caseRow
		requests   []requestRow
		events     []eventRow
		letters    []letterRow
		evidence   []evidenceRow
		complaints []complaintRow
	}
	ofCases := s.db(ctx).Where("case_id IN ?", ids).Session(sharedQuery)
	for _, err := range []error{
		s.db(ctx).Where("id IN ?", ids).Order("created_at, id").Find(&found.cases).Error,
		ofCases.Find(&found.requests).Error,
		ofCases.Find(&found.events).Error,
		ofCases.Select("case_id", "request_id", "event_id", "doc").Find(&found.letters).Error,
		ofCases.Find(&found.evidence).Error,
		ofCases.Find(&found.complaints).Error,
	} {
		if err != nil {
			return nil, nil, err
		}
	}
	build := builder{cases: map[string]*parts{}}
	for _, row := range found.cases {
		build.add(row)
	}
	each(&build, found.requests, builder.request)
	each(&build, found.events, builder.event)
	each(&build, found.letters, builder.letter)
	each(&build, found.evidence, builder.exhibit)
	each(&build, found.complaints, builder.complaint)
	cases := make([]Case, len(found.cases))
	for i, row := range found.cases {
		cases[i] = build.cases[row.ID].whole()
	}
	return cases, keys, build.err
}

// parts is a case while its rows come in, in no order.
type parts struct {
	Case
	requests  []placed[Request]
	events    map[string][]placed[Event]   // by request
	letters   map[string]map[string]Letter // by request and event
	evidence  []placed[Evidence]
	complaint []placed[ComplaintEvent]
}

// builder puts rows where they belong and remembers the first error.
type builder struct {
	cases map[string]*parts
	err   error
}

func each[R any](b *builder, rows []R, put func(builder, R) error) {
	for _, row := range rows {
		if err := put(*b, row); err != nil && b.err == nil {
			b.err = err
		}
	}
}

func (b *builder) add(row caseRow) {
	p := &parts{events: map[string][]placed[Event]{}, letters: map[string]map[string]Letter{}}
	p.ID, p.Account, p.Version = row.ID, row.AccountID, row.Version
	p.CreatedAt, p.UpdatedAt = instant(row.Created), instant(row.Updated)
	err := json.Unmarshal(row.Facts.plain, &p.Facts)
	if row.NextDueOn != nil && err == nil {
		p.NextDueOn, err = law.ParseDate(*row.NextDueOn)
	}
	if row.FactsVersion > docVersion {
		err = ErrNewer
	}
	if b.err == nil {
		b.err = err
	}
	b.cases[row.ID] = p
}

func (b builder) request(row requestRow) error {
	d, err := unpack[Request](row.Doc)
	d.Doc.ID = row.ID
	b.cases[row.CaseID].requests = append(b.cases[row.CaseID].requests, d)
	return err
}

func (b builder) event(row eventRow) error {
	p := b.cases[row.CaseID]
	if row.RequestID == "" {
		d, err := unpack[ComplaintEvent](row.Doc)
		d.Doc.ID = row.ID
		p.complaint = append(p.complaint, d)
		return err
	}
	d, err := unpack[Event](row.Doc)
	d.Doc.ID = row.ID
	p.events[row.RequestID] = append(p.events[row.RequestID], d)
	return err
}

func (b builder) letter(row letterRow) error {
	d, err := unpack[Letter](row.Doc)
	letters := b.cases[row.CaseID].letters
	if letters[row.RequestID] == nil {
		letters[row.RequestID] = map[string]Letter{}
	}
	letters[row.RequestID][row.EventID] = d.Doc
	return err
}

func (b builder) exhibit(row evidenceRow) error {
	d, err := unpack[Evidence](row.Doc)
	d.Doc.ID = row.ID
	b.cases[row.CaseID].evidence = append(b.cases[row.CaseID].evidence, d)
	return err
}

func (b builder) complaint(row complaintRow) error {
	d, err := unpack[Complaint](row.Doc)
	b.cases[row.CaseID].Complaint = &d.Doc
	return err
}

// whole puts everything in the order of its entry.
func (p *parts) whole() Case {
	p.Requests = inOrder(p.requests)
	for i := range p.Requests {
		r := &p.Requests[i]
		r.Events = inOrder(p.events[r.ID])
		own := letterAt(bareEvents(r.Events), law.Sent, p.letters[r.ID])
		for j := range r.Events {
			if left, ok := p.letters[r.ID][r.Events[j].ID]; ok && r.Events[j].ID != own {
				r.Events[j].Letter = &left
			}
		}
		if sent, ok := p.letters[r.ID][own]; ok {
			if r.Letter != nil {
				sent.Edits = r.Letter.Edits
			}
			r.Letter = &sent
		}
	}
	p.Evidence = inOrder(p.evidence)
	if p.Complaint != nil {
		p.Complaint.Events = inOrder(p.complaint)
		for i := range p.Complaint.Events {
			if left, ok := p.letters[""][p.Complaint.Events[i].ID]; ok {
				p.Complaint.Events[i].Letter = &left
			}
		}
	}
	return p.Case
}

func inOrder[T any](docs []placed[T]) []T {
	slices.SortFunc(docs, func(a, b placed[T]) int { return cmp.Compare(a.Place, b.Place) })
	var in []T
	for _, d := range docs {
		in = append(in, d.Doc)
	}
	return in
}

// letterAt returns the event that holds the letter of a request as it was last
// sent, or the complaint as it was last filed, which is the kind of a dispatch.
// A dispatch that corrects another (its day, say) sent the same letter;
// when the dispatch was taken back, the request is a draft again. A letter
// that came frozen in a file without a dispatch has no event.
func letterAt(events []law.Event, kind law.EventKind, letters map[string]Letter) string {
	cancels := map[string]string{}
	for _, e := range events {
		cancels[e.ID] = e.Cancels
	}
	id := standingDispatch(events, kind)
	for range events { // no more steps than events: a file may hold a circle
		if _, ok := letters[id]; ok || id == "" {
			break
		}
		id = cancels[id]
	}
	return id
}

// standingDispatch returns the id of the latest event of that kind that was not
// replaced or taken back, by day and then by entry: what corrects the day of an
// earlier dispatch does not come after a later one. It is empty when there is
// none.
func standingDispatch(events []law.Event, kind law.EventKind) string {
	latest := law.Event{}
	for _, e := range law.Resolve(events) {
		if e.Kind == kind && e.Stands() && !e.On.Before(latest.On) {
			latest = e.Event
		}
	}
	return latest.ID
}

func bareEvents(events []Event) []law.Event {
	bare := make([]law.Event, len(events))
	for i, e := range events {
		bare[i] = e.Event
	}
	return bare
}

// Filed returns the complaint as it was last filed, and the event that it was
// kept with; nil for a draft, and where its text was not kept.
func (c *Case) Filed() (event string, letter *Letter) {
	if c.Complaint == nil {
		return "", nil
	}
	letters := map[string]Letter{}
	bare := make([]law.Event, len(c.Complaint.Events))
	for i, e := range c.Complaint.Events {
		bare[i] = e.Bare()
		if e.Letter != nil {
			letters[e.ID] = *e.Letter
		}
	}
	event = letterAt(bare, law.Filed, letters)
	if kept, ok := letters[event]; ok {
		return event, &kept
	}
	return "", nil
}
