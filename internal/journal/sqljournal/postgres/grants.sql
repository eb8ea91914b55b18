-- What the role of the consoles may do: add to the history, change attempts with it, and
-- delete nothing of either.
GRANT USAGE ON SCHEMA :schema TO :role;
GRANT SELECT ON ALL TABLES IN SCHEMA :schema TO :role;
GRANT INSERT, UPDATE ON :schema.entries TO :role;
GRANT INSERT ON :schema.events, :schema.audit TO :role;
GRANT UPDATE (head_number, head_hash) ON :schema.chain, :schema.audit_chain TO :role;
GRANT INSERT, UPDATE, DELETE ON :schema.leases, :schema.customers, :schema.tries, :schema.steps TO :role;
GRANT EXECUTE ON FUNCTION :schema.prune_history(bigint, bytea), :schema.prune_audit(bigint, bytea), :schema.prune_people(bigint, bytea) TO :role;
