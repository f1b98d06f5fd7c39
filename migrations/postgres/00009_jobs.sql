-- Long work that a person asked for: a file made from a case, which waits for
-- them for a day. What it is stands in the sealed document; how far it is does
-- not say of what.

-- +goose Up
CREATE TABLE jobs (
    case_id    TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    id         TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    doc        BYTEA            NOT NULL CHECK (get_byte(doc, 0) = 1),
    blob_id    TEXT COLLATE "C",
    done       BIGINT           NOT NULL,
    steps      BIGINT           NOT NULL,
    tries      BIGINT           NOT NULL,
    ready_at   BIGINT,
    created_at BIGINT           NOT NULL,
    PRIMARY KEY (case_id, id)
);
-- Ready from an instant on; claimed until that instant; ended when there is none.
CREATE INDEX jobs_ready ON jobs (ready_at, id) WHERE ready_at IS NOT NULL;
CREATE INDEX jobs_age ON jobs (created_at);
