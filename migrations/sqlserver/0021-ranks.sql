-- movies
-- question: where does this movie stand among the most played and the most popular?
-- key:      id
-- order:    none
-- growth:   as before
-- writer:   the ranking, at most once a minute for each movie
-- plays, rounded to two significant digits
ALTER TABLE movies ADD ranked_plays bigint NULL
  CONSTRAINT ck_movies_ranked_plays CHECK (ranked_plays > 0);

-- log10 of these plays times the average, in hundredths
ALTER TABLE movies ADD ranked_popularity int NULL
  CONSTRAINT ck_movies_ranked_popularity CHECK (ranked_popularity >= 0);

-- when these two changed last, in milliseconds since 1970
ALTER TABLE movies ADD ranked_at bigint NULL;

-- in a batch of its own, which is compiled when the columns are there
EXEC (N'ALTER TABLE movies ADD CONSTRAINT ck_movies_ranks
  CHECK (ranked_popularity IS NULL OR ranked_plays IS NOT NULL)');

-- rank_marks
-- question: which movies may have to be ranked anew, and when were they ranked last?
-- key:      seq
-- order:    ranked_at, the longest ago first
-- growth:   one row each time that rounded plays or an average change, taken away within a minute
-- writer:   the folds of plays and ratings append, the ranking deletes; no reference to the movie, so that no fold waits for its row
CREATE TABLE rank_marks (
  seq       bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_rank_marks PRIMARY KEY CLUSTERED,
  movie_id  nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- the movie's, when the mark was made; 0: never
  ranked_at bigint NOT NULL
);

CREATE INDEX rank_marks_ranked ON rank_marks (ranked_at);

CREATE INDEX rank_marks_movie ON rank_marks (movie_id);
