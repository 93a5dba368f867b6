-- cast_members
-- question: who plays what in this movie, and in which movies is this actor?
-- key:      movie, actor and character
-- order:    billing_order, then actor, then character
-- growth:   some five rows a movie, at most 1,000
-- writer:   the command app's transactions
CREATE TABLE cast_members (
  movie_id       nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_cast_members_movies REFERENCES movies (id) ON DELETE CASCADE,
  actor_id       nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_cast_members_actors REFERENCES actors (id),
  -- '' where it is not known, so that an actor stands there once without a character
  character_name nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  billing_order  int NOT NULL
    CONSTRAINT ck_cast_members_billing_order CHECK (billing_order >= 0),
  CONSTRAINT pk_cast_members PRIMARY KEY CLUSTERED (movie_id, actor_id, character_name)
);

-- thousands of row locks (a rename of a busy actor, a deletion) stay row locks
ALTER TABLE cast_members SET (LOCK_ESCALATION = DISABLE);

CREATE INDEX cast_members_actor ON cast_members (actor_id, movie_id);
