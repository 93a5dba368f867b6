-- provider_days
-- question: what was counted of this provider, on which day?
-- key:      provider_id, day, what
-- order:    provider, then day
-- growth:   for each provider and day a row, and one for each of up to 107 spans of time that changes took; goes after a month
-- writer:   batches that refuse rows, and the one process that measures; the relay's sweep deletes
CREATE TABLE provider_days (
  provider_id TEXT NOT NULL CHECK (length(provider_id) = 36),
  -- 2026-01-31, in UTC
  day         TEXT NOT NULL CHECK (date(day) = day),
  -- refused-rows; visible-17: changes that were in the view after a time of bucket 17
  what        TEXT NOT NULL,
  amount      INTEGER NOT NULL CHECK (amount > 0),
  PRIMARY KEY (provider_id, day, what)
) STRICT, WITHOUT ROWID;

CREATE INDEX provider_days_day ON provider_days (day);
