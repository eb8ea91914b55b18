-- The newest step of a second factor whose code was taken. No code of it, or of an older
-- one, counts again, whichever process of the journal is asked.
CREATE TABLE steps (
  secret TEXT PRIMARY KEY,
  newest INTEGER NOT NULL
) STRICT;
