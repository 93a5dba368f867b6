-- access_keys
-- question: which secret did a rotation replace, and how long is it good?
-- key:      as before
-- order:    as before
-- growth:   as before
-- writer:   as before
-- SHA-256 of the secret that the last rotation replaced, in hex; NULL: there was none
ALTER TABLE access_keys ADD former_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL
  CONSTRAINT ck_access_keys_former CHECK (len(former_hash) = 64);

-- milliseconds since 1970
ALTER TABLE access_keys ADD former_until bigint NULL;
