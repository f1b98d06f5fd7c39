package models

import "context"

// Feed is a calendar that the holder of its secret address reads.
type Feed struct {
	Language string `json:"language"`
	Detailed bool   `json:"detailed"` // may name the company and what the day is for
}

type feedRow struct {
	AccountID string `gorm:"primaryKey"`
	TokenHash string
	Doc       sealed
}

func (feedRow) TableName() string { return "calendar_feeds" }

// OpenFeed gives the account a feed and returns the secret of its address,
// which is stored nowhere. The address from before shows nothing any more.
func (s *Store) OpenFeed(ctx context.Context, account string, f Feed) (token string, err error) {
	token = newToken()
	err = s.write(ctx, func(ctx context.Context) error {
		ctx, _, err := s.ofAccount(ctx, account)
		if err != nil {
			return err
		}
		doc, err := sealedJSON(f)
		if err != nil {
			return err
		}
		return putDoc(ctx, s, feedRow{account, s.lookup.Hash(forFeed, token), doc})
	})
	return token, err
}

// Feed returns the feed of an account, or ErrNotFound.
func (s *Store) Feed(ctx context.Context, account string) (f Feed, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		ctx, _, err := s.ofAccount(ctx, account)
		if err != nil {
			return err
		}
		row, err := takeDoc[feedRow](ctx, s, account, &f)
		if err == nil && row.AccountID == "" {
			return ErrNotFound
		}
		return err
	})
	return f, err
}

// AccountOfFeed returns the account whose feed has this secret, or
// ErrNotFound.
func (s *Store) AccountOfFeed(ctx context.Context, token string) (string, error) {
	var row feedRow
	err := s.db(ctx).Select("account_id").Where("token_hash IN ?", s.lookup.Hashes(forFeed, token)).Take(&row).Error
	return row.AccountID, notFound(err)
}

// CloseFeed takes the feed of an account away; its address shows nothing any
// more.
func (s *Store) CloseFeed(ctx context.Context, account string) error {
	return s.write(ctx, func(ctx context.Context) error {
		return s.db(ctx).Where("account_id = ?", account).Delete(&feedRow{}).Error
	})
}
