-- The bank's own code of an answer: some forbid another try with the same card.
ALTER TABLE entries ADD COLUMN bank_code text NOT NULL DEFAULT '';
