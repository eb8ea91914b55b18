-- Where the journal was copied to, once it was: from then on it takes no more. Only the
-- owner writes it.
CREATE TABLE moved (
  id    bigint PRIMARY KEY CHECK (id = 1),
  place text NOT NULL
);
