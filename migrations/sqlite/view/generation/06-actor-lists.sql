-- Question: which actors are there by name, all of them or those born on a day?
-- Key: 'all' or 'birthDate:<day>', and a range of it between two split points.
-- Order: by sort key of the name, then actor.
-- Growth: two rows an actor.
-- Writer: the projector, guarded by the actor's version. `removed_at` (milliseconds) makes a row a tombstone, swept after a day.
CREATE TABLE IF NOT EXISTS actor_lists_${generation} (
  list INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  removed_at INTEGER,
  sort_value TEXT,
  json TEXT,
  PRIMARY KEY (list, bucket, sort_key, actor_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS actor_lists_tombstones_${generation}
  ON actor_lists_${generation} (removed_at) WHERE removed_at IS NOT NULL;
