-- outbox
-- question: which changes must still be published, and which are published but not known to be in the view?
-- key:      seq (the order of making, which is not the order of committing: rows are found by state)
-- order:    state, then the oldest first
-- growth:   a row a change; gone when the view has it, or a week later where it carries keys from before
-- writer:   transactions and folds append; the relay and the reconciler change states and delete
CREATE TABLE outbox (
  seq          bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_outbox PRIMARY KEY CLUSTERED,
  kind         nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_outbox_kind CHECK (kind IN (N'movie', N'actor', N'totals')),
  -- movie or actor id; of totals the id of the fold
  subject      nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  version      bigint NOT NULL
    CONSTRAINT ck_outbox_version CHECK (version > 0),
  -- covered writes, as a JSON array of { write, subject }
  writes       nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- JSON: the keys as they were, where the change moved one of them
  before_keys  nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
  -- JSON array of selections, of totals only
  selections   nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
  state        nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_outbox_state CHECK (state IN (N'pending', N'published', N'confirmed')),
  attempts     int NOT NULL,
  -- when a relay may take it: 0, the end of a lease, or the time of the next try; milliseconds since 1970, as below
  due_at       bigint NOT NULL,
  created_at   bigint NOT NULL,
  published_at bigint NULL
);

CREATE INDEX outbox_created ON outbox (state, created_at, seq);

CREATE INDEX outbox_published ON outbox (state, published_at, seq);

CREATE INDEX outbox_subject ON outbox (subject, kind);
