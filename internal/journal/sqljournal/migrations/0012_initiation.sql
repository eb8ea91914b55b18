-- Why a payment was taken that the caller was not there for. It does not change.
ALTER TABLE entries ADD COLUMN initiation TEXT NOT NULL DEFAULT '';
DROP TRIGGER entries_same_attempt;
CREATE TRIGGER entries_same_attempt BEFORE UPDATE OF
  number, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at,
  operation, target_settle_status, target_settle_amount, target_settle_due_date, target_order_reference,
  before_settle_status, before_settle_amount, before_settle_due_date, before_order_reference, send_by, send_by_boot, send_by_steady,
  auth_method, initiation, consent_wording, consent_purpose, consent_at ON entries
BEGIN SELECT RAISE(ABORT, 'what was attempted does not change'); END;
