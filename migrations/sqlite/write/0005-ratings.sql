-- ratings
-- question: how many stars did this user give this movie?
-- key:      movie and user
-- order:    none
-- growth:   one row for each movie that a user rated
-- writer:   the command app's transactions
CREATE TABLE ratings (
  movie_id   TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  user_id    TEXT NOT NULL CHECK (length(user_id) = 36),
  half_stars INTEGER NOT NULL CHECK (half_stars BETWEEN 1 AND 10),
  PRIMARY KEY (movie_id, user_id)
) STRICT, WITHOUT ROWID;

-- rating_deltas
-- question: which changes of ratings are not in their movie yet?
-- key:      seq
-- order:    movie, then seq
-- growth:   appended by each rating and taken away by the fold about a second later: near empty
-- writer:   the command app's transactions append, the fold deletes
CREATE TABLE rating_deltas (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  movie_id    TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  -- the covered write as JSON: { write, subject }
  covers      TEXT NOT NULL,
  count_delta INTEGER NOT NULL CHECK (count_delta BETWEEN -1 AND 1),
  half_delta  INTEGER NOT NULL CHECK (half_delta BETWEEN -10 AND 10),
  -- milliseconds since 1970
  created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX rating_deltas_movie ON rating_deltas (movie_id, seq);
