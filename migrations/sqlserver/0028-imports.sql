-- imports
-- question: how far is this import, what became of its rows, and which one comes next here?
-- key:      id
-- order:    seq, of those of one folder that are not at their end; created_at, for those that are forgotten
-- growth:   a row an upload, gone after 30 days
-- writer:   the command app that has the file of the upload
CREATE TABLE imports (
  seq         bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_imports PRIMARY KEY CLUSTERED,
  id          nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT uq_imports_id UNIQUE NONCLUSTERED,
  -- names the folder that has its file
  folder      nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
  state       nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_imports_state CHECK (state IN (N'waiting', N'running', N'done', N'failed')),
  -- who uploaded it, and what they were then
  provider_id nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  role        nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_imports_role CHECK (role IN (N'provider', N'administrator')),
  -- JSON, of the request; empty: unknown
  origin      nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
  bytes       bigint NOT NULL CONSTRAINT ck_imports_bytes CHECK (bytes >= 0),
  -- SHA-256 of the file, in hexadecimal digits
  digest      nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- up to where it is read, and what became of the rows up to there
  bytes_read  bigint NOT NULL CONSTRAINT df_imports_bytes_read DEFAULT 0,
  rows_done   bigint NOT NULL CONSTRAINT df_imports_rows_done DEFAULT 0,
  accepted    bigint NOT NULL CONSTRAINT df_imports_accepted DEFAULT 0,
  replaced    bigint NOT NULL CONSTRAINT df_imports_replaced DEFAULT 0,
  unchanged   bigint NOT NULL CONSTRAINT df_imports_unchanged DEFAULT 0,
  refused     bigint NOT NULL CONSTRAINT df_imports_refused DEFAULT 0,
  -- why it failed; empty: it did not
  detail      nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT df_imports_detail DEFAULT N'',
  -- milliseconds since 1970
  created_at  bigint NOT NULL,
  started_at  bigint NULL,
  ended_at    bigint NULL
);

CREATE INDEX imports_unfinished ON imports (folder, seq) WHERE ended_at IS NULL;

CREATE INDEX imports_created ON imports (created_at);

-- import_refusals
-- question: why were rows of this import refused?
-- key:      import and row
-- order:    rows as they stand in the file
-- growth:   up to 1,000 rows an import, gone with it
-- writer:   as imports
CREATE TABLE import_refusals (
  import_id  nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_import_refusals_imports REFERENCES imports (id) ON DELETE CASCADE,
  row_number bigint NOT NULL,
  line       bigint NOT NULL,
  -- JSON
  faults     nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT pk_import_refusals PRIMARY KEY CLUSTERED (import_id, row_number)
);
