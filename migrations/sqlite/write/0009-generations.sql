-- generations
-- question: to which sets of view tables are changes published?
-- key:      name
-- order:    name
-- growth:   one row for each living generation of the view: one or two
-- writer:   whoever makes a generation, before it is filled
CREATE TABLE generations (
  name               TEXT NOT NULL PRIMARY KEY,
  projection_version INTEGER NOT NULL CHECK (projection_version >= 0)
) STRICT, WITHOUT ROWID;
