-- The tables of agents and roles, for a floor that keeps them here: one row a version. Each
-- hash is over the row's own content and the hash before.
CREATE TABLE people (
  number  INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  by_whom TEXT NOT NULL,
  text    TEXT NOT NULL CHECK (text <> ''),
  hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER people_in_order BEFORE INSERT ON people
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM people)
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents have no gaps'); END;

CREATE TRIGGER people_no_update BEFORE UPDATE ON people
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;

CREATE TRIGGER people_no_delete BEFORE DELETE ON people
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;
