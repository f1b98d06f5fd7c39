-- How much a dossier holds, so that what an account may hold can be bounded
-- without opening it: bytes of its documents, and of the files of its exhibits.
-- The documents that are there count as they are kept; the files from the next
-- change of their exhibits on, since only a sealed document tells their size.

-- +goose Up
ALTER TABLE cases ADD COLUMN doc_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0;
UPDATE cases SET doc_bytes = length(facts)
    + (SELECT coalesce(sum(length(doc)), 0) FROM requests WHERE case_id = cases.id)
    + (SELECT coalesce(sum(length(doc)), 0) FROM events WHERE case_id = cases.id)
    + (SELECT coalesce(sum(length(doc)), 0) FROM letters WHERE case_id = cases.id)
    + (SELECT coalesce(sum(length(doc)), 0) FROM evidence WHERE case_id = cases.id)
    + (SELECT coalesce(sum(length(doc)), 0) FROM complaints WHERE case_id = cases.id);

-- From which day to which the clock of the service went from day to day; dossiers
-- are not purged by one that jumped.
CREATE TABLE clock_days (
    id       TEXT NOT NULL PRIMARY KEY,
    since_on TEXT NOT NULL,
    last_on  TEXT NOT NULL
) STRICT;
