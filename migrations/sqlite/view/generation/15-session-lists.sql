-- Question: which sessions were started in this country on this day, and which did this player complete last?
-- Key: 'started:<country>:<day>' or 'completed:<player>'; one bucket.
-- Order: by the time of the start, or of the end; then session and player; read from the newest.
-- Growth: a row a start and one more a completed session, for 365.25 days from the event; one in `lists` for each day of a country and each player.
-- Writer: the projector, guarded by the session's version. `removed_at` (milliseconds) makes a row a tombstone, swept after a day; rows past
--   `expires_at` (milliseconds) are seen no more, and swept.
CREATE TABLE IF NOT EXISTS session_lists_${generation} (
  list INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  session_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  removed_at INTEGER,
  sort_value TEXT,
  json TEXT,
  expires_at INTEGER,
  PRIMARY KEY (list, bucket, sort_key, session_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS session_lists_tombstones_${generation}
  ON session_lists_${generation} (removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX IF NOT EXISTS session_lists_expiry_${generation}
  ON session_lists_${generation} (expires_at) WHERE expires_at IS NOT NULL;
