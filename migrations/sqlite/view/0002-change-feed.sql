-- Question: which changes came after this one?
-- Key: the position.
-- Order: by position, which is the order of commits; a position that is missing is still to come.
-- Growth: one row a change, some 80 bytes, swept 30 days after `stored_at` (milliseconds).
-- Writer: the projectors of all generations, the same row each time, in one transaction with all else of the event.
CREATE TABLE IF NOT EXISTS changes_by_position (
  position INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  stored_at INTEGER NOT NULL
);

-- Question: which feed is this, and up to which position has the view all changes?
-- Key: 'began', the time when the store was made, and 'settled', a position.
-- Order: none.
-- Growth: none.
-- Writer: 'began' once, when the store is migrated; 'settled' the projectors with each heartbeat, the higher one wins.
CREATE TABLE IF NOT EXISTS change_feed (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO change_feed (name, value)
VALUES ('began', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
ON CONFLICT DO NOTHING;
