-- play_deltas
-- question: which plays are not counted yet?
-- key:      seq
-- order:    seq
-- growth:   one row a play, taken away by the fold: near empty
-- writer:   the command app's transactions append, the fold deletes
CREATE TABLE play_deltas (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  movie_id   TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  -- the covered write as JSON: { write, subject }
  covers     TEXT NOT NULL,
  -- milliseconds since 1970
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX play_deltas_movie ON play_deltas (movie_id);

-- totals
-- question: how often was this movie played?
-- key:      also selections plays:<movie id>
-- order:    none
-- growth:   also one row for each movie that was ever played; a deleted movie's is 0
-- writer:   the fold of plays, and the transaction that deletes the movie
