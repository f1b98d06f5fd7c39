-- Sign-in links, sent to a confirmed address. One for an account; a new one takes
-- the place of the one before.

-- +goose Up
CREATE TABLE sign_in_links (
    account_id TEXT    NOT NULL PRIMARY KEY REFERENCES accounts (id),
    token_hash TEXT    NOT NULL UNIQUE,
    ends_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_links_age ON sign_in_links (ends_at);
