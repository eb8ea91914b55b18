-- Callers have the reduced amount of a payment on their statement.
CREATE INDEX entries_reduced ON entries (target_settle_amount, intent_at) WHERE operation = 'reduce';
