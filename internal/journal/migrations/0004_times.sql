-- What was attempted on a day, and what holds money or lets it go, which may be
-- older than thousands of attempts.
CREATE INDEX entries_intent ON entries (intent_at);
CREATE INDEX entries_holdings ON entries (intent_at)
WHERE outcome = 'held' OR operation IN ('hold', 'release', 'cancel');
