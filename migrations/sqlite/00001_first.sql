-- Clear columns are ids, the owner, versions, the next due day, instants
-- (microseconds since 1970, UTC) and hashes for look-up. All else is sealed.
-- models/manifest.json says what each column is. A sealed value begins with the
-- byte 1 and clear text never does, so the checks refuse what was not sealed.

-- +goose Up
CREATE TABLE lookup_keys (
    id          TEXT    NOT NULL PRIMARY KEY,
    wrapped_key BLOB    NOT NULL CHECK (substr(wrapped_key, 1, 1) = x'01'),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
    id          TEXT    NOT NULL PRIMARY KEY,
    wrapped_key BLOB    NOT NULL CHECK (substr(wrapped_key, 1, 1) = x'01'),
    code_hash   TEXT    NOT NULL UNIQUE,
    email_hash  TEXT,
    email       BLOB CHECK (substr(email, 1, 1) = x'01'),
    version     INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX accounts_email ON accounts (email_hash) WHERE email_hash IS NOT NULL;

CREATE TABLE sessions (
    id         TEXT    NOT NULL PRIMARY KEY,
    account_id TEXT    NOT NULL REFERENCES accounts (id),
    token_hash TEXT    NOT NULL UNIQUE,
    idle       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE cases (
    id            TEXT    NOT NULL PRIMARY KEY,
    account_id    TEXT    NOT NULL REFERENCES accounts (id),
    wrapped_key   BLOB    NOT NULL CHECK (substr(wrapped_key, 1, 1) = x'01'),
    version       INTEGER NOT NULL,
    facts         BLOB    NOT NULL CHECK (substr(facts, 1, 1) = x'01'),
    facts_version INTEGER NOT NULL,
    next_due_on   TEXT,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_account ON cases (account_id, created_at);
CREATE INDEX cases_due ON cases (next_due_on, id) WHERE next_due_on IS NOT NULL;

CREATE TABLE requests (
    case_id TEXT NOT NULL REFERENCES cases (id),
    id      TEXT NOT NULL,
    doc     BLOB NOT NULL CHECK (substr(doc, 1, 1) = x'01'),
    PRIMARY KEY (case_id, id)
) STRICT;

-- What happened to a request, or to the complaint when request_id is empty.
CREATE TABLE events (
    case_id    TEXT NOT NULL REFERENCES cases (id),
    request_id TEXT NOT NULL,
    id         TEXT NOT NULL,
    doc        BLOB NOT NULL CHECK (substr(doc, 1, 1) = x'01'),
    PRIMARY KEY (case_id, request_id, id)
) STRICT;

-- A letter as it was sent, by the event that says so.
CREATE TABLE letters (
    case_id    TEXT NOT NULL REFERENCES cases (id),
    request_id TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    doc        BLOB NOT NULL CHECK (substr(doc, 1, 1) = x'01'),
    pdf        BLOB CHECK (substr(pdf, 1, 1) = x'01'),
    PRIMARY KEY (case_id, request_id, event_id)
) STRICT;

CREATE TABLE evidence (
    case_id TEXT NOT NULL REFERENCES cases (id),
    id      TEXT NOT NULL,
    doc     BLOB NOT NULL CHECK (substr(doc, 1, 1) = x'01'),
    PRIMARY KEY (case_id, id)
) STRICT;

CREATE TABLE complaints (
    case_id TEXT NOT NULL REFERENCES cases (id),
    id      TEXT NOT NULL,
    doc     BLOB NOT NULL CHECK (substr(doc, 1, 1) = x'01'),
    PRIMARY KEY (case_id, id)
) STRICT;

-- The first answer to a form, so that the same form sent twice gets it twice.
CREATE TABLE once_keys (
    key_hash   TEXT    NOT NULL PRIMARY KEY,
    account_id TEXT,
    result     BLOB    NOT NULL CHECK (substr(result, 1, 1) = x'01'),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX once_keys_account ON once_keys (account_id);
CREATE INDEX once_keys_age ON once_keys (created_at);

CREATE TABLE rate_counters (
    bucket_hash TEXT    NOT NULL PRIMARY KEY,
    hits        INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX rate_counters_age ON rate_counters (ends_at);

-- What was erased, by the hash of its random id, so that a restored backup can
-- erase it again.
CREATE TABLE erasure_ledger (
    subject_hash TEXT NOT NULL PRIMARY KEY,
    erased_on    TEXT NOT NULL
) STRICT;
