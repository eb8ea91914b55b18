-- What people did beside attempts: who signed in or was refused, unlocked a console,
-- took a list out. A chain of its own, so that many refusals lengthen no payment's
-- history.
CREATE TABLE audit (
  number  INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  agent   TEXT NOT NULL,
  address TEXT NOT NULL,
  result  TEXT NOT NULL,
  hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE audit_chain (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  anchor_number INTEGER NOT NULL,
  anchor_hash   BLOB NOT NULL CHECK (length(anchor_hash) = 32),
  head_number   INTEGER NOT NULL,
  head_hash     BLOB NOT NULL CHECK (length(head_hash) = 32)
) STRICT;

INSERT INTO audit_chain SELECT 1, 0, genesis, 0, genesis FROM (SELECT randomblob(32) AS genesis);

CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT head_number + 1 FROM audit_chain)
BEGIN SELECT RAISE(ABORT, 'the record of events has no gaps'); END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN OLD.number > (SELECT anchor_number FROM audit_chain)
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;

CREATE TRIGGER audit_chain_forward BEFORE UPDATE ON audit_chain
WHEN NEW.head_number < OLD.head_number OR NEW.anchor_number < OLD.anchor_number
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;

CREATE TRIGGER audit_chain_no_delete BEFORE DELETE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;
