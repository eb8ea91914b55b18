-- A caller knows the end of a card, an amount, a day. A journal of years is
-- looked through by them while the caller waits.
CREATE INDEX entries_last4 ON entries (last4, intent_at) WHERE last4 <> '';
CREATE INDEX entries_amount ON entries (amount, intent_at);
CREATE INDEX entries_intent_at ON entries (intent_at);
