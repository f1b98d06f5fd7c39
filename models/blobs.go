package models

import (
	"context"
	"slices"

	"contreoffre/law"
	"contreoffre/vault"
)

// blobRow says that a sealed file belongs to a case. The row is written after
// the file and deleted before it, in the transaction of the exhibit that names
// it: a row always has its file.
type blobRow struct {
	ID      string `gorm:"primaryKey"`
	CaseID  string
	Created int64 `gorm:"column:created_at"`
}

func (blobRow) TableName() string { return "blobs" }

// discardKey is where a write notes the blobs that it freed.
type discardKey struct{}

// discardLater notes blobs to be discarded once the whole write is certain.
func discardLater(ctx context.Context, blobs ...string) {
	gone := ctx.Value(discardKey{}).(*[]string)
	*gone = append(*gone, blobs...)
}

// reconcileBlobs makes the rows equal to what the exhibits name.
func (s *Store) reconcileBlobs(ctx context.Context, id string, before, after []string) error {
	tx := s.db(ctx)
	for _, blob := range after {
		if slices.Contains(before, blob) {
			continue
		}
		if err := tx.Create(&blobRow{ID: blob, CaseID: id, Created: s.nowMicros()}).Error; err != nil {
			return err
		}
	}
	for _, blob := range before {
		if slices.Contains(after, blob) {
			continue
		}
		if err := tx.Where("id = ? AND case_id = ?", blob, id).Delete(&blobRow{}).Error; err != nil {
			return err
		}
		discardLater(ctx, blob)
	}
	return nil
}

// CaseKey returns the key that seals the files of a case, or ErrNotFound.
func (s *Store) CaseKey(ctx context.Context, account, id string) (*vault.Key, error) {
	return s.caseKey(ctx, account, id)
}

// Blobs returns the ids of all blobs that exhibits and jobs name, in order.
func (s *Store) Blobs(ctx context.Context) (ids []string, err error) {
	const query = "SELECT id FROM blobs UNION SELECT blob_id FROM jobs WHERE blob_id IS NOT NULL ORDER BY id"
	return ids, s.db(ctx).Raw(query).Scan(&ids).Error
}

// exhibitBlobs returns the ids of all blobs that exhibits name, in order.
func (s *Store) exhibitBlobs(ctx context.Context) (ids []string, err error) {
	return ids, s.db(ctx).Model(&blobRow{}).Order("id").Pluck("id", &ids).Error
}

// Quota is how much evidence a case may hold, and its whole account. Bytes are
// those of originals and copies.
type Quota struct {
	Files        int
	Bytes        int64
	AccountBytes int64
}

// AddEvidence adds an exhibit whose file was put away before, at whatever
// version the case is: adding takes nothing from anybody. It returns the
// exhibit as stored, or ErrNotFound, ErrQuota, or ErrSame when the case has or
// tells of an exhibit with the same SHA-256, and then nothing was written.
func (s *Store) AddEvidence(ctx context.Context, account, id string, quota Quota, e Evidence) (Evidence, error) {
	e.UploadedOn = law.DateOf(s.now())
	if e.ID == "" {
		e.ID = NewID()
	}
	c, err := s.changeFiles(ctx, account, id, quota, func(c *Case) error {
		if slices.ContainsFunc(c.Evidence, func(there Evidence) bool { return there.SHA256 == e.SHA256 }) {
			return ErrSame
		}
		c.Evidence = append(c.Evidence, e)
		return nil
	})
	if err != nil {
		return Evidence{}, err
	}
	return *c.Exhibit(e.ID), nil
}

// ChangeEvidence alters one exhibit at whatever version the case is, for work
// that began with its file: change is given the exhibit as it is now. It
// returns ErrNotFound and ErrQuota, and then nothing was written.
func (s *Store) ChangeEvidence(ctx context.Context, account, id, exhibit string, quota Quota, change func(*Evidence) error) (Evidence, error) {
	c, err := s.changeFiles(ctx, account, id, quota, func(c *Case) error {
		e := c.Exhibit(exhibit)
		if e == nil {
			return ErrNotFound
		}
		return change(e)
	})
	if err != nil {
		return Evidence{}, err
	}
	return *c.Exhibit(exhibit), nil
}

// changeFiles is changeNow that returns ErrQuota for what is above a quota.
func (s *Store) changeFiles(ctx context.Context, account, id string, quota Quota, change func(*Case) error) (c Case, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		c, err = s.changeNow(ctx, account, id, func(c *Case) error {
			if err := change(c); err != nil {
				return err
			}
			return quota.check(*c)
		})
		if err != nil {
			return err
		}
		beside, err := s.heldBeside(ctx, account, id)
		if _, bytes := c.Kept(); err == nil && beside.FileBytes+bytes > quota.AccountBytes {
			err = ErrQuota
		}
		return err
	})
	return c, err
}

// changeNow is Change at the version that the case has.
func (s *Store) changeNow(ctx context.Context, account, id string, change func(*Case) error) (c Case, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		now, _, err := s.loadCase(ctx, account, id) // and locks it
		if err != nil {
			return err
		}
		c, err = s.Change(ctx, account, id, now.Version, change)
		return err
	})
	return c, err
}

// check returns ErrQuota for a case that holds more.
func (q Quota) check(c Case) error {
	files, bytes := c.Kept()
	if files > q.Files || bytes > q.Bytes {
		return ErrQuota
	}
	return nil
}

// Kept counts the files of a case and their bytes, originals and copies.
func (c Case) Kept() (files int, bytes int64) {
	for _, e := range c.Evidence {
		if e.Kept != nil {
			files++
			bytes += e.Kept.Size + e.Kept.CopySize
		}
	}
	return files, bytes
}
