-- Question: which generations of view tables are there, and which one is read?
-- Key: the generation's name.
-- Order: by name.
-- Growth: two or three rows; `splits` is the JSON of a generation's split points.
-- Writer: `marquee migrate` and `marquee rebuild`.
CREATE TABLE IF NOT EXISTS generations (
  name TEXT PRIMARY KEY,
  projection_version INTEGER NOT NULL,
  splits TEXT NOT NULL,
  live INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
