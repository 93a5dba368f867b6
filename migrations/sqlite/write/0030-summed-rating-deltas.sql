-- rating_deltas
-- question: which changes of ratings are not in their movie yet?
-- key:      seq
-- order:    movie, then seq
-- growth:   as before; the ratings that one transaction gives a movie share one row
-- writer:   the command app's transactions append, the fold deletes
-- A table of its own, since SQLite cannot take the bounds of a single rating off the columns.
CREATE TABLE rating_deltas_summed (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  movie_id    TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  -- the covered write as JSON: { write, subject }
  covers      TEXT NOT NULL,
  count_delta INTEGER NOT NULL,
  half_delta  INTEGER NOT NULL,
  -- milliseconds since 1970
  created_at  INTEGER NOT NULL,
  -- JSON: { requestId, traceparent }
  origin      TEXT
) STRICT;

INSERT INTO rating_deltas_summed (seq, movie_id, covers, count_delta, half_delta, created_at, origin)
SELECT seq, movie_id, covers, count_delta, half_delta, created_at, origin FROM rating_deltas;

DROP TABLE rating_deltas;

ALTER TABLE rating_deltas_summed RENAME TO rating_deltas;

CREATE INDEX rating_deltas_movie ON rating_deltas (movie_id, seq);
