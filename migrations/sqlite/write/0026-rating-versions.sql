-- ratings
-- question: how many stars did this user give this movie, when, and at which version does the view show it?
-- key:      movie and user; also the id that follows from them
-- order:    none
-- growth:   as before
-- writer:   as before; ratings that are taken back, or go with their movie, leave their versions in deleted_records
-- 1: given by an earlier release
ALTER TABLE ratings ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0);

-- the day on which these stars were given; of earlier releases unknown
ALTER TABLE ratings ADD COLUMN rated_on TEXT NOT NULL DEFAULT '1970-01-01';

ALTER TABLE ratings ADD COLUMN id TEXT GENERATED ALWAYS AS (movie_id || ':' || user_id) VIRTUAL;

CREATE UNIQUE INDEX ratings_id ON ratings (id);
