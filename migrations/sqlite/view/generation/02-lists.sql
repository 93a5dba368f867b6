-- Question: which number stands for this list?
-- Key: the list's name; its number saves its repetition in millions of keys.
-- Order: none.
-- Growth: some seven rows for each genre, tag, year and provider (its orderings, and the tails of those that lack values),
--   one for each day of birth.
-- Writer: the projector, with the first row of the list.
CREATE TABLE IF NOT EXISTS lists_${generation} (
  list INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
