-- Reminders by e-mail and the calendar feed. What a reminder is about is not
-- in the clear: the hash of it keeps it from being queued twice, and the case
-- tells it again when the message is written.

-- +goose Up
-- The next day on which a case has something to remind of. A case from before
-- is looked at once, which finds that day.
ALTER TABLE cases ADD COLUMN remind_on TEXT;
UPDATE cases SET remind_on = '0001-01-01';
CREATE INDEX cases_remind ON cases (remind_on, id) WHERE remind_on IS NOT NULL;

-- Queued and ready from an instant on; claimed until that instant; handed over
-- to the mail server; or dropped, which is neither ready nor handed over.
CREATE TABLE reminders (
    id         TEXT    NOT NULL PRIMARY KEY,
    account_id TEXT    NOT NULL REFERENCES accounts (id),
    case_id    TEXT    NOT NULL REFERENCES cases (id),
    about_hash TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    ready_at   INTEGER,
    handed_at  INTEGER,
    UNIQUE (case_id, about_hash)
) STRICT;
CREATE INDEX reminders_ready ON reminders (ready_at, id) WHERE ready_at IS NOT NULL;

-- An account without a row gets no reminder.
CREATE TABLE reminder_settings (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    doc        BLOB NOT NULL CHECK (substr(doc, 1, 1) = x'01')
) STRICT;

-- An address that waits for its holder to confirm it.
CREATE TABLE email_confirmations (
    account_id TEXT    NOT NULL PRIMARY KEY REFERENCES accounts (id),
    token_hash TEXT    NOT NULL UNIQUE,
    doc        BLOB    NOT NULL CHECK (substr(doc, 1, 1) = x'01'),
    ends_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX email_confirmations_age ON email_confirmations (ends_at);

CREATE TABLE calendar_feeds (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    doc        BLOB NOT NULL CHECK (substr(doc, 1, 1) = x'01')
) STRICT;
