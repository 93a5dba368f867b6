-- sessions
-- question: what is known of this session so far, that events add to?
-- key:      id, made of the session's and the player's
-- order:    none here: lists are read from the view
-- growth:   a row a session, for 365.25 days from its start (from its end, while its start is not known)
-- writer:   the command app's transactions; the relay deletes what is past `expires_at`; sessions go with their player
CREATE TABLE sessions (
  id         TEXT NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL CHECK (version > 0),
  session_id TEXT NOT NULL,
  player_id  TEXT NOT NULL,
  -- of the start, as is its time; milliseconds since 1970, as below
  country    TEXT,
  started_at INTEGER,
  ended_at   INTEGER,
  expires_at INTEGER NOT NULL,
  CHECK ((started_at IS NULL) = (country IS NULL) AND (started_at IS NOT NULL OR ended_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_player ON sessions (player_id, id);

CREATE INDEX sessions_expiry ON sessions (expires_at);

-- session_days
-- question: on which days were sessions started in which country? (Readers look for sessions there alone.)
-- key:      id, made of both
-- order:    none here
-- growth:   a row for each day of each country with sessions, for 365.25 days from the end of the day
-- writer:   the command app's transactions, once; the relay deletes what is past `expires_at`
CREATE TABLE session_days (
  id         TEXT NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL CHECK (version > 0),
  country    TEXT NOT NULL,
  day        TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_days_expiry ON session_days (expires_at);
