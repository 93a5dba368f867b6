-- Question: which movies stand in this list, from this place on, forward or backward?
-- Key: a list (one ordering of one selection) and a range of it between two split points; bucket -1: no sort value, for
--   rating, plays and popularity together in lists of their own ('all/rating+plays+popularity').
-- Order: by sort key, then movie.
-- Growth: some 25 thin rows a movie, 120 bytes each.
-- Writer: the projector, guarded by the movie's version. `removed_at` (milliseconds) makes a row a tombstone, swept after a day.
CREATE TABLE IF NOT EXISTS movie_lists_${generation} (
  list INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  movie_id TEXT NOT NULL,
  movie INTEGER,
  version INTEGER NOT NULL,
  removed_at INTEGER,
  sort_value TEXT,
  PRIMARY KEY (list, bucket, sort_key, movie_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS movie_lists_tombstones_${generation}
  ON movie_lists_${generation} (removed_at) WHERE removed_at IS NOT NULL;
