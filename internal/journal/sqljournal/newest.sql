-- The newest format. A test writes it from the migrations:
--   go test ./internal/journal/sqljournal -run Newest -update

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

CREATE TABLE chain (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  anchor_number INTEGER NOT NULL,
  anchor_hash   BLOB NOT NULL CHECK (length(anchor_hash) = 32),
  head_number   INTEGER NOT NULL CHECK (head_number >= anchor_number),
  head_hash     BLOB NOT NULL CHECK (length(head_hash) = 32)
) STRICT;

CREATE TABLE customers (
  number INTEGER PRIMARY KEY REFERENCES entries (number) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  email  TEXT NOT NULL
) STRICT;

CREATE TABLE "entries" (
  number                INTEGER PRIMARY KEY,
  last_event            INTEGER NOT NULL CHECK (last_event >= number),
  id                    TEXT NOT NULL UNIQUE CHECK (id <> ''),
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
  operation             TEXT NOT NULL,
  target_settle_status  TEXT NOT NULL,
  target_settle_amount  INTEGER NOT NULL,
  target_settle_due_date TEXT NOT NULL,
  target_order_reference TEXT NOT NULL,
  before_settle_status  TEXT NOT NULL,
  before_settle_amount  INTEGER NOT NULL,
  before_settle_due_date TEXT NOT NULL,
  before_order_reference TEXT NOT NULL,
  send_by               INTEGER NOT NULL,
  send_by_boot          TEXT NOT NULL,
  send_by_steady        INTEGER NOT NULL, -- milliseconds since that boot
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
  first_empty_at        INTEGER NOT NULL,
  next_check_at         INTEGER NOT NULL,
  alarm                 TEXT NOT NULL,
  acknowledged_by       TEXT NOT NULL,
  acknowledged_at       INTEGER NOT NULL,
  replaces              TEXT NOT NULL,
  override_reason       TEXT NOT NULL,
  hidden_fields         INTEGER NOT NULL,
  current_reference     TEXT NOT NULL,
  first_empty_here      INTEGER NOT NULL,
  first_empty_boot      TEXT NOT NULL,
  first_empty_steady    INTEGER NOT NULL, -- milliseconds since that boot
  evidence              TEXT NOT NULL,
  evidence_reference    TEXT NOT NULL, gave_way TEXT NOT NULL DEFAULT '', evidence_kind TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', auth_method TEXT NOT NULL DEFAULT '', consent_wording TEXT NOT NULL DEFAULT '', consent_purpose TEXT NOT NULL DEFAULT '', consent_at INTEGER NOT NULL DEFAULT 0, initiation TEXT NOT NULL DEFAULT '', bank_code TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'KNOWN') = (outcome <> 'unknown'))
) STRICT;

CREATE TABLE events (
  number   INTEGER PRIMARY KEY,
  entry_id TEXT NOT NULL,
  step     TEXT NOT NULL CHECK (step <> ''),
  at       INTEGER NOT NULL,
  by_whom  TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  hash     BLOB NOT NULL CHECK (length(hash) = 32)
, origin TEXT NOT NULL DEFAULT '', role   TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE identity (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  journal  BLOB NOT NULL CHECK (length(journal) = 16),
  name     TEXT NOT NULL CHECK (length(name) = 2),
  since_at INTEGER NOT NULL
) STRICT;

CREATE TABLE leases (
  entry_id TEXT NOT NULL,
  purpose  TEXT NOT NULL CHECK (purpose IN ('send', 'check')),
  owner    TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  PRIMARY KEY (entry_id, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE moved (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  place TEXT NOT NULL
) STRICT;

CREATE TABLE people (
  number  INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  by_whom TEXT NOT NULL,
  text    TEXT NOT NULL CHECK (text <> ''),
  hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE people_chain (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  anchor_number INTEGER NOT NULL,
  anchor_hash   BLOB NOT NULL CHECK (length(anchor_hash) = 32)
) STRICT;

CREATE TABLE probe (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE steps (
  secret TEXT PRIMARY KEY,
  newest INTEGER NOT NULL
) STRICT;

CREATE TABLE tries (
  passphrase    TEXT PRIMARY KEY CHECK (passphrase <> ''),
  wrong         INTEGER NOT NULL,
  closed_at     INTEGER NOT NULL,
  closed_boot   TEXT NOT NULL,
  closed_steady INTEGER NOT NULL -- milliseconds since that boot
, locks INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE INDEX entries_agent ON entries (agent);

CREATE INDEX entries_amount ON entries (amount, intent_at);

CREATE INDEX entries_attention ON entries (number) WHERE state <> 'KNOWN' OR (alarm <> '' AND acknowledged_at = 0);

CREATE INDEX entries_back ON entries (amount, currency)
WHERE operation IN ('refund', 'payout', 'cancel', 'reduce', 'release');

CREATE INDEX entries_before_reference ON entries (before_order_reference COLLATE NOCASE, site) WHERE before_order_reference <> '';

CREATE INDEX entries_card ON entries (last4, first6, site, intent_at) WHERE kind IN ('AUTH', 'ACCOUNTCHECK');

CREATE INDEX entries_current_reference ON entries (current_reference COLLATE NOCASE, site) WHERE current_reference <> '';

CREATE INDEX entries_holdings ON entries (intent_at)
WHERE outcome = 'held' OR operation IN ('hold', 'release', 'cancel', 'due date', 'raise') OR (operation = 'reduce' AND auth_method = 'PRE');

CREATE INDEX entries_intent_at ON entries (intent_at);

CREATE INDEX entries_last4 ON entries (last4, intent_at) WHERE last4 <> '';

CREATE INDEX entries_own_reference ON entries (own_reference COLLATE NOCASE, site);

CREATE INDEX entries_parent ON entries (parent) WHERE parent <> '';

CREATE INDEX entries_reduced ON entries (target_settle_amount, intent_at) WHERE operation = 'reduce';

CREATE UNIQUE INDEX entries_sent_reference ON entries (sent_reference) WHERE sent_reference <> '';

CREATE INDEX entries_target_reference ON entries (target_order_reference COLLATE NOCASE, site) WHERE target_order_reference <> '';

CREATE INDEX entries_transaction ON entries (transaction_reference) WHERE transaction_reference <> '';

CREATE INDEX entries_watched ON entries (next_check_at, number) WHERE state <> 'KNOWN' OR next_check_at <> 0;

CREATE INDEX events_entry ON events (entry_id);

CREATE TRIGGER audit_chain_forward BEFORE UPDATE ON audit_chain
WHEN NEW.head_number < OLD.head_number OR NEW.anchor_number < OLD.anchor_number
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;

CREATE TRIGGER audit_chain_no_delete BEFORE DELETE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;

CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT head_number + 1 FROM audit_chain)
BEGIN SELECT RAISE(ABORT, 'the record of events has no gaps'); END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN OLD.number > (SELECT anchor_number FROM audit_chain)
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the record of events is append-only'); END;

CREATE TRIGGER chain_forward BEFORE UPDATE ON chain
WHEN NEW.head_number < OLD.head_number OR NEW.anchor_number < OLD.anchor_number
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
WHEN NEW.number <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt begins with an event'); END;

CREATE TRIGGER entries_kind BEFORE INSERT ON entries
WHEN NEW.kind IS NOT CASE
  WHEN NEW.operation IN ('charge', 'repeat', 'raise') THEN 'AUTH'
  WHEN NEW.operation = 'card check' THEN 'ACCOUNTCHECK'
  WHEN NEW.operation IN ('refund', 'payout') THEN 'REFUND'
  WHEN NEW.operation IN ('cancel', 'reduce', 'hold', 'release', 'due date', 'order reference', 'correction', 'update') THEN 'UPDATE' END
BEGIN SELECT RAISE(ABORT, 'an operation makes one kind of request'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
WHEN OLD.last_event > (SELECT anchor_number FROM chain)
BEGIN SELECT RAISE(ABORT, 'attempts are kept until retention deletes their history'); END;

CREATE TRIGGER entries_same_attempt BEFORE UPDATE OF
  number, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at,
  operation, target_settle_status, target_settle_amount, target_settle_due_date, target_order_reference,
  before_settle_status, before_settle_amount, before_settle_due_date, before_order_reference, send_by, send_by_boot, send_by_steady,
  auth_method, initiation, consent_wording, consent_purpose, consent_at ON entries
BEGIN SELECT RAISE(ABORT, 'what was attempted does not change'); END;

CREATE TRIGGER entries_with_event BEFORE UPDATE ON entries
WHEN NEW.last_event <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt changes with an event'); END;

CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.number <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'the history has no gaps'); END;

CREATE TRIGGER events_no_delete BEFORE DELETE ON events
WHEN OLD.number > (SELECT anchor_number FROM chain)
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TRIGGER identity_no_delete BEFORE DELETE ON identity
BEGIN SELECT RAISE(ABORT, 'a journal keeps its identity'); END;

CREATE TRIGGER identity_no_update BEFORE UPDATE ON identity WHEN OLD.since_at <> 0
BEGIN SELECT RAISE(ABORT, 'a journal keeps its identity'); END;

CREATE TRIGGER people_chain_forward BEFORE UPDATE ON people_chain
WHEN NEW.anchor_number < OLD.anchor_number
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;

CREATE TRIGGER people_chain_no_delete BEFORE DELETE ON people_chain
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;

CREATE TRIGGER people_in_order BEFORE INSERT ON people
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM people)
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents have no gaps'); END;

CREATE TRIGGER people_no_delete BEFORE DELETE ON people
WHEN OLD.number > (SELECT anchor_number FROM people_chain)
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;

CREATE TRIGGER people_no_update BEFORE UPDATE ON people
BEGIN SELECT RAISE(ABORT, 'the versions of the table of agents are append-only'); END;

INSERT INTO chain SELECT 1, 0, genesis, 0, genesis FROM (SELECT randomblob(32) AS genesis);

INSERT INTO probe VALUES (1, 0);

WITH made (journal) AS MATERIALIZED (SELECT randomblob(16)),
  digits (letters, hexes) AS (SELECT '0123456789ABCDEFGHJKMNPQRSTVWXYZ', '0123456789ABCDEF')
INSERT INTO identity SELECT 1, journal,
  substr(letters, 1 + (((instr(hexes, substr(hex(journal), 1, 1)) - 1) * 16 + instr(hexes, substr(hex(journal), 2, 1)) - 1) & 31), 1) ||
  substr(letters, 1 + (((instr(hexes, substr(hex(journal), 3, 1)) - 1) * 16 + instr(hexes, substr(hex(journal), 4, 1)) - 1) & 31), 1), 0
  FROM made, digits;

INSERT INTO audit_chain SELECT 1, 0, genesis, 0, genesis FROM (SELECT randomblob(32) AS genesis);

INSERT INTO people_chain VALUES (1, 0, zeroblob(32));
