-- Question: may whoever brings this key read, as whom, and what?
-- Key: the access key's id, which is part of what its owner has.
-- Order: none.
-- Growth: one row a key, some 300 bytes; revoked keys stay and say so.
-- Writer: the projector, guarded by the key's version.
CREATE TABLE IF NOT EXISTS access_keys_${generation} (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  -- an AccessKey: of its secret the SHA-256 alone
  json TEXT
) WITHOUT ROWID;
