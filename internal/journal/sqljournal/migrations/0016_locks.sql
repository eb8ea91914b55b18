-- How often a second factor was locked in a row: each lock lasts longer than the one before.
ALTER TABLE tries ADD COLUMN locks INTEGER NOT NULL DEFAULT 0;
