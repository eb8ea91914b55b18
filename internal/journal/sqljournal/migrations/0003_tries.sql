-- How passphrases that unlock consoles have been tried, by a name made of the hash
-- of each. Nothing of a passphrase can be found from it. Of no interest once a
-- right one was typed, so not history.
CREATE TABLE tries (
  passphrase    TEXT PRIMARY KEY CHECK (passphrase <> ''),
  wrong         INTEGER NOT NULL,
  closed_at     INTEGER NOT NULL,
  closed_boot   TEXT NOT NULL,
  closed_steady INTEGER NOT NULL -- milliseconds since that boot
) STRICT, WITHOUT ROWID;
