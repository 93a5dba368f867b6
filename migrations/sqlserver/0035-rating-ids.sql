-- ratings
-- question: as before
-- key:      movie and user; also the id, which is now made of user and movie: ratings come by user, and so stand side by side in its index
-- order:    none
-- growth:   as before
-- writer:   as before
DROP INDEX ratings_id ON ratings;

ALTER TABLE ratings DROP COLUMN id;

ALTER TABLE ratings ADD id AS (user_id + N':' + movie_id) PERSISTED NOT NULL;

-- in a batch of its own, which is compiled when the column is there
EXEC (N'CREATE UNIQUE INDEX ratings_id ON ratings (id)');

-- deleted_records
-- question: as before
-- key:      as before; of ratings with the new ids
-- order:    none
-- growth:   as before
-- writer:   as before
UPDATE deleted_records SET id = SUBSTRING(id, 38, 36) + N':' + SUBSTRING(id, 1, 36) WHERE type = N'rating';

-- outbox
-- question: as before
-- key:      as before
-- order:    as before
-- growth:   as before
-- writer:   as before; the view gets the ratings under their new ids from the reconciler, or with the next rebuild
UPDATE outbox SET subject = SUBSTRING(subject, 38, 36) + N':' + SUBSTRING(subject, 1, 36) WHERE kind = N'rating';
