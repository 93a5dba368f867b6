-- Question: on which days were sessions started in this country?
-- Key: 'days:<country>'; one bucket.
-- Order: by day; read from the newest.
-- Growth: a row for each day of a country with sessions, at most 367 a list, for 365.25 days from the end of the day.
-- Writer: the projector, guarded by the day's version; as in `session_lists`, rows go past `expires_at`.
CREATE TABLE IF NOT EXISTS session_days_${generation} (
  list INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  day_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  removed_at INTEGER,
  sort_value TEXT,
  json TEXT,
  expires_at INTEGER,
  PRIMARY KEY (list, bucket, sort_key, day_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS session_days_tombstones_${generation}
  ON session_days_${generation} (removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX IF NOT EXISTS session_days_expiry_${generation}
  ON session_days_${generation} (expires_at) WHERE expires_at IS NOT NULL;
