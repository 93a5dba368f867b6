-- Question: what did this user rate best? Who gave this movie four stars and more?
-- Key: 'ratings:user:<id>' or, with good ratings alone, 'ratings:movie:<id>'; one bucket.
-- Order: by half stars and day, then rating; read from the best and newest.
-- Growth: a row a rating, two of four stars and more, and one in `lists` for each movie and user with ratings.
-- Writer: the projector, guarded by the rating's version. `removed_at` (milliseconds) makes a row a tombstone, swept after a day.
CREATE TABLE IF NOT EXISTS rating_lists_${generation} (
  list INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  removed_at INTEGER,
  sort_value TEXT,
  json TEXT,
  PRIMARY KEY (list, bucket, sort_key, rating_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS rating_lists_tombstones_${generation}
  ON rating_lists_${generation} (removed_at) WHERE removed_at IS NOT NULL;
