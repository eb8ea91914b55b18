-- An order counts by the names that its payments had when something was done with them.
CREATE INDEX entries_before_reference ON entries (before_order_reference COLLATE NOCASE, site) WHERE before_order_reference <> '';
