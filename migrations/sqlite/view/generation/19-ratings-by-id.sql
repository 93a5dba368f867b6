-- Question: did this user rate this movie, and which version of that has the view reached?
-- Key: the rating, which is user and movie.
-- Order: none.
-- Growth: one row a rating; one that was taken back stays as its version, without JSON.
-- Writer: the projector, guarded by the rating's version, in one transaction with the rating's rows in lists.
CREATE TABLE IF NOT EXISTS ratings_by_id_${generation} (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  json TEXT
) WITHOUT ROWID;
