package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"contreoffre/law"
)

// SentLetter is a letter as it leaves: the text and the drawn PDF; of a
// complaint, also what leaves beside them.
type SentLetter struct {
	Text   string
	PDF    []byte
	Filing *Filing
}

// AddEvent records what happened to a request. With letter, the letter that
// the event is about is frozen in the same transaction, under both SHA-256:
// the request's own for a Sent event, a reminder's for ReminderSent. It
// returns ErrNotFound for an unknown request; see Change for the other errors.
func (s *Store) AddEvent(ctx context.Context, account, id string, version int, request string, e Event, letter *SentLetter) (Case, error) {
	if e.ID == "" {
		e.ID = NewID()
	}
	e.RecordedAt = s.recordedAt()
	record := func(c *Case) error {
		r := c.Request(request)
		if r == nil {
			return ErrNotFound
		}
		r.Events = append(r.Events, e)
		return nil
	}
	return s.changeAnd(ctx, account, id, version, record, s.freezing(letterRow{CaseID: id, RequestID: request, EventID: e.ID}, letter))
}

// freezing writes a letter down as it leaves today; without one, nothing.
func (s *Store) freezing(row letterRow, letter *SentLetter) func(context.Context) error {
	return func(ctx context.Context) error {
		if letter == nil {
			return nil
		}
		frozen := Letter{FrozenOn: law.DateOf(s.now()), Text: letter.Text, Filing: letter.Filing}.hashed(letter.PDF)
		return s.freeze(ctx, row, frozen, letter.PDF)
	}
}

// LetterAsSent returns a letter that was frozen with an event, and the bytes of
// its PDF (nil for an imported letter that came without). An empty event means
// the letter of the request as it stands, no request the complaint. It returns
// ErrNotFound when there is none, and ErrHash when text or PDF is not what was frozen.
func (s *Store) LetterAsSent(ctx context.Context, account, id, request, event string) (letter Letter, pdf []byte, err error) {
	if request != "" && !validID(request) || event != "" && !validID(event) {
		return Letter{}, nil, ErrNotFound
	}
	err = s.read(ctx, func(ctx context.Context) error {
		c, key, err := s.loadCase(ctx, account, id)
		if err != nil {
			return err
		}
		ctx = withKey(ctx, account, id, key)
		var found []letterRow
		query := s.db(ctx).Where("case_id = ? AND request_id = ?", id, request).Session(sharedQuery)
		if err := query.Select(withoutPDF).Find(&found).Error; err != nil {
			return err
		}
		letters := map[string]Letter{}
		for _, row := range found {
			d, err := unpack[Letter](row.Doc)
			if err != nil {
				return err
			}
			letters[row.EventID] = d.Doc
		}
		at := event
		if event == "" && request == "" {
			at, _ = c.Filed()
		} else if event == "" {
			r := c.Request(request)
			if r == nil {
				return ErrNotFound
			}
			at = letterAt(bareEvents(r.Events), law.Sent, letters)
		}
		var ok bool
		if letter, ok = letters[at]; !ok {
			return ErrNotFound
		}
		var drawn letterRow
		if err := query.Where("event_id = ?", at).Take(&drawn).Error; err != nil {
			return err
		}
		pdf = drawn.PDF.plain
		return letter.check(pdf)
	})
	if err != nil {
		return Letter{}, nil, err
	}
	return letter, pdf, nil
}

// FiledPDFs returns the filings with which the PDF of the complaint was kept; none
// for a stranger.
func (s *Store) FiledPDFs(ctx context.Context, account, id string) (events []string, err error) {
	if !validID(account) || !validID(id) {
		return nil, nil
	}
	err = s.db(ctx).Raw(`SELECT event_id FROM letters WHERE case_id = ? AND request_id = '' AND pdf IS NOT NULL
		AND EXISTS (SELECT 1 FROM cases WHERE id = ? AND account_id = ?)`, id, id, account).Scan(&events).Error
	return events, err
}

// withoutPDF are the columns of a letter but for its PDF, which may be large.
var withoutPDF = []string{"case_id", "request_id", "event_id", "doc"}

// PDFsAsSent returns the PDFs of the frozen letters of a case, those that have
// one. It returns ErrNotFound, and ErrHash when one is not what was frozen.
func (s *Store) PDFsAsSent(ctx context.Context, account, id string) (pdfs map[LetterID][]byte, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		c, key, err := s.loadCase(ctx, account, id)
		if err != nil {
			return err
		}
		var found []letterRow
		if err := s.db(withKey(ctx, account, id, key)).Where("case_id = ?", id).Find(&found).Error; err != nil {
			return err
		}
		pdfs = map[LetterID][]byte{}
		for _, row := range found {
			d, err := unpack[Letter](row.Doc)
			if err != nil {
				return err
			}
			if err := d.Doc.check(row.PDF.plain); err != nil {
				return err
			}
			if row.PDF.plain != nil {
				pdfs[c.letterID(row)] = row.PDF.plain
			}
		}
		return nil
	})
	return pdfs, err
}

// letterID is the name of a frozen letter: its event, unless it is the letter of
// its request as it stands.
func (c *Case) letterID(row letterRow) LetterID {
	if row.RequestID == "" {
		return LetterID{Event: row.EventID}
	}
	if r := c.Request(row.RequestID); r != nil {
		for _, e := range r.Events {
			if e.ID == row.EventID && e.Letter != nil {
				return LetterID{row.RequestID, row.EventID}
			}
		}
	}
	return LetterID{Request: row.RequestID}
}

// hashed fills in the hashes that the letter does not bring along.
func (l Letter) hashed(pdf []byte) Letter {
	if l.TextSHA256 == "" {
		l.TextSHA256 = hashOf([]byte(l.Text))
	}
	if l.PDFSHA256 == "" && pdf != nil {
		l.PDFSHA256 = hashOf(pdf)
	}
	return l
}

// check proves the letter against its hashes.
func (l Letter) check(pdf []byte) error {
	if l.TextSHA256 != "" && hashOf([]byte(l.Text)) != l.TextSHA256 {
		return ErrHash
	}
	if pdf != nil && hashOf(pdf) != l.PDFSHA256 {
		return ErrHash
	}
	return nil
}

// importLetters keeps the frozen letters of an imported request; a draft has
// none. Where both tell of the same dispatch, the request's own letter counts.
func (s *Store) importLetters(ctx context.Context, id string, r Request, pdfs map[LetterID][]byte) error {
	at := standingDispatch(bareEvents(r.Events), law.Sent)
	own := pdfs[LetterID{Request: r.ID}]
	if isFrozen(r.Letter, own) {
		if err := s.importLetter(ctx, letterRow{CaseID: id, RequestID: r.ID, EventID: at}, *r.Letter, own); err != nil {
			return err
		}
	}
	for _, e := range r.Events {
		pdf := pdfs[LetterID{r.ID, e.ID}]
		if !isFrozen(e.Letter, pdf) || e.ID == at && isFrozen(r.Letter, own) {
			continue
		}
		if err := s.importLetter(ctx, letterRow{CaseID: id, RequestID: r.ID, EventID: e.ID}, *e.Letter, pdf); err != nil {
			return err
		}
	}
	return nil
}

// importFilings keeps the complaint of an imported case as it was filed, with
// each event that holds it.
func (s *Store) importFilings(ctx context.Context, c Case, pdfs map[LetterID][]byte) error {
	if c.Complaint == nil {
		return nil
	}
	for _, e := range c.Complaint.Events {
		pdf := pdfs[LetterID{Event: e.ID}]
		if !isFrozen(e.Letter, pdf) {
			continue
		}
		if err := s.importLetter(ctx, letterRow{CaseID: c.ID, EventID: e.ID}, *e.Letter, pdf); err != nil {
			return err
		}
	}
	return nil
}

func isFrozen(l *Letter, pdf []byte) bool {
	return l != nil && (l.Text != "" || l.PDFSHA256 != "" || pdf != nil)
}

func (s *Store) importLetter(ctx context.Context, row letterRow, frozen Letter, pdf []byte) error {
	frozen.Edits, frozen.PDF = nil, "" // kept with the draft; a path of another folder
	frozen = frozen.hashed(pdf)
	if err := frozen.check(pdf); err != nil {
		return err
	}
	return s.freeze(ctx, row, frozen, pdf)
}

func (s *Store) freeze(ctx context.Context, row letterRow, letter Letter, pdf []byte) error {
	var pack packer
	row.Doc, row.PDF = pack.doc(0, letter), sealed{pdf}
	if pack.err != nil {
		return pack.err
	}
	return s.db(ctx).Create(&row).Error
}

func (s *Store) recordedAt() time.Time { return s.now().UTC().Truncate(time.Second) }

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
