package models

import (
	"context"
	"strings"
	"time"

	"contreoffre/vault"
)

// ErrBadCode is returned for a text that cannot be a recovery code.
var ErrBadCode = vault.ErrBadCode

// Account is what stands between a person and their cases. It has no name and
// no password: a recovery code opens it.
type Account struct {
	ID        string
	Version   int
	Email     string // empty: none was given
	CreatedAt time.Time
	SeenAt    time.Time // the last visit, to within an hour
}

type accountRow struct {
	ID         string `gorm:"primaryKey"`
	WrappedKey []byte
	CodeHash   string
	EmailHash  *string
	Email      sealed
	Version    int
	Created    int64 `gorm:"column:created_at"`
	Seen       int64 `gorm:"column:seen_at"`
}

func (accountRow) TableName() string { return "accounts" }

// purposes of look-up hashes
const (
	forCode  = "recovery code"
	forEmail = "e-mail"
	forToken = "session"
	forOnce  = "once-key"
	forRate  = "rate"

	forReminder     = "reminder"
	forConfirmation = "e-mail confirmation"
	forFeed         = "calendar feed"
	forSignIn       = "sign-in link"
)

// OpenAccount opens an account and returns it with its recovery code, which is
// stored nowhere and cannot be shown again.
func (s *Store) OpenAccount(ctx context.Context) (Account, string, error) {
	code, now := vault.NewCode(), s.nowMicros()
	row := accountRow{ID: NewID(), CodeHash: s.lookup.Hash(forCode, code), Version: 1, Created: now, Seen: now}
	err := s.write(ctx, func(ctx context.Context) (err error) {
		if row.WrappedKey, err = s.wrap(ctx, vault.NewKey(), keyPlace(row.ID, "accounts", row.ID)); err != nil {
			return err
		}
		return s.db(ctx).Create(&row).Error
	})
	if err != nil {
		return Account{}, "", err
	}
	return row.account(), code, nil
}

// Account returns an account, or ErrNotFound.
func (s *Store) Account(ctx context.Context, account string) (Account, error) {
	row, _, err := s.loadAccount(ctx, account)
	return row.account(), err
}

// AccountByCode returns the account that a recovery code opens, as typed by a
// person. It returns ErrBadCode for a text that cannot be a code and
// ErrNotFound for one that opens nothing.
func (s *Store) AccountByCode(ctx context.Context, typed string) (Account, error) {
	code, err := vault.ReadCode(typed)
	if err != nil {
		return Account{}, err
	}
	var id string
	err = s.db(ctx).Model(&accountRow{}).Select("id").
		Where("code_hash IN ?", s.lookup.Hashes(forCode, code)).Take(&id).Error
	if err != nil {
		return Account{}, notFound(err)
	}
	return s.Account(ctx, id)
}

// NewRecoveryCode gives the account a new code and returns it; the old one
// opens nothing any more, nor does a sign-in link.
func (s *Store) NewRecoveryCode(ctx context.Context, account string) (string, error) {
	code := vault.NewCode()
	return code, s.changeDoor(ctx, account, func(row *accountRow) {
		row.CodeHash = s.lookup.Hash(forCode, code)
	})
}

// SaveEmail keeps an e-mail address on the account, sealed; empty removes it.
// A sign-in link sent to the one before opens nothing any more. Whether the
// person holds it must be known before.
func (s *Store) SaveEmail(ctx context.Context, account, address string) error {
	return s.changeDoor(ctx, account, func(row *accountRow) {
		row.Email, row.EmailHash = sealed{}, nil
		if address != "" {
			hash := s.lookup.Hash(forEmail, foldAddress(address))
			row.Email, row.EmailHash = sealed{[]byte(address)}, &hash
		}
	})
}

// AccountsByEmail returns the accounts that keep this address, whatever its
// case.
func (s *Store) AccountsByEmail(ctx context.Context, address string) ([]Account, error) {
	var ids []string
	err := s.db(ctx).Model(&accountRow{}).
		Where("email_hash IN ?", s.lookup.Hashes(forEmail, foldAddress(address))).Order("created_at, id").Pluck("id", &ids).Error
	if err != nil {
		return nil, err
	}
	accounts := make([]Account, len(ids))
	for i, id := range ids {
		if accounts[i], err = s.Account(ctx, id); err != nil {
			return nil, err
		}
	}
	return accounts, nil
}

func foldAddress(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// loadAccount reads the key first, then the row that it opens.
func (s *Store) loadAccount(ctx context.Context, account string) (accountRow, *vault.Key, error) {
	if !validID(account) {
		return accountRow{}, nil, ErrNotFound
	}
	var row accountRow
	if err := s.locked(ctx).Select("id", "wrapped_key").Where("id = ?", account).Take(&row).Error; err != nil {
		return accountRow{}, nil, notFound(err)
	}
	key, err := s.keys.unwrap(row.WrappedKey, keyPlace(account, "accounts", account))
	if err != nil {
		return accountRow{}, nil, err
	}
	ctx = withKey(ctx, account, account, key)
	row = accountRow{}
	if err := s.db(ctx).Where("id = ?", account).Take(&row).Error; err != nil {
		return accountRow{}, nil, notFound(err)
	}
	return row, key, nil
}

// changeDoor alters what opens an account: its code, or the address that
// sign-in links are sent to.
func (s *Store) changeDoor(ctx context.Context, account string, change func(*accountRow)) error {
	return s.write(ctx, func(ctx context.Context) error {
		row, key, err := s.loadAccount(ctx, account)
		if err != nil {
			return err
		}
		if err := s.dropSignInLink(ctx, account); err != nil {
			return err
		}
		change(&row)
		row.Version++
		return s.db(withKey(ctx, account, account, key)).Model(&accountRow{}).Where("id = ?", account).
			Select("code_hash", "email_hash", "email", "version").Updates(row).Error
	})
}

func (r accountRow) account() Account {
	return Account{ID: r.ID, Version: r.Version, Email: string(r.Email.plain),
		CreatedAt: instant(r.Created), SeenAt: instant(r.Seen)}
}
