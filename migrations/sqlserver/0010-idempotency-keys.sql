-- idempotency_keys
-- question: has this request of this caller been carried out already, and how was it answered?
-- key:      caller, route and the caller's key
-- order:    created_at, for those that have expired
-- growth:   one row a write that brings a key, gone after a day
-- writer:   the command app's transactions make them, the relay deletes them
CREATE TABLE idempotency_keys (
  caller          nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  route           nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
  idempotency_key nvarchar(220) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- SHA-256 of the body, in base64url
  request_hash    nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- JSON: { value, subjects, write }; null only inside the transaction
  result          nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
  -- milliseconds since 1970
  created_at      bigint NOT NULL,
  -- keys are random to a clustered index
  CONSTRAINT pk_idempotency_keys PRIMARY KEY NONCLUSTERED (caller, route, idempotency_key)
);

CREATE CLUSTERED INDEX idempotency_keys_created ON idempotency_keys (created_at);
