-- The tables of agents and roles, for a floor that keeps them here: one row a version. Each
-- hash is over the row's own content and the hash before. The role of the consoles only reads
-- them: a host that was broken into gives no agent a right.
CREATE TABLE people (
  number  bigint PRIMARY KEY,
  at      bigint NOT NULL,
  by_whom text NOT NULL,
  text    text NOT NULL CHECK (text <> ''),
  hash    bytea NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE FUNCTION after_people() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM people) THEN RAISE EXCEPTION 'the versions of the table of agents have no gaps'; END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER people_in_order BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION after_people();
CREATE TRIGGER people_no_update BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION refuse('the versions of the table of agents are append-only');
CREATE TRIGGER people_no_delete BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION refuse('the versions of the table of agents are append-only');
CREATE TRIGGER people_no_truncate BEFORE TRUNCATE ON people EXECUTE FUNCTION refuse('the versions of the table of agents are append-only');
CREATE TRIGGER people_news AFTER INSERT ON people FOR EACH STATEMENT EXECUTE FUNCTION tell();
