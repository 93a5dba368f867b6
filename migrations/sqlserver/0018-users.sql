-- users
-- question: who is this user, may they come in with this password, and whose is this e-mail address?
-- key:      id; also the key of the e-mail address, its text without differences in case, while the user is there
-- order:    seq, of those who are there
-- growth:   a row a user; of one who was deleted the id and the version stay, so that nobody gets that id again
-- writer:   the command app's transactions
CREATE TABLE users (
  seq           bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_users PRIMARY KEY CLUSTERED,
  id            nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_users_id UNIQUE NONCLUSTERED,
  -- Unix time in microseconds, or one more than before
  version       bigint NOT NULL
    CONSTRAINT ck_users_version CHECK (version > 0),
  -- as it was given, without outer blanks
  email         nvarchar(254) COLLATE Latin1_General_100_BIN2 NULL,
  email_key     nvarchar(254) COLLATE Latin1_General_100_BIN2 NULL,
  first_name    nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
  last_name     nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
  role          nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_users_role CHECK (role IN (N'viewer', N'provider', N'administrator')),
  -- argon2id, with its parameters and its salt (a PHC string)
  password_hash nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  -- milliseconds since 1970
  created_at    bigint NOT NULL,
  -- 1: deleted, and nothing personal is left
  is_erased     bit NOT NULL CONSTRAINT df_users_is_erased DEFAULT 0,
  CONSTRAINT ck_users_is_erased CHECK (
    (is_erased = 0 AND email IS NOT NULL AND email_key IS NOT NULL AND first_name IS NOT NULL
      AND last_name IS NOT NULL AND password_hash IS NOT NULL)
    OR (is_erased = 1 AND email IS NULL AND email_key IS NULL AND first_name IS NULL
      AND last_name IS NULL AND password_hash IS NULL))
);

CREATE UNIQUE INDEX users_email_key ON users (email_key) WHERE email_key IS NOT NULL;

CREATE INDEX users_there ON users (seq) WHERE is_erased = 0;

-- access_keys
-- question: from which version on are tokens of this user good?
-- key:      as before: a row whose id is its subject stands for the logins of that user; its hash is of nothing
-- order:    subject, for those that end with their user
-- growth:   also a row a user whose tokens were ever revoked
-- writer:   also the command app's transactions, when a password or a role changes or a user goes
CREATE INDEX access_keys_subject ON access_keys (subject);

-- ratings
-- question: which ratings did this user give?
-- key:      as before
-- order:    user
-- growth:   as before
-- writer:   as before; those of a user go with the user
CREATE INDEX ratings_user ON ratings (user_id);

-- idempotency_keys
-- question: which kept answers hold data of this user?
-- key:      as before
-- order:    whom the answer is about
-- growth:   as before
-- writer:   as before; those about a user go with the user
-- id of a user whose data the answer holds, where that is not the caller
ALTER TABLE idempotency_keys ADD about nvarchar(36) COLLATE Latin1_General_100_BIN2 NULL;

-- EXEC, since the batch is compiled before it has the column
EXEC (N'CREATE INDEX idempotency_keys_about ON idempotency_keys (about) WHERE about IS NOT NULL');
