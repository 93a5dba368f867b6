-- outbox
-- question: which changes of keys, too, must still be published?
-- key:      as before
-- order:    as before
-- growth:   as before; of a key its changes that the view does not have yet
-- writer:   as before; and `marquee tokens`
ALTER TABLE outbox DROP CONSTRAINT ck_outbox_kind;

ALTER TABLE outbox ADD CONSTRAINT ck_outbox_kind
  CHECK (kind IN (N'movie', N'actor', N'totals', N'key'));
