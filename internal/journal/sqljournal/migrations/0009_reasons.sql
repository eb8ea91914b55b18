-- To what an attempt gave way that was not sent, and what evidence came from. The
-- attempts from before have neither: their texts are read instead.
ALTER TABLE entries ADD COLUMN gave_way TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN evidence_kind TEXT NOT NULL DEFAULT '';
