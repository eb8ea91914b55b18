-- Retention of the versions of the tables of agents: where they begin. The end is told by an
-- event of the record.
CREATE TABLE people_chain (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  anchor_number INTEGER NOT NULL,
  anchor_hash   BLOB NOT NULL CHECK (length(anchor_hash) = 32)
) STRICT;

INSERT INTO people_chain VALUES (1, 0, zeroblob(32));

CREATE TRIGGER people_chain_forward BEFORE UPDATE ON people_chain
WHEN NEW.anchor_number < OLD.anchor_number
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;

CREATE TRIGGER people_chain_no_delete BEFORE DELETE ON people_chain
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;

DROP TRIGGER people_no_delete;
CREATE TRIGGER people_no_delete BEFORE DELETE ON people
WHEN OLD.number > (SELECT anchor_number FROM people_chain)
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;
