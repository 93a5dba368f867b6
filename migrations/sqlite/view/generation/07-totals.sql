-- Question: how many movies (or actors) does this selection hold?
-- Key: the selection ('genre:Drama', 'actor:<id>', 'actors').
-- Order: none.
-- Growth: one row a selection, an actor's filmography included.
-- Writer: the projector, guarded by the total's own version.
CREATE TABLE IF NOT EXISTS totals_${generation} (
  selection TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  amount INTEGER NOT NULL
) WITHOUT ROWID;
