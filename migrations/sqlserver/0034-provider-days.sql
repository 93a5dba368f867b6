-- provider_days
-- question: what was counted of this provider, on which day?
-- key:      provider_id, day, what
-- order:    provider, then day
-- growth:   for each provider and day a row, and one for each of up to 107 spans of time that changes took; goes after a month
-- writer:   batches that refuse rows, and the one process that measures; the relay's sweep deletes
CREATE TABLE provider_days (
  provider_id nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- 2026-01-31, in UTC
  day         nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- refused-rows; visible-17: changes that were in the view after a time of bucket 17
  what        nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  amount      bigint NOT NULL
    CONSTRAINT ck_provider_days_amount CHECK (amount > 0),
  CONSTRAINT pk_provider_days PRIMARY KEY CLUSTERED (provider_id, day, what)
);

CREATE INDEX provider_days_day ON provider_days (day);
