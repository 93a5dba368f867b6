-- rating_deltas
-- question: which changes of ratings are not in their movie yet?
-- key:      seq
-- order:    movie, then seq
-- growth:   as before; the ratings that one transaction gives a movie share one row
-- writer:   the command app's transactions append, the fold deletes
-- The bounds of a single rating come off the columns.
ALTER TABLE rating_deltas DROP CONSTRAINT ck_rating_deltas_count_delta;

ALTER TABLE rating_deltas DROP CONSTRAINT ck_rating_deltas_half_delta;

ALTER TABLE rating_deltas ALTER COLUMN count_delta int NOT NULL;

ALTER TABLE rating_deltas ALTER COLUMN half_delta int NOT NULL;
