-- Retention of the versions of the tables of agents: where they begin. The end is told by an
-- event of the record.
CREATE TABLE people_chain (
  id            bigint PRIMARY KEY CHECK (id = 1),
  anchor_number bigint NOT NULL,
  anchor_hash   bytea NOT NULL CHECK (octet_length(anchor_hash) = 32)
);

INSERT INTO people_chain VALUES (1, 0, decode(repeat('0', 64), 'hex'));

CREATE FUNCTION before_people_anchor() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF OLD.number > (SELECT anchor_number FROM people_chain) THEN RAISE EXCEPTION 'the versions of the table of agents are append-only'; END IF;
  RETURN OLD;
END $$;

DROP TRIGGER people_no_delete ON people;
CREATE TRIGGER people_no_delete BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION before_people_anchor();
CREATE TRIGGER people_chain_forward BEFORE UPDATE ON people_chain FOR EACH ROW
WHEN (NEW.anchor_number < OLD.anchor_number) EXECUTE FUNCTION refuse('the versions of the table of agents are append-only');
CREATE TRIGGER people_chain_no_delete BEFORE DELETE ON people_chain FOR EACH ROW EXECUTE FUNCTION refuse('the versions of the table of agents are append-only');
CREATE TRIGGER people_chain_no_truncate BEFORE TRUNCATE ON people_chain EXECUTE FUNCTION refuse('the versions of the table of agents are append-only');

-- Retention, as prune_history and prune_audit do it: what the newest event says, and neither the
-- newest version nor one that counted in the last day.
CREATE FUNCTION prune_people(through bigint, through_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE newest audit;
BEGIN
  SELECT audit.* INTO newest FROM audit JOIN audit_chain ON number = head_number;
  IF newest.kind IS DISTINCT FROM 'pruned' OR newest.result NOT LIKE 'versions of the table of agents up to ' || through || ' %'
    OR through_hash IS DISTINCT FROM (SELECT hash FROM people WHERE number = through)
    OR NOT EXISTS (SELECT 1 FROM people WHERE number = through + 1 AND at <= least(newest.at, moto_clock(newest.at)) - 86400000000000)
  THEN RAISE EXCEPTION 'retention deletes old versions of the table of agents, and says so in the record of events';
  END IF;
  UPDATE people_chain SET anchor_number = through, anchor_hash = through_hash;
  DELETE FROM people WHERE number <= through;
END $$;

REVOKE ALL ON FUNCTION prune_people(bigint, bytea) FROM PUBLIC;
