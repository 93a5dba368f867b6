-- Question: what was said of this movie, or by this user, most recently?
-- Key: 'comments:movie:<id>' or 'comments:user:<id>'; one bucket.
-- Order: by the time of making, then comment; read from the newest.
-- Growth: two rows a comment, and one in `lists` for each movie and user with comments.
-- Writer: the projector, guarded by the comment's version. `removed_at` (milliseconds) makes a row a tombstone, swept after a day.
CREATE TABLE IF NOT EXISTS comment_lists_${generation} (
  list INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  comment_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  removed_at INTEGER,
  sort_value TEXT,
  json TEXT,
  PRIMARY KEY (list, bucket, sort_key, comment_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS comment_lists_tombstones_${generation}
  ON comment_lists_${generation} (removed_at) WHERE removed_at IS NOT NULL;
