-- An order is one order in whatever capitals it is typed.
DROP INDEX entries_own_reference;
DROP INDEX entries_current_reference;
DROP INDEX entries_target_reference;
CREATE INDEX entries_own_reference ON entries (own_reference COLLATE NOCASE, site);
CREATE INDEX entries_current_reference ON entries (current_reference COLLATE NOCASE, site) WHERE current_reference <> '';
CREATE INDEX entries_target_reference ON entries (target_order_reference COLLATE NOCASE, site) WHERE target_order_reference <> '';
-- What gave an amount back is asked for before it is given back once more.
CREATE INDEX entries_back ON entries (amount, currency)
WHERE operation IN ('refund', 'payout', 'cancel', 'reduce', 'release');
