-- imports
-- question: how far is this import, what became of its rows, and which one comes next here?
-- key:      id
-- order:    seq, of those of one folder that are not at their end; created_at, for those that are forgotten
-- growth:   a row an upload, gone after 30 days
-- writer:   the command app that has the file of the upload
CREATE TABLE imports (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  -- names the folder that has its file
  folder      TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  -- who uploaded it, and what they were then
  provider_id TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('provider', 'administrator')),
  -- JSON, of the request; empty: unknown
  origin      TEXT NOT NULL,
  bytes       INTEGER NOT NULL CHECK (bytes >= 0),
  -- SHA-256 of the file, in hexadecimal digits
  digest      TEXT NOT NULL,
  -- up to where it is read, and what became of the rows up to there
  bytes_read  INTEGER NOT NULL DEFAULT 0,
  rows_done   INTEGER NOT NULL DEFAULT 0,
  accepted    INTEGER NOT NULL DEFAULT 0,
  replaced    INTEGER NOT NULL DEFAULT 0,
  unchanged   INTEGER NOT NULL DEFAULT 0,
  refused     INTEGER NOT NULL DEFAULT 0,
  -- why it failed; empty: it did not
  detail      TEXT NOT NULL DEFAULT '',
  -- milliseconds since 1970
  created_at  INTEGER NOT NULL,
  started_at  INTEGER,
  ended_at    INTEGER
) STRICT;

CREATE INDEX imports_unfinished ON imports (folder, seq) WHERE ended_at IS NULL;

CREATE INDEX imports_created ON imports (created_at);

-- import_refusals
-- question: why were rows of this import refused?
-- key:      import and row
-- order:    rows as they stand in the file
-- growth:   up to 1,000 rows an import, gone with it
-- writer:   as imports
CREATE TABLE import_refusals (
  import_id  TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  row_number INTEGER NOT NULL CHECK (row_number > 0),
  line       INTEGER NOT NULL CHECK (line > 0),
  -- JSON
  faults     TEXT NOT NULL,
  PRIMARY KEY (import_id, row_number)
) STRICT, WITHOUT ROWID;
