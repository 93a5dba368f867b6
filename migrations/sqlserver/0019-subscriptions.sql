-- subscriptions
-- question: what is this subscription now, and which are there, of this user, of this plan, active or not?
-- key:      id
-- order:    seq, the newest first
-- growth:   a row a subscription; those of a user go with the user
-- writer:   the command app's transactions
CREATE TABLE subscriptions (
  seq        bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_subscriptions PRIMARY KEY CLUSTERED,
  id         nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT uq_subscriptions_id UNIQUE NONCLUSTERED,
  -- Unix time in microseconds, or one more than before
  version    bigint NOT NULL
    CONSTRAINT ck_subscriptions_version CHECK (version > 0),
  user_id    nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_subscriptions_users REFERENCES users (id),
  plan_name  nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_subscriptions_plan_name CHECK (plan_name <> N''),
  start_date date NOT NULL,
  end_date   date NULL,
  is_active  bit NOT NULL,
  -- milliseconds since 1970
  created_at bigint NOT NULL,
  CONSTRAINT ck_subscriptions_end_date CHECK (end_date >= start_date)
);

-- Each selection of a list is a range of one index, in the order of the list; of a user's own there are few.
CREATE INDEX subscriptions_user ON subscriptions (user_id, seq);

CREATE INDEX subscriptions_plan ON subscriptions (plan_name, seq);

CREATE INDEX subscriptions_active ON subscriptions (is_active, seq);

CREATE INDEX subscriptions_plan_active ON subscriptions (plan_name, is_active, seq);
