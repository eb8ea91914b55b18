-- When a change of the history is committed, every process of moto that listens on the
-- channel with the schema's name is told. It is only a hint to look: it says nothing.
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN PERFORM pg_notify(TG_TABLE_SCHEMA, ''); RETURN NULL; END $$;

CREATE TRIGGER chain_news AFTER UPDATE ON chain FOR EACH STATEMENT EXECUTE FUNCTION tell();
