-- webhooks
-- question: whom do we tell of changes, how far have they come, and how does it go?
-- key:      id
-- order:    seq, the newest first
-- growth:   a row a webhook, some thousand at most; those of a user go with the user
-- writer:   the command app's transactions; position and delivery: the one process that delivers
CREATE TABLE webhooks (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  -- Unix time in microseconds, or one more than before: raised by whoever moves it to another place
  version     INTEGER NOT NULL CHECK (version > 0),
  owner_id    TEXT NOT NULL CHECK (length(owner_id) = 36),
  url         TEXT NOT NULL CHECK (url LIKE 'https://%'),
  -- whose movies it is told of; null: everybody's
  provider_id TEXT CHECK (length(provider_id) = 36),
  -- movie, actor, with a comma
  kinds       TEXT NOT NULL CHECK (kinds <> ''),
  -- what messages are signed with, so it cannot be a hash
  secret      TEXT NOT NULL CHECK (secret LIKE 'whsec_%'),
  -- milliseconds since 1970
  created_at  INTEGER NOT NULL,
  -- of the change feed; 0: not known yet
  began_at    INTEGER NOT NULL,
  -- all up to there is done with
  position    INTEGER NOT NULL CHECK (position >= 0),
  -- JSON: how it goes
  delivery    TEXT NOT NULL
) STRICT;

CREATE INDEX webhooks_owner ON webhooks (owner_id, seq);

-- webhook_deliveries
-- question: what was sent to a webhook, and how did it answer?
-- key:      seq
-- order:    seq, the newest first
-- growth:   a row an attempt, the newest thousand of a webhook, no longer than a week
-- writer:   the process that delivers appends, the relay's sweep deletes
CREATE TABLE webhook_deliveries (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id  TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  message_id  TEXT NOT NULL,
  kind        TEXT NOT NULL,
  -- of the movie or actor
  subject     TEXT NOT NULL,
  -- milliseconds since 1970
  at          INTEGER NOT NULL,
  -- counted since the webhook worked last; 0: it was given up without one
  attempt     INTEGER NOT NULL CHECK (attempt >= 0),
  duration_ms INTEGER NOT NULL,
  -- of the answer; null: there was none
  status      INTEGER,
  outcome     TEXT NOT NULL,
  -- null: it was delivered
  reason      TEXT
) STRICT;

CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, seq);

CREATE INDEX webhook_deliveries_at ON webhook_deliveries (at);
