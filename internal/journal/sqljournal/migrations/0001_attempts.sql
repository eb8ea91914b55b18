-- One row an attempt, as it is now. number is the event that began it.
-- There is no column for a card number, a security code or a hash of either,
-- and the two for the ends of a card number hold no more than that.
CREATE TABLE entries (
  number                INTEGER PRIMARY KEY,
  last_event            INTEGER NOT NULL CHECK (last_event >= number),
  id                    TEXT NOT NULL UNIQUE CHECK (id <> ''),
  kind                  TEXT NOT NULL CHECK (kind IN ('AUTH', 'REFUND', 'UPDATE')),
  sent_reference        TEXT NOT NULL,
  own_reference         TEXT NOT NULL,
  parent                TEXT NOT NULL,
  amount                INTEGER NOT NULL,
  currency              TEXT NOT NULL,
  exponent              INTEGER NOT NULL,
  site                  TEXT NOT NULL,
  first6                TEXT NOT NULL CHECK (length(first6) <= 6),
  last4                 TEXT NOT NULL CHECK (length(last4) <= 4),
  agent                 TEXT NOT NULL CHECK (agent <> ''),
  host                  TEXT NOT NULL,
  intent_at             INTEGER NOT NULL,
  brand                 TEXT NOT NULL,
  answered_at           INTEGER NOT NULL,
  resolved_at           INTEGER NOT NULL,
  outcome               TEXT NOT NULL,
  state                 TEXT NOT NULL CHECK (state IN ('OPEN', 'IN DOUBT', 'KNOWN')),
  transaction_reference TEXT NOT NULL,
  request_reference     TEXT NOT NULL,
  auth_code             TEXT NOT NULL,
  error_code            TEXT NOT NULL,
  settle_status         TEXT NOT NULL,
  advice_code           TEXT NOT NULL,
  problem               TEXT NOT NULL,
  resolution            TEXT NOT NULL,
  resolved_by           TEXT NOT NULL,
  reason                TEXT NOT NULL,
  checks                INTEGER NOT NULL,
  empty_checks          INTEGER NOT NULL,
  last_check_at         INTEGER NOT NULL,
  first_empty_at         INTEGER NOT NULL,
  next_check_at         INTEGER NOT NULL,
  alarm                 TEXT NOT NULL,
  acknowledged_by       TEXT NOT NULL,
  acknowledged_at       INTEGER NOT NULL,
  replaces              TEXT NOT NULL,
  override_reason       TEXT NOT NULL,
  hidden_fields         INTEGER NOT NULL,
  CHECK ((state = 'KNOWN') = (outcome <> 'unknown'))
) STRICT;

CREATE UNIQUE INDEX entries_sent_reference ON entries (sent_reference) WHERE sent_reference <> '';
CREATE INDEX entries_own_reference ON entries (own_reference, site);
CREATE INDEX entries_card ON entries (last4, first6, site, intent_at) WHERE kind = 'AUTH';
CREATE INDEX entries_agent ON entries (agent);
CREATE INDEX entries_transaction ON entries (transaction_reference) WHERE transaction_reference <> '';
CREATE INDEX entries_parent ON entries (parent) WHERE parent <> '';
CREATE INDEX entries_watched ON entries (next_check_at, number) WHERE state <> 'KNOWN' OR next_check_at <> 0;
CREATE INDEX entries_attention ON entries (number) WHERE state <> 'KNOWN' OR (alarm <> '' AND acknowledged_at = 0);

-- The history. Each hash is over the row's own content and the hash before.
CREATE TABLE events (
  number   INTEGER PRIMARY KEY,
  entry_id TEXT NOT NULL,
  step     TEXT NOT NULL CHECK (step <> ''),
  at       INTEGER NOT NULL,
  by_whom  TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX events_entry ON events (entry_id);

-- The two ends of the history: the last event deleted by retention, and the
-- last one written. The first hash is random, so that no row of another
-- journal fits into this one.
CREATE TABLE chain (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  anchor_number INTEGER NOT NULL,
  anchor_hash   BLOB NOT NULL CHECK (length(anchor_hash) = 32),
  head_number   INTEGER NOT NULL CHECK (head_number >= anchor_number),
  head_hash     BLOB NOT NULL CHECK (length(head_hash) = 32)
) STRICT;

INSERT INTO chain SELECT 1, 0, genesis, 0, genesis FROM (SELECT randomblob(32) AS genesis);

-- Who is working on an attempt. Of no interest once it is over, so not history.
CREATE TABLE leases (
  entry_id TEXT PRIMARY KEY,
  owner    TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Written at each start, to know that the journal can be written.
CREATE TABLE probe (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;

INSERT INTO probe VALUES (1, 0);

CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.number <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'the history has no gaps'); END;

CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER events_no_delete BEFORE DELETE ON events
WHEN OLD.number > (SELECT anchor_number FROM chain)
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER chain_forward BEFORE UPDATE ON chain
WHEN NEW.head_number < OLD.head_number OR NEW.anchor_number < OLD.anchor_number
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
WHEN NEW.number <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt begins with an event'); END;

CREATE TRIGGER entries_with_event BEFORE UPDATE ON entries
WHEN NEW.last_event <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt changes with an event'); END;

CREATE TRIGGER entries_same_attempt BEFORE UPDATE OF
  number, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at ON entries
BEGIN SELECT RAISE(ABORT, 'what was attempted does not change'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
WHEN OLD.last_event > (SELECT anchor_number FROM chain)
BEGIN SELECT RAISE(ABORT, 'attempts are kept until retention deletes their history'); END;
