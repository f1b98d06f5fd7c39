-- Reminders by e-mail and the calendar feed. What a reminder is about is not
-- in the clear: the hash of it keeps it from being queued twice, and the case
-- tells it again when the message is written.

-- +goose Up
-- The next day on which a case has something to remind of. A case from before
-- is looked at once, which finds that day.
ALTER TABLE cases ADD COLUMN remind_on TEXT COLLATE "C";
UPDATE cases SET remind_on = '0001-01-01';
CREATE INDEX cases_remind ON cases (remind_on, id) WHERE remind_on IS NOT NULL;

-- Queued and ready from an instant on; claimed until that instant; handed over
-- to the mail server; or dropped, which is neither ready nor handed over.
CREATE TABLE reminders (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    case_id    TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    about_hash TEXT COLLATE "C" NOT NULL,
    tries      BIGINT           NOT NULL,
    ready_at   BIGINT,
    handed_at  BIGINT,
    UNIQUE (case_id, about_hash)
);
CREATE INDEX reminders_ready ON reminders (ready_at, id) WHERE ready_at IS NOT NULL;

-- An account without a row gets no reminder.
CREATE TABLE reminder_settings (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES accounts (id),
    doc        BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1)
);

-- An address that waits for its holder to confirm it.
CREATE TABLE email_confirmations (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES accounts (id),
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    doc        BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1),
    ends_at    BIGINT           NOT NULL
);
CREATE INDEX email_confirmations_age ON email_confirmations (ends_at);

CREATE TABLE calendar_feeds (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES accounts (id),
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    doc        BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1)
);
