-- What holds money or lets it go may be older than thousands of attempts.
CREATE INDEX entries_holdings ON entries (intent_at)
WHERE outcome = 'held' OR operation IN ('hold', 'release', 'cancel');
