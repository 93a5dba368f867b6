-- access_keys
-- question: may whoever brings this key come in, as whom, and to do what?
-- key:      id, which is part of the key that its owner has
-- order:    the oldest first
-- growth:   a row a key, of which there are few; revoked ones stay, so that tokens made from them end too
-- writer:   `marquee tokens`
CREATE TABLE access_keys (
  id         nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT pk_access_keys PRIMARY KEY NONCLUSTERED,
  -- what people call it
  name       nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- SHA-256 of the secret, in hex; the secret itself is nowhere
  hash       nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_access_keys_hash CHECK (len(hash) = 64),
  role       nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_access_keys_role CHECK (role IN (N'viewer', N'provider', N'administrator')),
  -- who it writes and reads as: a provider's id, or that of a user
  subject    nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- with blanks between them; none: all that the role may
  scopes     nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- milliseconds since 1970, as below
  created_at bigint NOT NULL,
  -- 0: never
  expires_at bigint NOT NULL,
  -- 0: it is not
  revoked_at bigint NOT NULL,
  version    bigint NOT NULL
    CONSTRAINT ck_access_keys_version CHECK (version > 0)
);
