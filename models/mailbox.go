package models

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm/clause"
)

// ConfirmationLife is how long the link to confirm an address works. It is as
// long as nothing else is sent to that address.
const ConfirmationLife = 24 * time.Hour

// Mailbox is what an account has said about e-mail.
type Mailbox struct {
	Address  string // confirmed; empty when there is none
	Pending  string // waits to be confirmed
	Language string // of the reminders; empty when none are wanted
}

// reminderSettingsRow is there as long as reminders are wanted.
type reminderSettingsRow struct {
	AccountID string `gorm:"primaryKey"`
	Doc       sealed
}

type reminderSettings struct {
	Language string `json:"language"`
}

type confirmationRow struct {
	AccountID string `gorm:"primaryKey"`
	TokenHash string
	Doc       sealed
	Ends      int64 `gorm:"column:ends_at"`
}

type confirmation struct {
	Address  string `json:"address"`
	Language string `json:"language"`
}

func (reminderSettingsRow) TableName() string { return "reminder_settings" }
func (confirmationRow) TableName() string     { return "email_confirmations" }

// newToken returns a secret of more than 256 bits.
func newToken() string { return rand.Text() + rand.Text() }

// ofAccount returns a context that holds the key of an account, and its row.
// It returns ErrNotFound.
func (s *Store) ofAccount(ctx context.Context, account string) (context.Context, accountRow, error) {
	row, key, err := s.loadAccount(ctx, account)
	if err != nil {
		return ctx, row, err
	}
	return withKey(ctx, account, account, key), row, nil
}

// sealedJSON writes a document to be sealed.
func sealedJSON(v any) (sealed, error) {
	b, err := json.Marshal(v)
	return sealed{b}, err
}

// Mailbox returns what an account has said about e-mail, or ErrNotFound.
func (s *Store) Mailbox(ctx context.Context, account string) (m Mailbox, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		ctx, row, err := s.ofAccount(ctx, account)
		if err != nil {
			return err
		}
		m.Address = string(row.Email.plain)
		var settings reminderSettings
		if _, err := takeDoc[reminderSettingsRow](ctx, s, account, &settings); err != nil {
			return err
		}
		m.Language = settings.Language
		var pending confirmation
		found, err := takeDoc[confirmationRow](ctx, s, account, &pending)
		if found.Ends > s.nowMicros() {
			m.Pending = pending.Address
		}
		return err
	})
	return m, err
}

// accountDoc is a row of an account that is one sealed document.
type accountDoc interface {
	reminderSettingsRow | confirmationRow | feedRow
	content() []byte
}

func (r reminderSettingsRow) content() []byte { return r.Doc.plain }
func (r confirmationRow) content() []byte     { return r.Doc.plain }
func (r feedRow) content() []byte             { return r.Doc.plain }

// takeDoc reads the account's row into doc; without a row doc stays as it is.
func takeDoc[R accountDoc](ctx context.Context, s *Store, account string, doc any) (row R, err error) {
	var rows []R
	if err := s.db(ctx).Where("account_id = ?", account).Find(&rows).Error; err != nil || len(rows) == 0 {
		return row, err
	}
	return rows[0], json.Unmarshal(rows[0].content(), doc)
}

// putDoc writes the account's row, in the place of the one before.
func putDoc[R interface{ TableName() string }](ctx context.Context, s *Store, row R) error {
	return s.db(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// ProposeEmail keeps an address, sealed, until its holder confirms it with the
// token that is returned; a token from before confirms nothing any more. It
// returns ErrNotFound.
func (s *Store) ProposeEmail(ctx context.Context, account, address, language string) (token string, err error) {
	token = newToken()
	err = s.write(ctx, func(ctx context.Context) error {
		ctx, _, err := s.ofAccount(ctx, account)
		if err != nil {
			return err
		}
		doc, err := sealedJSON(confirmation{address, language})
		if err != nil {
			return err
		}
		return putDoc(ctx, s, confirmationRow{AccountID: account, TokenHash: s.lookup.Hash(forConfirmation, token),
			Doc: doc, Ends: micros(s.now().Add(ConfirmationLife))})
	})
	return token, err
}

// ConfirmEmail makes the proposed address the account's own and turns the
// reminders on, once: of many who bring the same token at the same time, one
// gets the account. Previous is the address that it replaced, empty when there
// was none or the same. It returns ErrNotFound for a token that is unknown,
// used or too old.
func (s *Store) ConfirmEmail(ctx context.Context, token string) (account, previous string, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		var row confirmationRow
		query := s.locked(ctx).Select("account_id").Where("token_hash IN ? AND ends_at > ?", s.lookup.Hashes(forConfirmation, token), s.nowMicros())
		if err := query.Take(&row).Error; err != nil {
			return notFound(err)
		}
		account = row.AccountID
		if err := s.lookAgain(ctx, account); err != nil {
			return err
		}
		sealing, held, err := s.ofAccount(ctx, account)
		if err != nil {
			return err
		}
		var proposed confirmation
		if _, err := takeDoc[confirmationRow](sealing, s, account, &proposed); err != nil {
			return err
		}
		if previous = string(held.Email.plain); foldAddress(previous) == foldAddress(proposed.Address) {
			previous = ""
		}
		if err := s.db(ctx).Where("account_id = ?", account).Delete(&confirmationRow{}).Error; err != nil {
			return err
		}
		if err := s.SaveEmail(ctx, account, proposed.Address); err != nil {
			return err
		}
		return s.putSettings(sealing, account, proposed.Language)
	})
	if err != nil {
		return "", "", err
	}
	return account, previous, nil
}

// StartReminders turns the reminders of an account with a confirmed address on
// again. It returns ErrNotFound for one without.
func (s *Store) StartReminders(ctx context.Context, account, language string) error {
	return s.write(ctx, func(ctx context.Context) error {
		if err := s.lookAgain(ctx, account); err != nil {
			return err
		}
		ctx, row, err := s.ofAccount(ctx, account)
		if err != nil {
			return err
		}
		if row.Email.plain == nil {
			return ErrNotFound
		}
		return s.putSettings(ctx, account, language)
	})
}

func (s *Store) putSettings(ctx context.Context, account, language string) error {
	doc, err := sealedJSON(reminderSettings{language})
	if err != nil {
		return err
	}
	return putDoc(ctx, s, reminderSettingsRow{account, doc})
}

// StopReminders turns the reminders of an account off. The address stays.
func (s *Store) StopReminders(ctx context.Context, account string) error {
	return s.write(ctx, func(ctx context.Context) error {
		return s.db(ctx).Where("account_id = ?", account).Delete(&reminderSettingsRow{}).Error
	})
}

// ForgetEmail removes the address of an account, also one that waits to be
// confirmed, and with it the reminders. Forgotten is the confirmed one, empty
// when there was none: of many who ask at the same time, one gets it. It
// returns ErrNotFound.
func (s *Store) ForgetEmail(ctx context.Context, account string) (forgotten string, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		_, held, err := s.ofAccount(ctx, account)
		if err != nil {
			return err
		}
		forgotten = string(held.Email.plain)
		return errors.Join(
			s.StopReminders(ctx, account),
			s.db(ctx).Where("account_id = ?", account).Delete(&confirmationRow{}).Error,
			s.SaveEmail(ctx, account, ""),
		)
	})
	if err != nil {
		return "", err
	}
	return forgotten, nil
}
