-- The journal, in the schema that the search path names. Its tables are those of SQLite's
-- newest format, column for column; what differs is how the rules are kept. There is no
-- column for a card number, a security code or a hash of either, and the two for the ends
-- of a card number hold no more than that. Moments are nanoseconds since 1970, in UTC.

-- What the journal's clock shows. All leases are lent by it, so that hosts whose clocks
-- differ agree on who has one. The caller's own time is given and not looked at: tests
-- replace this function by one that returns it.
CREATE FUNCTION moto_clock(asked bigint) RETURNS bigint LANGUAGE sql VOLATILE
AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000';

-- One row an attempt, as it is now. number is the event that began it.
CREATE TABLE entries (
  number                 bigint PRIMARY KEY,
  last_event             bigint NOT NULL CHECK (last_event >= number),
  id                     text NOT NULL UNIQUE CHECK (id <> ''),
  sent_reference         text NOT NULL,
  own_reference          text NOT NULL,
  parent                 text NOT NULL,
  amount                 bigint NOT NULL,
  currency               text NOT NULL,
  exponent               bigint NOT NULL,
  site                   text NOT NULL,
  first6                 text NOT NULL CHECK (length(first6) <= 6),
  last4                  text NOT NULL CHECK (length(last4) <= 4),
  agent                  text NOT NULL CHECK (agent <> ''),
  host                   text NOT NULL,
  intent_at              bigint NOT NULL,
  operation              text NOT NULL,
  target_settle_status   text NOT NULL,
  target_settle_amount   bigint NOT NULL,
  target_settle_due_date text NOT NULL,
  target_order_reference text NOT NULL,
  before_settle_status   text NOT NULL,
  before_settle_amount   bigint NOT NULL,
  before_settle_due_date text NOT NULL,
  before_order_reference text NOT NULL,
  send_by                bigint NOT NULL,
  send_by_boot           text NOT NULL,
  send_by_steady         bigint NOT NULL,
  brand                  text NOT NULL,
  answered_at            bigint NOT NULL,
  resolved_at            bigint NOT NULL,
  outcome                text NOT NULL,
  state                  text NOT NULL CHECK (state IN ('OPEN', 'IN DOUBT', 'KNOWN')),
  transaction_reference  text NOT NULL,
  request_reference      text NOT NULL,
  auth_code              text NOT NULL,
  error_code             text NOT NULL,
  settle_status          text NOT NULL,
  advice_code            text NOT NULL,
  problem                text NOT NULL,
  resolution             text NOT NULL,
  resolved_by            text NOT NULL,
  reason                 text NOT NULL,
  checks                 bigint NOT NULL,
  empty_checks           bigint NOT NULL,
  last_check_at          bigint NOT NULL,
  first_empty_at         bigint NOT NULL,
  next_check_at          bigint NOT NULL,
  alarm                  text NOT NULL,
  acknowledged_by        text NOT NULL,
  acknowledged_at        bigint NOT NULL,
  replaces               text NOT NULL,
  override_reason        text NOT NULL,
  hidden_fields          bigint NOT NULL,
  current_reference      text NOT NULL,
  first_empty_here       bigint NOT NULL,
  first_empty_boot       text NOT NULL,
  first_empty_steady     bigint NOT NULL,
  evidence               text NOT NULL,
  evidence_reference     text NOT NULL,
  gave_way               text NOT NULL,
  evidence_kind          text NOT NULL,
  kind                   text NOT NULL,
  auth_method            text NOT NULL,
  consent_wording        text NOT NULL,
  consent_purpose        text NOT NULL,
  consent_at             bigint NOT NULL,
  initiation             text NOT NULL,
  CHECK ((state = 'KNOWN') = (outcome <> 'unknown')),
  CONSTRAINT entries_kind CHECK (kind IS NOT DISTINCT FROM CASE
    WHEN operation IN ('charge', 'repeat', 'raise') THEN 'AUTH'
    WHEN operation = 'card check' THEN 'ACCOUNTCHECK'
    WHEN operation IN ('refund', 'payout') THEN 'REFUND'
    WHEN operation IN ('cancel', 'reduce', 'hold', 'release', 'due date', 'order reference', 'correction', 'update') THEN 'UPDATE' END)
);

CREATE INDEX entries_agent ON entries (agent);
CREATE INDEX entries_amount ON entries (amount, intent_at);
CREATE INDEX entries_attention ON entries (number) WHERE state <> 'KNOWN' OR (alarm <> '' AND acknowledged_at = 0);
CREATE INDEX entries_back ON entries (amount, currency)
WHERE operation IN ('refund', 'payout', 'cancel', 'reduce', 'release');
CREATE INDEX entries_before_reference ON entries (lower(before_order_reference COLLATE "C"), site) WHERE before_order_reference <> '';
CREATE INDEX entries_card ON entries (last4, first6, site, intent_at) WHERE kind IN ('AUTH', 'ACCOUNTCHECK');
CREATE INDEX entries_current_reference ON entries (lower(current_reference COLLATE "C"), site) WHERE current_reference <> '';
CREATE INDEX entries_holdings ON entries (intent_at)
WHERE outcome = 'held' OR operation IN ('hold', 'release', 'cancel', 'due date', 'raise') OR (operation = 'reduce' AND auth_method = 'PRE');
CREATE INDEX entries_intent_at ON entries (intent_at);
CREATE INDEX entries_last4 ON entries (last4, intent_at) WHERE last4 <> '';
CREATE INDEX entries_own_reference ON entries (lower(own_reference COLLATE "C"), site);
CREATE INDEX entries_parent ON entries (parent) WHERE parent <> '';
CREATE INDEX entries_reduced ON entries (target_settle_amount, intent_at) WHERE operation = 'reduce';
CREATE UNIQUE INDEX entries_sent_reference ON entries (sent_reference) WHERE sent_reference <> '';
CREATE INDEX entries_target_reference ON entries (lower(target_order_reference COLLATE "C"), site) WHERE target_order_reference <> '';
CREATE INDEX entries_transaction ON entries (transaction_reference) WHERE transaction_reference <> '';
CREATE INDEX entries_watched ON entries (next_check_at, number) WHERE state <> 'KNOWN' OR next_check_at <> 0;

-- The history. Each hash is over the row's own content and the hash before.
CREATE TABLE events (
  number   bigint PRIMARY KEY,
  entry_id text NOT NULL,
  step     text NOT NULL CHECK (step <> ''),
  at       bigint NOT NULL,
  by_whom  text NOT NULL,
  snapshot text NOT NULL,
  origin   text NOT NULL,
  role     text NOT NULL,
  hash     bytea NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE INDEX events_entry ON events (entry_id);

-- The two ends of the history: the last event deleted by retention, and the last one
-- written. The first hash is random, so that no row of another journal fits into this
-- one. Who writes locks this row first: so there is one writer at a time.
CREATE TABLE chain (
  id            bigint PRIMARY KEY CHECK (id = 1),
  anchor_number bigint NOT NULL,
  anchor_hash   bytea NOT NULL CHECK (octet_length(anchor_hash) = 32),
  head_number   bigint NOT NULL CHECK (head_number >= anchor_number),
  head_hash     bytea NOT NULL CHECK (octet_length(head_hash) = 32)
);

-- Who is working on an attempt. Of no interest once it is over, so not history.
CREATE TABLE leases (
  entry_id text NOT NULL,
  purpose  text NOT NULL CHECK (purpose IN ('send', 'check')),
  owner    text NOT NULL,
  taken_at bigint NOT NULL,
  until_at bigint NOT NULL,
  PRIMARY KEY (entry_id, purpose)
);

-- Who called, where the merchant keeps that. It is no part of the history, so that it
-- can be deleted: with its attempt, or before.
CREATE TABLE customers (
  number bigint PRIMARY KEY REFERENCES entries (number) ON DELETE CASCADE,
  name   text NOT NULL,
  email  text NOT NULL
);

-- Wrong passphrases, and the steps of authenticator apps that were used.
CREATE TABLE tries (
  passphrase    text PRIMARY KEY CHECK (passphrase <> ''),
  wrong         bigint NOT NULL,
  closed_at     bigint NOT NULL,
  closed_boot   text NOT NULL,
  closed_steady bigint NOT NULL, -- milliseconds since that boot
  locks         bigint NOT NULL DEFAULT 0 -- in a row, each longer than the one before
);

CREATE TABLE steps (
  secret text PRIMARY KEY,
  newest bigint NOT NULL
);

-- What people did beside attempts, in a chain of its own.
CREATE TABLE audit (
  number  bigint PRIMARY KEY,
  at      bigint NOT NULL,
  kind    text NOT NULL,
  agent   text NOT NULL,
  address text NOT NULL,
  result  text NOT NULL,
  hash    bytea NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE INDEX audit_at ON audit (at);

CREATE TABLE audit_chain (
  id            bigint PRIMARY KEY CHECK (id = 1),
  anchor_number bigint NOT NULL,
  anchor_hash   bytea NOT NULL CHECK (octet_length(anchor_hash) = 32),
  head_number   bigint NOT NULL,
  head_hash     bytea NOT NULL CHECK (octet_length(head_hash) = 32)
);

CREATE TABLE identity (
  id       bigint PRIMARY KEY CHECK (id = 1),
  journal  bytea NOT NULL CHECK (octet_length(journal) = 16),
  name     text NOT NULL CHECK (length(name) = 2),
  since_at bigint NOT NULL
);

INSERT INTO chain SELECT 1, 0, genesis, 0, genesis
FROM (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS genesis OFFSET 0) AS made;

INSERT INTO audit_chain SELECT 1, 0, genesis, 0, genesis
FROM (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS genesis OFFSET 0) AS made;

INSERT INTO identity SELECT 1, journal,
  substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(journal, 0) & 31), 1) ||
  substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(journal, 1) & 31), 1), moto_clock(0)
FROM (SELECT uuid_send(gen_random_uuid()) AS journal OFFSET 0) AS made;

-- The rules, whichever program and role writes.

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE FUNCTION after_head() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.number <> (SELECT head_number + 1 FROM chain) THEN RAISE EXCEPTION '%', TG_ARGV[0]; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION with_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.last_event <> (SELECT head_number + 1 FROM chain) THEN RAISE EXCEPTION 'an attempt changes with an event'; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION after_audit_head() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.number <> (SELECT head_number + 1 FROM audit_chain) THEN RAISE EXCEPTION 'the record of events has no gaps'; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION before_anchor() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_TABLE_NAME = 'entries' THEN
    IF OLD.last_event > (SELECT anchor_number FROM chain) THEN RAISE EXCEPTION 'attempts are kept until retention deletes their history'; END IF;
  ELSIF TG_TABLE_NAME = 'events' THEN
    IF OLD.number > (SELECT anchor_number FROM chain) THEN RAISE EXCEPTION 'the history is append-only'; END IF;
  ELSIF OLD.number > (SELECT anchor_number FROM audit_chain) THEN RAISE EXCEPTION 'the record of events is append-only';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER events_in_order BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION after_head('the history has no gaps');
CREATE TRIGGER events_no_update BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION refuse('the history is append-only');
CREATE TRIGGER events_no_delete BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION before_anchor();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events EXECUTE FUNCTION refuse('the history is append-only');

CREATE TRIGGER chain_forward BEFORE UPDATE ON chain FOR EACH ROW
WHEN (NEW.head_number < OLD.head_number OR NEW.anchor_number < OLD.anchor_number) EXECUTE FUNCTION refuse('the history is append-only');
CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain FOR EACH ROW EXECUTE FUNCTION refuse('the history is append-only');
CREATE TRIGGER chain_no_truncate BEFORE TRUNCATE ON chain EXECUTE FUNCTION refuse('the history is append-only');

CREATE TRIGGER entries_in_order BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION after_head('an attempt begins with an event');
CREATE TRIGGER entries_with_event BEFORE UPDATE ON entries FOR EACH ROW EXECUTE FUNCTION with_event();
CREATE TRIGGER entries_same_attempt BEFORE UPDATE OF
  number, id, kind, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at,
  operation, target_settle_status, target_settle_amount, target_settle_due_date, target_order_reference,
  before_settle_status, before_settle_amount, before_settle_due_date, before_order_reference, send_by, send_by_boot, send_by_steady,
  auth_method, initiation, consent_wording, consent_purpose, consent_at ON entries
FOR EACH ROW EXECUTE FUNCTION refuse('what was attempted does not change');
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries FOR EACH ROW EXECUTE FUNCTION before_anchor();
CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON entries EXECUTE FUNCTION refuse('attempts are kept until retention deletes their history');

CREATE TRIGGER audit_in_order BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION after_audit_head();
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse('the record of events is append-only');
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION before_anchor();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION refuse('the record of events is append-only');
CREATE TRIGGER audit_chain_forward BEFORE UPDATE ON audit_chain FOR EACH ROW
WHEN (NEW.head_number < OLD.head_number OR NEW.anchor_number < OLD.anchor_number) EXECUTE FUNCTION refuse('the record of events is append-only');
CREATE TRIGGER audit_chain_no_delete BEFORE DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION refuse('the record of events is append-only');

CREATE TRIGGER identity_no_update BEFORE UPDATE ON identity FOR EACH ROW EXECUTE FUNCTION refuse('a journal keeps its identity');
CREATE TRIGGER identity_no_delete BEFORE DELETE ON identity FOR EACH ROW EXECUTE FUNCTION refuse('a journal keeps its identity');

-- Retention. The role of the consoles may call these, and may delete nothing otherwise.
-- The newest event must say that retention ran, and nothing of the day before it goes. The
-- role writes that event's time, so it counts no later than now.

CREATE FUNCTION prune_history(through bigint, through_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE newest events;
BEGIN
  SELECT events.* INTO newest FROM events JOIN chain ON number = head_number;
  IF newest.step IS DISTINCT FROM 'pruned' OR newest.entry_id <> '' OR through >= newest.number
    OR through_hash IS DISTINCT FROM (SELECT hash FROM events WHERE number = through)
    OR EXISTS (SELECT 1 FROM events WHERE number <= through AND at > least(newest.at, moto_clock(newest.at)) - 86400000000000)
    OR EXISTS (SELECT 1 FROM entries WHERE number <= through AND last_event <= through
      AND (state <> 'KNOWN' OR next_check_at <> 0 OR (alarm <> '' AND acknowledged_at = 0)))
  THEN RAISE EXCEPTION 'retention deletes what is over, and says so in the history';
  END IF;
  UPDATE chain SET anchor_number = through, anchor_hash = through_hash;
  DELETE FROM leases WHERE entry_id IN (SELECT id FROM entries WHERE number <= through AND last_event <= through);
  DELETE FROM entries WHERE number <= through AND last_event <= through;
  DELETE FROM events WHERE number <= through;
END $$;

CREATE FUNCTION prune_audit(through bigint, through_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE newest audit;
BEGIN
  SELECT audit.* INTO newest FROM audit JOIN audit_chain ON number = head_number;
  IF newest.kind IS DISTINCT FROM 'pruned' OR through >= newest.number
    OR through_hash IS DISTINCT FROM (SELECT hash FROM audit WHERE number = through)
    OR EXISTS (SELECT 1 FROM audit WHERE number <= through AND at > least(newest.at, moto_clock(newest.at)) - 86400000000000)
  THEN RAISE EXCEPTION 'retention deletes what is over, and says so in the record of events';
  END IF;
  UPDATE audit_chain SET anchor_number = through, anchor_hash = through_hash;
  DELETE FROM audit WHERE number <= through;
END $$;

REVOKE ALL ON FUNCTION prune_history(bigint, bytea), prune_audit(bigint, bytea) FROM PUBLIC;
