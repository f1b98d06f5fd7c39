package models

import (
	"context"
	"time"
)

// SignInLinkLife is how long a sign-in link works (ASVS 6.5.5).
const SignInLinkLife = 10 * time.Minute

type signInRow struct {
	AccountID string `gorm:"primaryKey"`
	TokenHash string
	Ends      int64 `gorm:"column:ends_at"`
}

func (signInRow) TableName() string { return "sign_in_links" }

// NewSignInLink returns a token that opens the account once, within
// SignInLinkLife; one from before opens nothing any more. It must reach nobody
// but the holder of the account's confirmed address. It returns ErrNotFound.
func (s *Store) NewSignInLink(ctx context.Context, account string) (token string, err error) {
	token = newToken()
	err = s.write(ctx, func(ctx context.Context) error {
		if _, err := s.Account(ctx, account); err != nil {
			return err
		}
		return putDoc(ctx, s, signInRow{account, s.lookup.Hash(forSignIn, token), micros(s.now().Add(SignInLinkLife))})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// UseSignInLink returns the account that a token opens, once: of many who bring
// it at the same time, one gets the account. It returns ErrNotFound for a token
// that is unknown, used, replaced or too old.
func (s *Store) UseSignInLink(ctx context.Context, token string) (account string, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		var row signInRow
		now := s.nowMicros()
		query := s.locked(ctx).Where("token_hash IN ? AND ends_at > ? AND ends_at <= ?", // or a clock was ahead when it was made
			s.lookup.Hashes(forSignIn, token), now, now+2*SignInLinkLife.Microseconds())
		if err := query.Take(&row).Error; err != nil {
			return notFound(err)
		}
		account = row.AccountID
		return s.dropSignInLink(ctx, account)
	})
	if err != nil {
		return "", err
	}
	return account, nil
}

// dropSignInLink makes a link that is on its way open nothing.
func (s *Store) dropSignInLink(ctx context.Context, account string) error {
	return s.db(ctx).Where("account_id = ?", account).Delete(&signInRow{}).Error
}
