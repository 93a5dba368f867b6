-- total_deltas
-- question: which writes changed the size of a selection and are not in the totals yet?
-- key:      seq
-- order:    seq
-- growth:   one row a transaction, taken away by the fold: near empty
-- writer:   the command app's transactions append, the fold deletes
CREATE TABLE total_deltas (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the covered write as JSON: { write, subject }
  covers     TEXT NOT NULL,
  -- selection to +n or -n, as JSON
  deltas     TEXT NOT NULL,
  -- milliseconds since 1970
  created_at INTEGER NOT NULL
) STRICT;

-- totals
-- question: how many movies (or actors) has this selection?
-- key:      selection: all, genre:Drama, tag:noir, year:1999, provider:<id>, actor:<id>, actors
-- order:    none
-- growth:   one row for each selection that ever had a movie; those at 0 stay, for their versions
-- writer:   the fold
CREATE TABLE totals (
  selection TEXT NOT NULL PRIMARY KEY,
  count     INTEGER NOT NULL,
  version   INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
