-- idempotency_keys
-- question: has this request of this caller been carried out already, and how was it answered?
-- key:      caller, route and the caller's key
-- order:    created_at, for those that have expired
-- growth:   one row a write that brings a key, gone after a day
-- writer:   the command app's transactions make them, the relay deletes them
CREATE TABLE idempotency_keys (
  caller          TEXT NOT NULL,
  route           TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  -- SHA-256 of the body, in base64url
  request_hash    TEXT NOT NULL,
  -- JSON: { value, subjects, write }; null only inside the transaction
  result          TEXT,
  -- milliseconds since 1970
  created_at      INTEGER NOT NULL,
  PRIMARY KEY (caller, route, idempotency_key)
) STRICT;

CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
