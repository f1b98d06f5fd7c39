package models

import (
	"encoding/json"
	"fmt"

	"contreoffre/law"
)

// docVersion is the format of the sealed documents of a case, on its row as
// facts_version. A program that changes the format reads the older ones.
const docVersion = 1

type caseRow struct {
	ID           string `gorm:"primaryKey"`
	AccountID    string
	WrappedKey   []byte
	Version      int
	Facts        sealed
	FactsVersion int
	NextDueOn    *string
	Created      int64 `gorm:"column:created_at"`
	Updated      int64 `gorm:"column:updated_at"`
	RemindOn     *string
	DocBytes     int
	FileBytes    int64
}

type requestRow struct {
	CaseID string `gorm:"primaryKey"`
	ID     string `gorm:"primaryKey"`
	Doc    sealed
}

// eventRow belongs to a request, or to the complaint when RequestID is empty.
type eventRow struct {
	CaseID    string `gorm:"primaryKey"`
	RequestID string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	Doc       sealed
}

// letterRow is a letter as sent, or the complaint as filed when RequestID is
// empty, by the event that says so. It is written once.
type letterRow struct {
	CaseID    string `gorm:"primaryKey"`
	RequestID string `gorm:"primaryKey"`
	EventID   string `gorm:"primaryKey"`
	Doc       sealed
	PDF       sealed
}

type evidenceRow struct {
	CaseID string `gorm:"primaryKey"`
	ID     string `gorm:"primaryKey"`
	Doc    sealed
}

type complaintRow struct {
	CaseID string `gorm:"primaryKey"`
	ID     string `gorm:"primaryKey"`
	Doc    sealed
}

// theComplaint is the id of a case's complaint: there is one.
const theComplaint = "complaint"

func (caseRow) TableName() string      { return "cases" }
func (requestRow) TableName() string   { return "requests" }
func (eventRow) TableName() string     { return "events" }
func (letterRow) TableName() string    { return "letters" }
func (evidenceRow) TableName() string  { return "evidence" }
func (complaintRow) TableName() string { return "complaints" }

// docRow is a row of a case that is one sealed document.
type docRow interface {
	requestRow | eventRow | evidenceRow | complaintRow
	key() [3]string // case, request, id
	doc() []byte
}

func (r requestRow) key() [3]string   { return [3]string{r.CaseID, "", r.ID} }
func (r eventRow) key() [3]string     { return [3]string{r.CaseID, r.RequestID, r.ID} }
func (r evidenceRow) key() [3]string  { return [3]string{r.CaseID, "", r.ID} }
func (r complaintRow) key() [3]string { return [3]string{r.CaseID, "", r.ID} }

func (r requestRow) doc() []byte   { return r.Doc.plain }
func (r eventRow) doc() []byte     { return r.Doc.plain }
func (r evidenceRow) doc() []byte  { return r.Doc.plain }
func (r complaintRow) doc() []byte { return r.Doc.plain }

// placed is a document with its place among its like: the order of entry is
// sealed with it, no clear column tells it.
type placed[T any] struct {
	Place int `json:"place"`
	Doc   T   `json:"doc"`
}

// rows is a case as the tables hold it, without its letters, which are never
// changed.
type rows struct {
	facts      []byte
	requests   []requestRow
	events     []eventRow
	evidence   []evidenceRow
	complaints []complaintRow
	blobs      []string // ids
}

// rowsOf takes a case apart. It returns ErrBadID for ids that cannot be kept.
func rowsOf(c Case) (rows, error) {
	var r rows
	pack := packer{seen: map[[2]string]bool{}}
	r.facts = pack.json(c.Facts)
	for i, request := range c.Requests {
		pack.id("request", request.ID)
		r.requests = append(r.requests, requestRow{c.ID, request.ID, pack.doc(i, bare(request))})
		for j, event := range request.Events {
			event.Letter = nil // a row of its own, never changed
			pack.id("event "+request.ID, event.ID)
			r.events = append(r.events, eventRow{c.ID, request.ID, event.ID, pack.doc(j, event)})
		}
	}
	for i, exhibit := range c.Evidence {
		pack.id("evidence", exhibit.ID)
		r.evidence = append(r.evidence, evidenceRow{c.ID, exhibit.ID, pack.doc(i, exhibit)})
		for _, blob := range exhibit.Kept.blobs() {
			pack.id("blob", blob)
			r.blobs = append(r.blobs, blob)
		}
	}
	if c.Complaint != nil {
		complaint := *c.Complaint
		complaint.Events = nil
		r.complaints = append(r.complaints, complaintRow{c.ID, theComplaint, pack.doc(0, complaint)})
		for i, event := range c.Complaint.Events {
			event.Letter = nil // a row of its own, never changed
			pack.id("event", event.ID)
			r.events = append(r.events, eventRow{c.ID, "", event.ID, pack.doc(i, event)})
		}
	}
	return r, pack.err
}

// bare is a request without what has rows of its own: its events, and its
// letters as sent.
func bare(r Request) Request {
	r.Events = nil
	if r.Letter != nil {
		r.Letter = draftOf(*r.Letter)
	}
	return r
}

// draftOf keeps of a letter what the person edits; nil when that is nothing.
func draftOf(l Letter) *Letter {
	if l.Edits == nil {
		return nil
	}
	return &Letter{Edits: l.Edits}
}

// packer writes documents and remembers the first thing that went wrong.
type packer struct {
	seen map[[2]string]bool
	err  error
}

func (p *packer) id(kind, id string) {
	if key := [2]string{kind, id}; !validID(id) || p.seen[key] {
		p.fail(ErrBadID)
	} else {
		p.seen[key] = true
	}
}

func (p *packer) json(v any) []byte {
	b, err := json.Marshal(v)
	p.fail(err)
	return b
}

func (p *packer) doc(place int, v any) sealed { return sealed{p.json(placed[any]{place, v})} }

func (p *packer) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// unpack reads a document. An error means that it was written by another
// program: what we seal, we can read.
func unpack[T any](s sealed) (placed[T], error) {
	var d placed[T]
	if err := json.Unmarshal(s.plain, &d); err != nil {
		return d, fmt.Errorf("models: unreadable document: %w", err)
	}
	return d, nil
}

// due is the column of a day; no day is NULL, out of the sweep's index.
func due(d law.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.String()
	return &text
}
