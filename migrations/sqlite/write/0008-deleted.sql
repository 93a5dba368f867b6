-- deleted_movies
-- question: which version had this deleted movie? (One made anew under the same id must be newer.)
-- key:      id
-- order:    none
-- growth:   one row a deleted movie; gone when it is made anew
-- writer:   the command app's transactions
CREATE TABLE deleted_movies (
  id      TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

-- deleted_actors
-- question: which version had this deleted actor?
-- key:      id
-- order:    none
-- growth:   one row a deleted actor; gone when it is made anew
-- writer:   the command app's transactions
CREATE TABLE deleted_actors (
  id      TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
