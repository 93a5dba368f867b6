-- movies
-- question: where does this movie stand among the most played and the most popular?
-- key:      id
-- order:    none
-- growth:   as before
-- writer:   the ranking, at most once a minute for each movie
-- plays, rounded to two significant digits
ALTER TABLE movies ADD COLUMN ranked_plays INTEGER CHECK (ranked_plays > 0);

-- log10 of these plays times the average, in hundredths
ALTER TABLE movies ADD COLUMN ranked_popularity INTEGER
  CHECK (ranked_popularity IS NULL OR (ranked_popularity >= 0 AND ranked_plays IS NOT NULL));

-- when these two changed last, in milliseconds since 1970
ALTER TABLE movies ADD COLUMN ranked_at INTEGER;

-- rank_marks
-- question: which movies may have to be ranked anew, and when were they ranked last?
-- key:      seq
-- order:    ranked_at, the longest ago first
-- growth:   one row each time that rounded plays or an average change, taken away within a minute
-- writer:   the folds of plays and ratings append, the ranking deletes; no reference to the movie, so that no fold waits for its row
CREATE TABLE rank_marks (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  movie_id  TEXT NOT NULL,
  -- the movie's, when the mark was made; 0: never
  ranked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX rank_marks_ranked ON rank_marks (ranked_at);

CREATE INDEX rank_marks_movie ON rank_marks (movie_id);
