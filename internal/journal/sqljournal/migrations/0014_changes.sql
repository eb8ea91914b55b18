-- What changes how much is reserved, or until when, belongs to what is held.
DROP INDEX entries_holdings;
CREATE INDEX entries_holdings ON entries (intent_at)
WHERE outcome = 'held' OR operation IN ('hold', 'release', 'cancel', 'due date', 'raise') OR (operation = 'reduce' AND auth_method = 'PRE');
