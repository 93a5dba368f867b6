-- cast_members
-- question: who plays what in this movie, and in which movies is this actor?
-- key:      movie, actor and character
-- order:    billing_order, then actor, then character
-- growth:   some five rows a movie, at most 1,000
-- writer:   the command app's transactions
CREATE TABLE cast_members (
  movie_id       TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  actor_id       TEXT NOT NULL REFERENCES actors (id),
  -- '' where it is not known, so that an actor stands there once without a character
  character_name TEXT NOT NULL CHECK (length(character_name) <= 200),
  billing_order  INTEGER NOT NULL CHECK (billing_order >= 0),
  PRIMARY KEY (movie_id, actor_id, character_name)
) STRICT, WITHOUT ROWID;

CREATE INDEX cast_members_actor ON cast_members (actor_id, movie_id);
