-- Question: which genres are there, and in how many movies does each stand?
-- Key: the name; the table is read whole.
-- Order: by name, in byte order; sorted by code units when read.
-- Growth: one row a genre; one that no movie has any longer stays with 0 and is not shown.
-- Writer: the projector, guarded by the version of the genre's total.
CREATE TABLE IF NOT EXISTS genres_${generation} (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  movies INTEGER NOT NULL
) WITHOUT ROWID;
