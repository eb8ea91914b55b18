-- What an attempt was to do is said by columns, and not by the name it was kept
-- under. An older moto that still has the file open fails its next intent, as it
-- should: it does not fill these columns. It can still record outcomes.
-- The table is made anew: to add columns to a strict one reads all of it, once
-- for each.
CREATE TABLE new_entries (
  number                INTEGER PRIMARY KEY,
  last_event            INTEGER NOT NULL CHECK (last_event >= number),
  id                    TEXT NOT NULL UNIQUE CHECK (id <> ''),
  kind                  TEXT NOT NULL CHECK (kind IS CASE
    WHEN operation IN ('charge', 'repeat') THEN 'AUTH'
    WHEN operation IN ('refund', 'payout') THEN 'REFUND'
    WHEN operation IN ('cancel', 'reduce', 'hold', 'release', 'due date', 'order reference', 'update') THEN 'UPDATE' END),
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
  evidence_reference    TEXT NOT NULL,
  CHECK ((state = 'KNOWN') = (outcome <> 'unknown'))
) STRICT;

-- Updates were kept under names such as CANCEL-OF-23-9-80001-7K3M2P,
-- REDUCE-TO3800-OF-… and DUE-ON20261125-OF-…. Whatever else an update was called
-- is an 'update' without a target. legacy.go reads the same names to verify
-- the history written before.
INSERT INTO new_entries
SELECT number, last_event, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at,
  op,
  CASE op WHEN 'cancel' THEN '3' WHEN 'hold' THEN '2' WHEN 'release' THEN '1' ELSE '' END,
  CASE op WHEN 'reduce' THEN CAST(substr(sent_reference, 10) AS INTEGER) ELSE 0 END,
  CASE op WHEN 'due date' THEN substr(sent_reference, 7, 4) || '-' || substr(sent_reference, 11, 2) || '-' || substr(sent_reference, 13, 2) ELSE '' END,
  CASE op WHEN 'order reference' THEN own_reference ELSE '' END,
  '', 0, '', '', 0, '', 0,
  brand, answered_at, resolved_at, outcome, state, transaction_reference, request_reference, auth_code, error_code, settle_status, advice_code,
  problem, resolution, resolved_by, reason, checks, empty_checks, last_check_at, first_empty_at, next_check_at, alarm,
  acknowledged_by, acknowledged_at, replaces, override_reason, hidden_fields,
  '', 0, '', 0, '', ''
FROM (SELECT *, CASE
  WHEN kind = 'AUTH' THEN iif(parent = '', 'charge', 'repeat')
  WHEN kind = 'REFUND' THEN iif(parent = '', 'payout', 'refund')
  WHEN sent_reference GLOB 'CANCEL-OF-*' THEN 'cancel'
  WHEN sent_reference GLOB 'REDUCE-TO[0-9]*-OF-*' AND CAST(substr(sent_reference, 10) AS INTEGER) || ''
    = substr(sent_reference, 10, instr(sent_reference, '-OF-') - 10) THEN 'reduce'
  WHEN sent_reference GLOB 'HOLD-OF-*' THEN 'hold'
  WHEN sent_reference GLOB 'RELEASE-OF-*' THEN 'release'
  WHEN sent_reference GLOB 'DUE-ON[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-OF-*' THEN 'due date'
  WHEN sent_reference GLOB 'ORDER-OF-*' THEN 'order reference'
  ELSE 'update' END AS op FROM entries) ORDER BY number;
DROP TABLE entries;
ALTER TABLE new_entries RENAME TO entries;

CREATE UNIQUE INDEX entries_sent_reference ON entries (sent_reference) WHERE sent_reference <> '';
CREATE INDEX entries_own_reference ON entries (own_reference, site);
CREATE INDEX entries_card ON entries (last4, first6, site, intent_at) WHERE kind = 'AUTH';
CREATE INDEX entries_agent ON entries (agent);
CREATE INDEX entries_transaction ON entries (transaction_reference) WHERE transaction_reference <> '';
CREATE INDEX entries_parent ON entries (parent) WHERE parent <> '';
CREATE INDEX entries_watched ON entries (next_check_at, number) WHERE state <> 'KNOWN' OR next_check_at <> 0;
CREATE INDEX entries_attention ON entries (number) WHERE state <> 'KNOWN' OR (alarm <> '' AND acknowledged_at = 0);
CREATE INDEX entries_current_reference ON entries (current_reference, site) WHERE current_reference <> '';
CREATE INDEX entries_target_reference ON entries (target_order_reference, site) WHERE target_order_reference <> '';

CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
WHEN NEW.number <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt begins with an event'); END;

CREATE TRIGGER entries_with_event BEFORE UPDATE ON entries
WHEN NEW.last_event <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt changes with an event'); END;

CREATE TRIGGER entries_same_attempt BEFORE UPDATE OF
  number, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at,
  operation, target_settle_status, target_settle_amount, target_settle_due_date, target_order_reference,
  before_settle_status, before_settle_amount, before_settle_due_date, before_order_reference, send_by, send_by_boot, send_by_steady ON entries
BEGIN SELECT RAISE(ABORT, 'what was attempted does not change'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
WHEN OLD.last_event > (SELECT anchor_number FROM chain)
BEGIN SELECT RAISE(ABORT, 'attempts are kept until retention deletes their history'); END;

-- Where a change came from and what its author was entitled to. An event of no
-- attempt (entry_id '') may hold anything else worth auditing.
ALTER TABLE events ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN role   TEXT NOT NULL DEFAULT '';

-- One process may still be sending an attempt while another already asks the
-- gateway about it, so the two leases are apart. Of an old lease on an open
-- attempt only its owner knew which it was: it counts as the stronger one.
ALTER TABLE leases RENAME TO old_leases;
CREATE TABLE leases (
  entry_id TEXT NOT NULL,
  purpose  TEXT NOT NULL CHECK (purpose IN ('send', 'check')),
  owner    TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  PRIMARY KEY (entry_id, purpose)
) STRICT, WITHOUT ROWID;
INSERT INTO leases SELECT entry_id,
  iif((SELECT state FROM entries WHERE id = entry_id) = 'OPEN', 'send', 'check'), owner, taken_at, until_at FROM old_leases;
DROP TABLE old_leases;

-- Which journal this is. The name stands in the order references it sends, from
-- since_at on.
CREATE TABLE identity (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  journal  BLOB NOT NULL CHECK (length(journal) = 16),
  name     TEXT NOT NULL CHECK (length(name) = 2),
  since_at INTEGER NOT NULL
) STRICT;

-- The name follows from the first two bytes of the journal's number: whoever
-- knows the number from a mark knows the name.
WITH made (journal) AS MATERIALIZED (SELECT randomblob(16)),
  digits (letters, hexes) AS (SELECT '0123456789ABCDEFGHJKMNPQRSTVWXYZ', '0123456789ABCDEF')
INSERT INTO identity SELECT 1, journal,
  substr(letters, 1 + (((instr(hexes, substr(hex(journal), 1, 1)) - 1) * 16 + instr(hexes, substr(hex(journal), 2, 1)) - 1) & 31), 1) ||
  substr(letters, 1 + (((instr(hexes, substr(hex(journal), 3, 1)) - 1) * 16 + instr(hexes, substr(hex(journal), 4, 1)) - 1) & 31), 1), 0
  FROM made, digits;

CREATE TRIGGER identity_no_update BEFORE UPDATE ON identity WHEN OLD.since_at <> 0
BEGIN SELECT RAISE(ABORT, 'a journal keeps its identity'); END;

CREATE TRIGGER identity_no_delete BEFORE DELETE ON identity
BEGIN SELECT RAISE(ABORT, 'a journal keeps its identity'); END;
