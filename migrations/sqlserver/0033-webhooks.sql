-- webhooks
-- question: whom do we tell of changes, how far have they come, and how does it go?
-- key:      id
-- order:    seq, the newest first
-- growth:   a row a webhook, some thousand at most; those of a user go with the user
-- writer:   the command app's transactions; position and delivery: the one process that delivers
CREATE TABLE webhooks (
  seq         bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_webhooks PRIMARY KEY CLUSTERED,
  id          nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT uq_webhooks_id UNIQUE NONCLUSTERED,
  -- Unix time in microseconds, or one more than before: raised by whoever moves it to another place
  version     bigint NOT NULL
    CONSTRAINT ck_webhooks_version CHECK (version > 0),
  owner_id    nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  url         nvarchar(2048) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_webhooks_url CHECK (url LIKE N'https://%'),
  -- whose movies it is told of; null: everybody's
  provider_id nvarchar(36) COLLATE Latin1_General_100_BIN2 NULL,
  -- movie, actor, with a comma
  kinds       nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- what messages are signed with, so it cannot be a hash
  secret      nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_webhooks_secret CHECK (secret LIKE N'whsec[_]%'),
  -- milliseconds since 1970
  created_at  bigint NOT NULL,
  -- of the change feed; 0: not known yet
  began_at    bigint NOT NULL,
  -- all up to there is done with
  position    bigint NOT NULL
    CONSTRAINT ck_webhooks_position CHECK (position >= 0),
  -- JSON: how it goes
  delivery    nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE INDEX webhooks_owner ON webhooks (owner_id, seq);

-- webhook_deliveries
-- question: what was sent to a webhook, and how did it answer?
-- key:      seq
-- order:    seq, the newest first
-- growth:   a row an attempt, the newest thousand of a webhook, no longer than a week
-- writer:   the process that delivers appends, the relay's sweep deletes
CREATE TABLE webhook_deliveries (
  seq         bigint IDENTITY(1, 1) NOT NULL
    CONSTRAINT pk_webhook_deliveries PRIMARY KEY CLUSTERED,
  webhook_id  nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_webhook_deliveries_webhooks REFERENCES webhooks (id) ON DELETE CASCADE,
  message_id  nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
  kind        nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- of the movie or actor
  subject     nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- milliseconds since 1970
  at          bigint NOT NULL,
  -- counted since the webhook worked last; 0: it was given up without one
  attempt     int NOT NULL
    CONSTRAINT ck_webhook_deliveries_attempt CHECK (attempt >= 0),
  duration_ms int NOT NULL,
  -- of the answer; null: there was none
  status      int NULL,
  outcome     nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- null: it was delivered
  reason      nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL
);

CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, seq);

CREATE INDEX webhook_deliveries_at ON webhook_deliveries (at);
