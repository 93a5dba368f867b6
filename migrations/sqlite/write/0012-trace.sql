-- outbox
-- question: where is a change, and which requests did it come from?
-- key:      seq; what is confirmed is found by its subject, and by the time when it may go
-- order:    kept_until
-- growth:   as before; of a movie also the change that was confirmed last, for an hour
-- writer:   transactions and folds note the origins; the relay notes the confirmation and deletes
-- JSON array of { requestId, traceparent }
ALTER TABLE outbox ADD COLUMN origins TEXT;

ALTER TABLE outbox ADD COLUMN confirmed_at INTEGER;

-- of confirmed rows: when they go; milliseconds since 1970
ALTER TABLE outbox ADD COLUMN kept_until INTEGER;

UPDATE outbox SET kept_until = published_at + 604800000 WHERE state = 'confirmed';

CREATE INDEX outbox_kept ON outbox (kept_until) WHERE kept_until IS NOT NULL;

-- rating_deltas
-- question: which request gave this rating?
-- key:      seq
-- order:    as before
-- growth:   as before
-- writer:   the command app's transactions
-- JSON: { requestId, traceparent }
ALTER TABLE rating_deltas ADD COLUMN origin TEXT;
