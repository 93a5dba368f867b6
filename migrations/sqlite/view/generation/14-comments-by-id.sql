-- Question: what is the comment with this id, and which version has the view reached?
-- Key: the comment.
-- Order: none.
-- Growth: one row a comment; a deleted comment stays as its version, without JSON.
-- Writer: the projector, guarded by the comment's version, in one transaction with the comment's rows in both lists.
CREATE TABLE IF NOT EXISTS comments_by_id_${generation} (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  json TEXT
) WITHOUT ROWID;
