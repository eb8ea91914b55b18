-- A card check is a request of its own, and more operations may follow. Which
-- request an operation makes is now said by a trigger, which a later migration can
-- replace: a condition of the table could be changed only by copying it. Neither
-- changes once an attempt is in.
DROP TRIGGER entries_same_attempt;
DROP TRIGGER entries_with_event;
DROP INDEX entries_card;
ALTER TABLE entries RENAME COLUMN kind TO kind_before;
ALTER TABLE entries ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE entries SET kind = kind_before;
ALTER TABLE entries DROP COLUMN kind_before;

-- How a payment was authorised, and the caller's consent that the card is kept: the
-- version of the words that were read out, the purpose, and when. When a payment was
-- to settle is in the target, as for a change.
ALTER TABLE entries ADD COLUMN auth_method TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN consent_wording TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN consent_purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN consent_at INTEGER NOT NULL DEFAULT 0;

-- A card that is declined counts as declined, whatever was asked of the bank.
CREATE INDEX entries_card ON entries (last4, first6, site, intent_at) WHERE kind IN ('AUTH', 'ACCOUNTCHECK');

CREATE TRIGGER entries_kind BEFORE INSERT ON entries
WHEN NEW.kind IS NOT CASE
  WHEN NEW.operation IN ('charge', 'repeat', 'raise') THEN 'AUTH'
  WHEN NEW.operation = 'card check' THEN 'ACCOUNTCHECK'
  WHEN NEW.operation IN ('refund', 'payout') THEN 'REFUND'
  WHEN NEW.operation IN ('cancel', 'reduce', 'hold', 'release', 'due date', 'order reference', 'correction', 'update') THEN 'UPDATE' END
BEGIN SELECT RAISE(ABORT, 'an operation makes one kind of request'); END;

CREATE TRIGGER entries_with_event BEFORE UPDATE ON entries
WHEN NEW.last_event <> (SELECT head_number + 1 FROM chain)
BEGIN SELECT RAISE(ABORT, 'an attempt changes with an event'); END;

CREATE TRIGGER entries_same_attempt BEFORE UPDATE OF
  number, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at,
  operation, target_settle_status, target_settle_amount, target_settle_due_date, target_order_reference,
  before_settle_status, before_settle_amount, before_settle_due_date, before_order_reference, send_by, send_by_boot, send_by_steady,
  auth_method, consent_wording, consent_purpose, consent_at ON entries
BEGIN SELECT RAISE(ABORT, 'what was attempted does not change'); END;
