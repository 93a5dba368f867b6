-- Question: who is the actor with this id, and which version has the view reached?
-- Key: the actor.
-- Order: none.
-- Growth: one row an actor; a deleted actor stays as its version, without JSON.
-- Writer: the projector, guarded by the actor's version, in one transaction with the actor's rows in all lists.
CREATE TABLE IF NOT EXISTS actors_by_id_${generation} (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  json TEXT
) WITHOUT ROWID;
