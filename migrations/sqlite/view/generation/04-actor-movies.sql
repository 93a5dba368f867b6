-- Question: in which movies does this actor stand?
-- Key: the actor.
-- Order: by movie; sorted when read.
-- Growth: one row for each actor of a movie, some 400 bytes.
-- Writer: the projector, guarded by the movie's version. `removed_at` (milliseconds) makes a row a tombstone, swept after a day.
CREATE TABLE IF NOT EXISTS actor_movies_${generation} (
  actor_id TEXT NOT NULL,
  movie_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  removed_at INTEGER,
  entry TEXT,
  PRIMARY KEY (actor_id, movie_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS actor_movies_tombstones_${generation}
  ON actor_movies_${generation} (removed_at) WHERE removed_at IS NOT NULL;
