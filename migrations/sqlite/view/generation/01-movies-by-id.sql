-- Question: what is the movie with this id, and which of its versions has the view reached?
-- Key: the movie; `row` is what the thin rows of the lists join by.
-- Order: none.
-- Growth: one row a movie, 2 to 300 kB; a deleted movie stays as its version and `deleted`.
-- Writer: the projector, guarded by the movie's version, in one transaction with the movie's rows in all lists.
-- Long columns stand last, so that reading the short ones does not touch their overflow pages.
CREATE TABLE IF NOT EXISTS movies_by_id_${generation} (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  too_long INTEGER NOT NULL,
  filters TEXT,
  summary_json TEXT,
  full_json TEXT
);
