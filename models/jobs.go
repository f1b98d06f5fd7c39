package models

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"contreoffre/law"
	"contreoffre/vault"
)

// JobLife is how long a job is kept, and with it the file that it made.
const JobLife = 24 * time.Hour

// MaxJobs is how many jobs an account has at a time, in all of its cases: each
// may keep a file as large as a case.
const MaxJobs = 12

// ErrBusy is returned for an account whose jobs are as many as it may have, and
// none of them has ended.
var ErrBusy = errors.New("models: too many jobs wait")

// Order is what a job is asked to make.
type Order struct {
	What  string   `json:"what"`           // a word of whoever does the work
	Under int64    `json:"under,omitzero"` // bytes that the file may have; zero for any number
	On    law.Date `json:"on"`             // the day that the file bears
}

// Outcome is how a job ended: one of the three. The zero Outcome is that of a
// job that goes on.
type Outcome struct {
	Made     *Made     `json:"made,omitzero"`
	TooLarge *TooLarge `json:"too_large,omitzero"`
	Failed   bool      `json:"failed,omitzero"`
}

// Made is the file that a job made.
type Made struct {
	Blob    string `json:"blob"`
	Size    int64  `json:"size"`
	Version int    `json:"version"` // of the case that it was made from
}

// TooLarge is why there is no file of the size that was asked for.
type TooLarge struct {
	Version int      `json:"version"` // of the case
	Bytes   int64    `json:"bytes"`   // of the smallest one
	Weights []Weight `json:"weights"`
}

// Weight is what one exhibit adds to the smallest file.
type Weight struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	Bytes  int    `json:"bytes"`
}

// Job is long work on a case that goes on without its person, and its file.
type Job struct {
	ID string
	Order
	Outcome
	Done, Steps int // of the work; no steps while it waits
	AskedAt     time.Time
}

// Ended reports whether nobody works on the job any more.
func (o Outcome) Ended() bool { return o.Made != nil || o.TooLarge != nil || o.Failed }

// isOf reports an outcome that is still that of a version of the case: so is
// work that goes on.
func (o Outcome) isOf(version int) bool {
	return !o.Failed && (o.Made == nil || o.Made.Version == version) && (o.TooLarge == nil || o.TooLarge.Version == version)
}

// EndsAt is when the job and its file are deleted.
func (j Job) EndsAt() time.Time { return j.AskedAt.Add(JobLife) }

type jobRow struct {
	CaseID    string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	AccountID string
	Doc       sealed
	BlobID    *string
	Done      int
	Steps     int
	Tries     int
	Ready     *int64 `gorm:"column:ready_at"`
	Created   int64  `gorm:"column:created_at"`
}

func (jobRow) TableName() string { return "jobs" }

type jobDoc struct {
	Order
	Outcome
}

func (r jobRow) job() (Job, error) {
	var doc jobDoc
	err := json.Unmarshal(r.Doc.plain, &doc)
	return Job{ID: r.ID, Order: doc.Order, Outcome: doc.Outcome, Done: r.Done, Steps: r.Steps, AskedAt: instant(r.Created)}, err
}

// AskJob puts work on a case into the queue and returns it; the same order
// again, while what came of it is still that of the case, gets the job that is
// there. A case has one job of each kind: another order takes the place of the
// one before, whose file is deleted. Of an account that has MaxJobs, so does the
// one that ended and is the oldest. It returns ErrNotFound and ErrBusy.
func (s *Store) AskJob(ctx context.Context, account, id string, order Order) (asked Job, err error) {
	err = s.onJobs(ctx, account, id, func(ctx context.Context, c Case, rows []jobRow) error {
		for _, row := range rows {
			there, err := row.job()
			if err != nil {
				return err
			}
			switch {
			case there.What != order.What:
			case there.Order == order && there.isOf(c.Version):
				asked = there
				return nil
			default:
				if err := s.dropJobs(ctx, []jobRow{row}); err != nil {
					return err
				}
			}
		}
		if err := s.makeRoom(ctx, account); err != nil {
			return err
		}
		doc, err := sealedJSON(jobDoc{Order: order})
		if err != nil {
			return err
		}
		now := s.nowMicros()
		row := jobRow{CaseID: id, ID: NewID(), AccountID: account, Doc: doc, Ready: &now, Created: now}
		asked = Job{ID: row.ID, Order: order, AskedAt: instant(now)}
		return s.db(ctx).Create(&row).Error
	})
	return asked, err
}

// makeRoom keeps an account under MaxJobs when it gets one more.
func (s *Store) makeRoom(ctx context.Context, account string) error {
	var rows []jobRow
	query := s.db(ctx).Select("case_id", "id", "blob_id", "ready_at").Where("account_id = ?", account).Order("created_at, id")
	if err := query.Find(&rows).Error; err != nil || len(rows) < MaxJobs {
		return err
	}
	for _, row := range rows {
		if row.Ready == nil {
			return s.dropJobs(ctx, []jobRow{row})
		}
	}
	return ErrBusy
}

// onJobs reads the jobs of a case under its lock, in a write that fn goes on
// with under the key of the case.
func (s *Store) onJobs(ctx context.Context, account, id string, fn func(context.Context, Case, []jobRow) error) error {
	return s.write(ctx, func(ctx context.Context) error {
		c, key, err := s.loadCase(ctx, account, id)
		if err != nil {
			return err
		}
		ctx = withKey(ctx, account, id, key)
		rows, err := s.jobRows(ctx, id)
		if err != nil {
			return err
		}
		return fn(ctx, c, rows)
	})
}

// jobRows reads the jobs of a case that have not had their time, the latest
// first.
func (s *Store) jobRows(ctx context.Context, id string) (rows []jobRow, err error) {
	query := s.db(ctx).Where("case_id = ? AND created_at > ?", id, s.nowMicros()-JobLife.Microseconds())
	return rows, query.Order("created_at DESC, id").Find(&rows).Error
}

// Jobs returns the jobs of a case, the latest first. It returns ErrNotFound for
// a case that the account does not have.
func (s *Store) Jobs(ctx context.Context, account, id string) (jobs []Job, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		key, err := s.caseKey(ctx, account, id)
		if err != nil {
			return err
		}
		rows, err := s.jobRows(withKey(ctx, account, id, key), id)
		if err != nil {
			return err
		}
		for _, row := range rows {
			job, err := row.job()
			if err != nil {
				return err
			}
			jobs = append(jobs, job)
		}
		return nil
	})
	return jobs, err
}

// Job returns one job of a case, or ErrNotFound.
func (s *Store) Job(ctx context.Context, account, id, job string) (Job, error) {
	jobs, err := s.Jobs(ctx, account, id)
	for _, j := range jobs {
		if j.ID == job {
			return j, nil
		}
	}
	if err == nil {
		err = ErrNotFound
	}
	return Job{}, err
}

// DropJob deletes a job and its file; whoever works on it learns it at the next
// step. It returns ErrNotFound.
func (s *Store) DropJob(ctx context.Context, account, id, job string) error {
	return s.onJobs(ctx, account, id, func(ctx context.Context, _ Case, rows []jobRow) error {
		for _, row := range rows {
			if row.ID == job {
				return s.dropJobs(ctx, []jobRow{row})
			}
		}
		return ErrNotFound
	})
}

func (s *Store) dropJobs(ctx context.Context, rows []jobRow) error {
	for _, row := range rows {
		if err := s.db(ctx).Where("case_id = ? AND id = ?", row.CaseID, row.ID).Delete(&jobRow{}).Error; err != nil {
			return err
		}
		if row.BlobID != nil {
			discardLater(ctx, *row.BlobID)
		}
	}
	return nil
}

// expireJobs deletes the jobs that have had their time. It reads no key.
func (s *Store) expireJobs(ctx context.Context) (int, error) {
	var rows []jobRow
	query := s.db(ctx).Select("case_id", "id", "blob_id").Where("created_at <= ?", s.nowMicros()-JobLife.Microseconds())
	if err := query.Find(&rows).Error; err != nil {
		return 0, err
	}
	return len(rows), s.dropJobs(ctx, rows)
}

// JobClaim is a job that is ours to do. It stays ours as long as each step is
// told within the lease.
type JobClaim struct {
	Job
	Account, Case string
	Tries         int // how often it was claimed, this time included
}

// ClaimJob takes the job that has waited longest for as long as lease, first
// among those of accounts for which nobody works yet, so that nobody waits for
// all that somebody else asked; ok is false when none waits. One whose lease ran
// out, because who held it died, is claimed anew.
func (s *Store) ClaimJob(ctx context.Context, lease time.Duration) (claim JobClaim, ok bool, err error) {
	for {
		var taken []struct {
			CaseID, ID, AccountID string
			Tries                 int
		}
		now := s.now()
		err = s.write(ctx, func(ctx context.Context) error {
			query := s.claimQuery("jobs", "account_id IN (SELECT account_id FROM jobs WHERE ready_at > ?), ", "case_id, id, account_id, tries")
			return s.db(ctx).Raw(query, micros(now), micros(now), 1, micros(now.Add(lease))).Scan(&taken).Error
		})
		if err != nil || len(taken) == 0 {
			return claim, false, err
		}
		claim = JobClaim{Account: taken[0].AccountID, Case: taken[0].CaseID, Tries: taken[0].Tries}
		claim.Job, err = s.Job(ctx, claim.Account, claim.Case, taken[0].ID)
		if !errors.Is(err, ErrNotFound) { // dropped meanwhile
			return claim, err == nil, err
		}
	}
}

// JobStep tells how far a claimed job is and keeps it ours for another lease.
// It returns ErrNotFound when it is not ours any more: it was dropped, or we
// were too slow and somebody else does it.
func (s *Store) JobStep(ctx context.Context, claim JobClaim, done, steps int, lease time.Duration) error {
	until := micros(s.now().Add(lease))
	return s.write(ctx, func(ctx context.Context) error {
		return s.settleJob(ctx, claim, jobRow{Done: done, Steps: steps, Ready: &until}, "done", "steps", "ready_at")
	})
}

// PutJobBack ends a claim before the work is done; the job is ready again after
// a while. It returns ErrNotFound as JobStep does.
func (s *Store) PutJobBack(ctx context.Context, claim JobClaim, after time.Duration) error {
	ready := micros(s.now().Add(after))
	return s.write(ctx, func(ctx context.Context) error {
		return s.settleJob(ctx, claim, jobRow{Ready: &ready, Tries: claim.Tries}, "done", "steps", "ready_at", "tries")
	})
}

// ReturnJob ends a claim whose worker could not go on for a reason of its own, as
// if there had been none. It returns ErrNotFound as JobStep does.
func (s *Store) ReturnJob(ctx context.Context, claim JobClaim) error {
	now := s.nowMicros()
	return s.write(ctx, func(ctx context.Context) error {
		return s.settleJob(ctx, claim, jobRow{Ready: &now, Tries: claim.Tries - 1}, "done", "steps", "ready_at", "tries")
	})
}

// EndJob writes down how a claimed job ended. It returns ErrNotFound as JobStep
// does; then the file that was made is nobody's.
func (s *Store) EndJob(ctx context.Context, claim JobClaim, outcome Outcome) error {
	return s.write(ctx, func(ctx context.Context) error {
		key, err := s.caseKey(ctx, claim.Account, claim.Case)
		if err != nil {
			return err
		}
		doc, err := sealedJSON(jobDoc{claim.Order, outcome})
		if err != nil {
			return err
		}
		row := jobRow{CaseID: claim.Case, ID: claim.ID, Doc: doc}
		if outcome.Made != nil {
			row.BlobID = &outcome.Made.Blob
		}
		return s.settleJob(withKey(ctx, claim.Account, claim.Case, key), claim, row, "doc", "blob_id", "ready_at")
	})
}

// settleJob writes to the row of a claim, which the number of tries proves to
// be ours.
func (s *Store) settleJob(ctx context.Context, claim JobClaim, row jobRow, columns ...string) error {
	query := s.db(ctx).Model(&jobRow{}).Where("case_id = ? AND id = ? AND tries = ? AND ready_at IS NOT NULL", claim.Case, claim.ID, claim.Tries)
	done := query.Select(columns).Updates(row)
	if done.Error == nil && done.RowsAffected != 1 {
		return ErrNotFound
	}
	return done.Error
}

// caseKey returns the key of a case, or ErrNotFound, without reading the rest.
func (s *Store) caseKey(ctx context.Context, account, id string) (*vault.Key, error) {
	if !validID(account) || !validID(id) {
		return nil, ErrNotFound
	}
	var row caseRow
	query := s.locked(ctx).Select("id", "wrapped_key").Where("account_id = ? AND id = ?", account, id)
	if err := query.Take(&row).Error; err != nil {
		return nil, notFound(err)
	}
	return s.keys.unwrap(row.WrappedKey, keyPlace(account, "cases", id))
}
