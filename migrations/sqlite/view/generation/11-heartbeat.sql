-- Question: is the whole pipeline alive, and how far is the view behind?
-- Key: one row, 1.
-- Order: none.
-- Growth: none.
-- Writer: the projector, each second or so; the later heartbeat wins.
CREATE TABLE IF NOT EXISTS heartbeat_${generation} (
  part INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  oldest_unconfirmed_at INTEGER
);
