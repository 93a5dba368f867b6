-- outbox
-- question: which changes of anything must still be published? (Any kind: the list of them would have to be made anew with each.)
-- key:      as before; numbers that were given once are not given again
-- order:    as before
-- growth:   as before; of a record its changes that the view does not have yet, and its earlier keys
-- writer:   as before
CREATE TABLE outbox_new (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  -- 'movie', 'actor', 'totals', 'key', or the type of a record
  kind         TEXT NOT NULL CHECK (kind <> ''),
  -- id of the movie, actor, key or record; of totals the id of the fold
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
  published_at INTEGER,
  -- JSON array of { requestId, traceparent }
  origins      TEXT,
  confirmed_at INTEGER,
  -- of confirmed rows: when they go
  kept_until   INTEGER
) STRICT;

INSERT INTO outbox_new (seq, kind, subject, version, writes, before_keys, selections, state, attempts,
  due_at, created_at, published_at, origins, confirmed_at, kept_until)
SELECT seq, kind, subject, version, writes, before_keys, selections, state, attempts,
  due_at, created_at, published_at, origins, confirmed_at, kept_until
FROM outbox;

DELETE FROM sqlite_sequence WHERE name = 'outbox_new';

INSERT INTO sqlite_sequence (name, seq)
SELECT 'outbox_new', seq FROM sqlite_sequence WHERE name = 'outbox';

DROP TABLE outbox;

ALTER TABLE outbox_new RENAME TO outbox;

CREATE INDEX outbox_created ON outbox (state, created_at, seq);

CREATE INDEX outbox_published ON outbox (state, published_at, seq);

CREATE INDEX outbox_subject ON outbox (subject, kind);

CREATE INDEX outbox_kept ON outbox (kept_until) WHERE kept_until IS NOT NULL;

-- deleted_records
-- question: which version had this deleted record? (One made anew under the same id must be newer.)
-- key:      type, id
-- order:    none
-- growth:   one row a deleted record; gone when it is made anew
-- writer:   the command app's transactions
CREATE TABLE deleted_records (
  type    TEXT NOT NULL,
  id      TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;
