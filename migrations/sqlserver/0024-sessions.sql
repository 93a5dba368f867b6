-- sessions
-- question: what is known of this session so far, that events add to?
-- key:      id, made of the session's and the player's
-- order:    none here: lists are read from the view
-- growth:   a row a session, for 365.25 days from its start (from its end, while its start is not known)
-- writer:   the command app's transactions; the relay deletes what is past `expires_at`; sessions go with their player
CREATE TABLE sessions (
  seq        bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_sessions PRIMARY KEY CLUSTERED,
  id         nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_sessions_id UNIQUE NONCLUSTERED,
  version    bigint NOT NULL
    CONSTRAINT ck_sessions_version CHECK (version > 0),
  session_id nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  player_id  nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- of the start, as is its time; milliseconds since 1970, as below
  country    nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL,
  started_at bigint NULL,
  ended_at   bigint NULL,
  expires_at bigint NOT NULL,
  CONSTRAINT ck_sessions_start CHECK (
    (started_at IS NULL AND country IS NULL AND ended_at IS NOT NULL)
    OR (started_at IS NOT NULL AND country IS NOT NULL))
);

CREATE INDEX sessions_player ON sessions (player_id, id);

CREATE INDEX sessions_expiry ON sessions (expires_at);

-- thousands of row locks (a player with many sessions goes) stay row locks
ALTER TABLE sessions SET (LOCK_ESCALATION = DISABLE);

-- session_days
-- question: on which days were sessions started in which country? (Readers look for sessions there alone.)
-- key:      id, made of both
-- order:    none here
-- growth:   a row for each day of each country with sessions, for 365.25 days from the end of the day
-- writer:   the command app's transactions, once; the relay deletes what is past `expires_at`
CREATE TABLE session_days (
  id         nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_session_days PRIMARY KEY CLUSTERED,
  version    bigint NOT NULL
    CONSTRAINT ck_session_days_version CHECK (version > 0),
  country    nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL,
  day        nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
  expires_at bigint NOT NULL
);

CREATE INDEX session_days_expiry ON session_days (expires_at);
