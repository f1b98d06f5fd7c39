package models

import "context"

// What the dossiers of one account may hold together. A long dossier has some
// 300 kB of documents; without a bound, a page that shows all of an account would
// take as much memory as its person likes.
const (
	MaxCases    = 30
	MaxDocBytes = 4 << 20 // of all documents, letters' texts included

	// Above that, a few words at a time still have room: that an answer came, or that
	// a dossier is closed.
	fewWords = 2 << 10
	lastRoom = 64 << 10
)

// held is what an account holds.
type held struct{ Cases, DocBytes, FileBytes int64 }

// heldBeside reads what an account holds beside one of its cases. Others may be
// writing to its other cases at this moment: what they add is seen next time.
func (s *Store) heldBeside(ctx context.Context, account, id string) (h held, err error) {
	const query = `SELECT count(*) AS cases, coalesce(sum(doc_bytes), 0) AS doc_bytes, coalesce(sum(file_bytes), 0) AS file_bytes
FROM cases WHERE account_id = ? AND id <> ?`
	return h, s.db(ctx).Raw(query, account, id).Scan(&h).Error
}

// checkCases returns ErrManyCases for an account that may not hold one more. Its
// row must be locked.
func (s *Store) checkCases(ctx context.Context, account string) error {
	h, err := s.heldBeside(ctx, account, "")
	if err == nil && h.Cases >= MaxCases {
		err = ErrManyCases
	}
	return err
}

// checkDocs returns ErrFull for a case that grew above what is left of its
// account. One that shrinks always passes.
func (s *Store) checkDocs(ctx context.Context, c Case, before, after int) error {
	if after <= before {
		return nil
	}
	h, err := s.heldBeside(ctx, c.Account, c.ID)
	room := int64(MaxDocBytes)
	if before > 0 && after-before <= fewWords {
		room += lastRoom
	}
	if err == nil && h.DocBytes+int64(after) > room {
		err = ErrFull
	}
	return err
}

func (s *Store) storeDocBytes(ctx context.Context, id string, bytes int) error {
	return s.db(ctx).Model(&caseRow{}).Where("id = ?", id).Select("doc_bytes").Updates(caseRow{DocBytes: bytes}).Error
}

// docBytes is the length of all documents, and of what left frozen beside them.
func (r rows) docBytes(c Case) int {
	n := len(r.facts) + bytesOf(r.requests) + bytesOf(r.events) + bytesOf(r.evidence) + bytesOf(r.complaints)
	for _, request := range c.Requests {
		n += request.Letter.frozenBytes()
		for _, e := range request.Events {
			n += e.Letter.frozenBytes()
		}
	}
	if c.Complaint != nil {
		for _, e := range c.Complaint.Events {
			n += e.Letter.frozenBytes()
		}
	}
	return n
}

// frozenBytes is the length of what left with a letter, but for its PDF.
func (l *Letter) frozenBytes() int {
	if l == nil {
		return 0
	}
	var beside packer
	if l.Filing == nil {
		return len(l.Text)
	}
	return len(l.Text) + len(beside.json(l.Filing))
}

func bytesOf[R docRow](rows []R) (n int) {
	for _, row := range rows {
		n += len(row.doc())
	}
	return n
}
