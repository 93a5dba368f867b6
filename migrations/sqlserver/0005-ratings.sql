-- ratings
-- question: how many stars did this user give this movie?
-- key:      movie and user
-- order:    none
-- growth:   one row for each movie that a user rated
-- writer:   the command app's transactions
CREATE TABLE ratings (
  movie_id   nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_ratings_movies REFERENCES movies (id) ON DELETE CASCADE,
  user_id    nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  half_stars smallint NOT NULL
    CONSTRAINT ck_ratings_half_stars CHECK (half_stars BETWEEN 1 AND 10),
  CONSTRAINT pk_ratings PRIMARY KEY CLUSTERED (movie_id, user_id)
);

-- thousands of row locks (a rename of a busy actor, a deletion) stay row locks
ALTER TABLE ratings SET (LOCK_ESCALATION = DISABLE);

-- rating_deltas
-- question: which changes of ratings are not in their movie yet?
-- key:      seq
-- order:    movie, then seq
-- growth:   appended by each rating and taken away by the fold about a second later: near empty
-- writer:   the command app's transactions append, the fold deletes
CREATE TABLE rating_deltas (
  seq         bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_rating_deltas PRIMARY KEY CLUSTERED,
  movie_id    nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_rating_deltas_movies REFERENCES movies (id) ON DELETE CASCADE,
  -- the covered write as JSON: { write, subject }
  covers      nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  count_delta smallint NOT NULL
    CONSTRAINT ck_rating_deltas_count_delta CHECK (count_delta BETWEEN -1 AND 1),
  half_delta  smallint NOT NULL
    CONSTRAINT ck_rating_deltas_half_delta CHECK (half_delta BETWEEN -10 AND 10),
  -- milliseconds since 1970
  created_at  bigint NOT NULL
);

CREATE INDEX rating_deltas_movie ON rating_deltas (movie_id, seq);
