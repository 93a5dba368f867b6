-- outbox
-- question: which changes must still be published, and which are published but not known to be in the view?
-- key:      seq (the order of making, which is not the order of committing: rows are found by state)
-- order:    state, then the oldest first
-- growth:   a row a change; gone when the view has it, or a week later where it carries keys from before
-- writer:   transactions and folds append; the relay and the reconciler change states and delete
CREATE TABLE outbox (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL CHECK (kind IN ('movie', 'actor', 'totals')),
  -- movie or actor id; of totals the id of the fold
  subject      TEXT NOT NULL,
  version      INTEGER NOT NULL CHECK (version > 0),
  -- covered writes, as a JSON array of { write, subject }
  writes       TEXT NOT NULL,
  -- JSON: the keys as they were, where the change moved one of them
  before_keys  TEXT,
  -- JSON array of selections, of totals only
  selections   TEXT,
  state        TEXT NOT NULL CHECK (state IN ('pending', 'published', 'confirmed')),
  attempts     INTEGER NOT NULL,
  -- when a relay may take it: 0, the end of a lease, or the time of the next try; milliseconds since 1970, as below
  due_at       INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  published_at INTEGER
) STRICT;

CREATE INDEX outbox_created ON outbox (state, created_at, seq);

CREATE INDEX outbox_published ON outbox (state, published_at, seq);

CREATE INDEX outbox_subject ON outbox (subject, kind);
