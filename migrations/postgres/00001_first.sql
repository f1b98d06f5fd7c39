-- Clear columns are ids, the owner, versions, the next due day, instants
-- (microseconds since 1970, UTC) and hashes for look-up. All else is sealed.
-- models/manifest.json says what each column is. A sealed value begins with the
-- byte 1 and clear text never does, so the checks refuse what was not sealed.

-- +goose Up
CREATE TABLE lookup_keys (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    wrapped_key BYTEA            NOT NULL CHECK (get_byte(wrapped_key, 0) = 1),
    created_at  BIGINT           NOT NULL
);

CREATE TABLE accounts (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    wrapped_key BYTEA            NOT NULL CHECK (get_byte(wrapped_key, 0) = 1),
    code_hash   TEXT COLLATE "C" NOT NULL UNIQUE,
    email_hash  TEXT COLLATE "C",
    email       BYTEA CHECK (get_byte(email, 0) = 1),
    version     BIGINT           NOT NULL,
    created_at  BIGINT           NOT NULL,
    seen_at     BIGINT           NOT NULL
);
CREATE INDEX accounts_email ON accounts (email_hash) WHERE email_hash IS NOT NULL;

CREATE TABLE sessions (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    idle       BIGINT           NOT NULL,
    created_at BIGINT           NOT NULL,
    seen_at    BIGINT           NOT NULL,
    ends_at    BIGINT           NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE cases (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id    TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    wrapped_key   BYTEA            NOT NULL CHECK (get_byte(wrapped_key, 0) = 1),
    version       BIGINT           NOT NULL,
    facts         BYTEA            NOT NULL CHECK (get_byte(facts, 0) = 1),
    facts_version BIGINT           NOT NULL,
    next_due_on   TEXT COLLATE "C",
    created_at    BIGINT           NOT NULL,
    updated_at    BIGINT           NOT NULL
);
CREATE INDEX cases_account ON cases (account_id, created_at);
CREATE INDEX cases_due ON cases (next_due_on, id) WHERE next_due_on IS NOT NULL;

CREATE TABLE requests (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    id      TEXT COLLATE "C" NOT NULL,
    doc     BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1),
    PRIMARY KEY (case_id, id)
);

-- What happened to a request, or to the complaint when request_id is empty.
CREATE TABLE events (
    case_id    TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    request_id TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    doc        BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1),
    PRIMARY KEY (case_id, request_id, id)
);

-- A letter as it was sent, by the event that says so.
CREATE TABLE letters (
    case_id    TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    request_id TEXT COLLATE "C" NOT NULL,
    event_id   TEXT COLLATE "C" NOT NULL,
    doc        BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1),
    pdf        BYTEA CHECK (get_byte(pdf, 0) = 1),
    PRIMARY KEY (case_id, request_id, event_id)
);

CREATE TABLE evidence (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    id      TEXT COLLATE "C" NOT NULL,
    doc     BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1),
    PRIMARY KEY (case_id, id)
);

CREATE TABLE complaints (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    id      TEXT COLLATE "C" NOT NULL,
    doc     BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1),
    PRIMARY KEY (case_id, id)
);

-- The first answer to a form, so that the same form sent twice gets it twice.
CREATE TABLE once_keys (
    key_hash   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id TEXT COLLATE "C",
    result     BYTEA            NOT NULL CHECK (get_byte(result, 0) = 1),
    created_at BIGINT           NOT NULL
);
CREATE INDEX once_keys_account ON once_keys (account_id);
CREATE INDEX once_keys_age ON once_keys (created_at);

CREATE TABLE rate_counters (
    bucket_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    hits        BIGINT           NOT NULL,
    ends_at     BIGINT           NOT NULL
);
CREATE INDEX rate_counters_age ON rate_counters (ends_at);

-- What was erased, by the hash of its random id, so that a restored backup can
-- erase it again.
CREATE TABLE erasure_ledger (
    subject_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    erased_on    TEXT COLLATE "C" NOT NULL
);
