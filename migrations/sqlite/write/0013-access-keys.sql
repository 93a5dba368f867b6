-- access_keys
-- question: may whoever brings this key come in, as whom, and to do what?
-- key:      id, which is part of the key that its owner has
-- order:    the oldest first
-- growth:   a row a key, of which there are few; revoked ones stay, so that tokens made from them end too
-- writer:   `marquee tokens`
CREATE TABLE access_keys (
  id         TEXT NOT NULL PRIMARY KEY,
  -- what people call it
  name       TEXT NOT NULL,
  -- SHA-256 of the secret, in hex; the secret itself is nowhere
  hash       TEXT NOT NULL CHECK (length(hash) = 64),
  role       TEXT NOT NULL CHECK (role IN ('viewer', 'provider', 'administrator')),
  -- who it writes and reads as: a provider's id, or that of a user
  subject    TEXT NOT NULL,
  -- with blanks between them; none: all that the role may
  scopes     TEXT NOT NULL,
  -- milliseconds since 1970, as below
  created_at INTEGER NOT NULL,
  -- 0: never
  expires_at INTEGER NOT NULL,
  -- 0: it is not
  revoked_at INTEGER NOT NULL,
  version    INTEGER NOT NULL CHECK (version > 0)
) STRICT;
