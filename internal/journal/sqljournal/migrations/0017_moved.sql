-- Where the journal was copied to, once it was: from then on it takes no more.
CREATE TABLE moved (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  place TEXT NOT NULL
) STRICT;
