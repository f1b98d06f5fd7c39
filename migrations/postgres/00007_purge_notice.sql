-- A notice by e-mail before a dossier is purged. Every case is looked at once,
-- which finds the day of its notice.

-- +goose Up
UPDATE cases SET remind_on = '0001-01-01';
