-- users
-- question: who is this user, may they come in with this password, and whose is this e-mail address?
-- key:      id; also the key of the e-mail address, its text without differences in case, while the user is there
-- order:    seq, of those who are there
-- growth:   a row a user; of one who was deleted the id and the version stay, so that nobody gets that id again
-- writer:   the command app's transactions
CREATE TABLE users (
  seq           INTEGER PRIMARY KEY AUTOINCREMENT,
  id            TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  -- Unix time in microseconds, or one more than before
  version       INTEGER NOT NULL CHECK (version > 0),
  -- as it was given, without outer blanks
  email         TEXT,
  email_key     TEXT,
  first_name    TEXT,
  last_name     TEXT,
  role          TEXT NOT NULL CHECK (role IN ('viewer', 'provider', 'administrator')),
  -- argon2id, with its parameters and its salt (a PHC string)
  password_hash TEXT,
  -- milliseconds since 1970
  created_at    INTEGER NOT NULL,
  -- 1: deleted, and nothing personal is left
  is_erased     INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1)),
  CHECK (is_erased = (email IS NULL)),
  CHECK (is_erased = (email_key IS NULL)),
  CHECK (is_erased = (first_name IS NULL)),
  CHECK (is_erased = (last_name IS NULL)),
  CHECK (is_erased = (password_hash IS NULL))
) STRICT;

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
ALTER TABLE idempotency_keys ADD COLUMN about TEXT;

CREATE INDEX idempotency_keys_about ON idempotency_keys (about) WHERE about IS NOT NULL;
