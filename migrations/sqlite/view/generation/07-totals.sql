-- Question: how many movies (or actors) does this selection hold, and how often was a movie played?
-- Key: the selection ('genre:Drama', 'actor:<id>', 'actors'; 'plays:<movie id>').
-- Order: none.
-- Growth: one row a selection, an actor's filmography included, and one for each movie that was ever played.
-- Writer: the projector, guarded by the total's own version.
CREATE TABLE IF NOT EXISTS totals_${generation} (
  selection TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  amount INTEGER NOT NULL
) WITHOUT ROWID;
