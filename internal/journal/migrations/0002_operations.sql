-- What an attempt was to do is said by columns, and not by the name it was kept
-- under. An older moto that still has the file open fails its next intent, as it
-- should: it cannot fill these columns. It can still record outcomes.
DROP TRIGGER entries_same_attempt;
DROP TRIGGER entries_with_event;

ALTER TABLE entries ADD COLUMN operation TEXT NOT NULL DEFAULT '' CHECK (operation IN ('',
  'charge', 'repeat', 'refund', 'payout', 'cancel', 'reduce', 'hold', 'release', 'due date', 'order reference', 'update'));
ALTER TABLE entries ADD COLUMN target_settle_status   TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN target_settle_amount   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN target_settle_due_date TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN target_order_reference TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN before_settle_status   TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN before_settle_amount   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN before_settle_due_date TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN before_order_reference TEXT    NOT NULL DEFAULT '';
-- Steady readings are the name of a boot and milliseconds since it.
ALTER TABLE entries ADD COLUMN send_by                INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN send_by_boot           TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN send_by_steady         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN current_reference      TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN first_empty_here       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN first_empty_boot       TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN first_empty_steady     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN evidence               TEXT    NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN evidence_reference     TEXT    NOT NULL DEFAULT '';

-- Updates were kept under names such as CANCEL-OF-23-9-80001-7K3M2P,
-- REDUCE-TO3800-OF-… and DUE-ON20261125-OF-…. Whatever else an update was called
-- is an 'update' without a target. legacy.go reads the same names to verify
-- the history written before.
UPDATE entries SET operation = CASE
  WHEN kind = 'AUTH' THEN iif(parent = '', 'charge', 'repeat')
  WHEN kind = 'REFUND' THEN iif(parent = '', 'payout', 'refund')
  WHEN sent_reference GLOB 'CANCEL-OF-*' THEN 'cancel'
  WHEN sent_reference GLOB 'REDUCE-TO[0-9]*-OF-*' AND CAST(substr(sent_reference, 10) AS INTEGER) || ''
    = substr(sent_reference, 10, instr(sent_reference, '-OF-') - 10) THEN 'reduce'
  WHEN sent_reference GLOB 'HOLD-OF-*' THEN 'hold'
  WHEN sent_reference GLOB 'RELEASE-OF-*' THEN 'release'
  WHEN sent_reference GLOB 'DUE-ON[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-OF-*' THEN 'due date'
  WHEN sent_reference GLOB 'ORDER-OF-*' THEN 'order reference'
  ELSE 'update' END;
UPDATE entries SET target_settle_status = CASE operation WHEN 'cancel' THEN '3' WHEN 'hold' THEN '2' ELSE '1' END
  WHERE operation IN ('cancel', 'hold', 'release');
UPDATE entries SET target_settle_amount = CAST(substr(sent_reference, 10) AS INTEGER)
  WHERE operation = 'reduce';
UPDATE entries SET target_settle_due_date = substr(sent_reference, 7, 4) || '-' || substr(sent_reference, 11, 2) || '-' || substr(sent_reference, 13, 2)
  WHERE operation = 'due date';
UPDATE entries SET target_order_reference = own_reference WHERE operation = 'order reference';

CREATE INDEX entries_current_reference ON entries (current_reference, site) WHERE current_reference <> '';
CREATE INDEX entries_target_reference ON entries (target_order_reference, site) WHERE target_order_reference <> '';

CREATE TRIGGER entries_with_event BEFORE UPDATE ON entries
WHEN NEW.last_event <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt changes with an event'); END;

CREATE TRIGGER entries_same_attempt BEFORE UPDATE OF
  number, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at,
  operation, target_settle_status, target_settle_amount, target_settle_due_date, target_order_reference,
  before_settle_status, before_settle_amount, before_settle_due_date, before_order_reference, send_by, send_by_boot, send_by_steady ON entries
BEGIN SELECT RAISE(ABORT, 'what was attempted does not change'); END;

CREATE TRIGGER entries_say_what BEFORE INSERT ON entries WHEN NEW.operation = ''
BEGIN SELECT RAISE(ABORT, 'an attempt says what it is to do'); END;

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

INSERT INTO identity SELECT 1, randomblob(16),
  substr(letters, 1 + (random() & 31), 1) || substr(letters, 1 + (random() & 31), 1), 0
  FROM (SELECT '0123456789ABCDEFGHJKMNPQRSTVWXYZ' AS letters);

CREATE TRIGGER identity_no_update BEFORE UPDATE ON identity WHEN OLD.since_at <> 0
BEGIN SELECT RAISE(ABORT, 'a journal keeps its identity'); END;

CREATE TRIGGER identity_no_delete BEFORE DELETE ON identity
BEGIN SELECT RAISE(ABORT, 'a journal keeps its identity'); END;
