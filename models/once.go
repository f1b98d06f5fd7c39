package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"contreoffre/vault"
)

// onceLife is how long a form remembers its first answer.
const onceLife = 24 * time.Hour

type onceRow struct {
	KeyHash   string `gorm:"primaryKey"`
	AccountID *string
	Result    []byte
	Created   int64 `gorm:"column:created_at"`
}

// errClaimed undoes a claim that came second.
var errClaimed = errors.New("models: once-key claimed")

func (onceRow) TableName() string { return "once_keys" }

// Once runs do for a form's once-key, once: the same form sent again, at the
// same time or a day later, gets the first answer and do does not run. The
// writes of do and the key are one transaction, so do must use the context it
// is given; when it fails, nothing is written and the form may be sent again.
//
// Scope is what the key belongs to: an account, or a visitor without one. The
// answer is sealed under the key of the form itself (at least 128 random
// bits, kept by the browser), so a stored answer opens for nobody else. With
// account, the answer is erased with that account; do may return it when it
// has just opened one.
func (s *Store) Once(ctx context.Context, scope, key string, do func(context.Context) (result, account string, err error)) (string, error) {
	name := scope + "\x00" + key
	place := vault.Place{Owner: scope, Table: "once_keys", Column: "result"}
	seal := vault.KeyFrom(name, "once-key")
	if result, err := s.onceResult(ctx, name, seal, place); !errors.Is(err, ErrNotFound) {
		return result, err
	}
	var result string
	err := s.write(ctx, func(ctx context.Context) error {
		// Claimed first: on PostgreSQL a second claim waits here for ours.
		row := onceRow{KeyHash: s.lookup.Hash(forOnce, name), Result: seal.Seal(nil, place), Created: s.nowMicros()}
		claim := s.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if claim.Error != nil {
			return claim.Error
		}
		if claim.RowsAffected == 0 {
			return errClaimed
		}
		var account string
		var err error
		if result, account, err = do(ctx); err != nil {
			return err
		}
		row.Result = seal.Seal([]byte(result), place)
		if account != "" {
			row.AccountID = &account
		}
		return s.db(ctx).Model(&onceRow{}).Where("key_hash = ?", row.KeyHash).Select("result", "account_id").Updates(row).Error
	})
	if errors.Is(err, errClaimed) {
		return s.onceResult(ctx, name, seal, place)
	}
	return result, err
}

func (s *Store) onceResult(ctx context.Context, name string, seal *vault.Key, at vault.Place) (string, error) {
	var row onceRow
	err := s.db(ctx).Where("key_hash IN ?", s.lookup.Hashes(forOnce, name)).Take(&row).Error
	if err != nil {
		return "", notFound(err)
	}
	plain, err := seal.Open(row.Result, at)
	return string(plain), err
}
