-- subscriptions
-- question: what is this subscription now, and which are there, of this user, of this plan, active or not?
-- key:      id
-- order:    seq, the newest first
-- growth:   a row a subscription; those of a user go with the user
-- writer:   the command app's transactions
CREATE TABLE subscriptions (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  -- Unix time in microseconds, or one more than before
  version    INTEGER NOT NULL CHECK (version > 0),
  user_id    TEXT NOT NULL REFERENCES users (id),
  plan_name  TEXT NOT NULL CHECK (plan_name <> ''),
  -- 2026-01-31
  start_date TEXT NOT NULL CHECK (date(start_date) = start_date),
  end_date   TEXT CHECK (date(end_date) = end_date AND end_date >= start_date),
  is_active  INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  -- milliseconds since 1970
  created_at INTEGER NOT NULL
) STRICT;

-- Each selection of a list is a range of one index, in the order of the list; of a user's own there are few.
CREATE INDEX subscriptions_user ON subscriptions (user_id, seq);

CREATE INDEX subscriptions_plan ON subscriptions (plan_name, seq);

CREATE INDEX subscriptions_active ON subscriptions (is_active, seq);

CREATE INDEX subscriptions_plan_active ON subscriptions (plan_name, is_active, seq);
