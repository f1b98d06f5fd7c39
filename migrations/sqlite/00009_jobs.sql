-- Long work that a person asked for: a file made from a case, which waits for
-- them for a day. What it is stands in the sealed document; how far it is does
-- not say of what.

-- +goose Up
CREATE TABLE jobs (
    case_id    TEXT    NOT NULL REFERENCES cases (id),
    id         TEXT    NOT NULL,
    account_id TEXT    NOT NULL REFERENCES accounts (id),
    doc        BLOB    NOT NULL CHECK (substr(doc, 1, 1) = x'01'),
    blob_id    TEXT,
    done       INTEGER NOT NULL,
    steps      INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    ready_at   INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, id)
) STRICT;
-- Ready from an instant on; claimed until that instant; ended when there is none.
CREATE INDEX jobs_ready ON jobs (ready_at, id) WHERE ready_at IS NOT NULL;
CREATE INDEX jobs_age ON jobs (created_at);
