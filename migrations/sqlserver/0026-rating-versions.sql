-- ratings
-- question: how many stars did this user give this movie, when, and at which version does the view show it?
-- key:      movie and user; also the id that follows from them
-- order:    none
-- growth:   as before
-- writer:   as before; ratings that are taken back, or go with their movie, leave their versions in deleted_records
-- 1: given by an earlier release
ALTER TABLE ratings ADD version bigint NOT NULL
  CONSTRAINT df_ratings_version DEFAULT 1
  CONSTRAINT ck_ratings_version CHECK (version > 0);

-- the day on which these stars were given; of earlier releases unknown
ALTER TABLE ratings ADD rated_on nchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL
  CONSTRAINT df_ratings_rated_on DEFAULT N'1970-01-01';

ALTER TABLE ratings ADD id AS (movie_id + N':' + user_id) PERSISTED NOT NULL;

-- in a batch of its own, which is compiled when the column is there
EXEC (N'CREATE UNIQUE INDEX ratings_id ON ratings (id)');
