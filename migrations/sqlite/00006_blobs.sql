-- The files of exhibits. A row stands for a sealed file in the store of blobs,
-- written after the file; whose exhibit it is, its size and its kind are sealed
-- with the exhibit. A file without a row is a leftover, and is deleted.

-- +goose Up
CREATE TABLE blobs (
    id         TEXT    NOT NULL PRIMARY KEY,
    case_id    TEXT    NOT NULL REFERENCES cases (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX blobs_case ON blobs (case_id);
