-- Who called, where the merchant keeps that. It is no part of the history, so that it
-- can be deleted: with its attempt, or before. The attempt's number and not its id
-- leads to it, so that rows are added at the end and seldom move to other pages.
CREATE TABLE customers (
  number INTEGER PRIMARY KEY REFERENCES entries (number) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  email  TEXT NOT NULL
) STRICT;
