import type { RatingStatements, TotalsStatements } from '../statements.js';

const columns = 'id, version, movie_id, user_id, half_stars, rated_on';

export const ratingStatements: RatingStatements = {
  movies: 'SELECT id FROM movies WHERE id IN (SELECT value FROM json_each(@ids))',
  lock: `
SELECT r.id, r.version, r.movie_id, r.user_id, r.half_stars, r.rated_on
FROM json_each(@rows) AS j CROSS JOIN ratings AS r
WHERE r.movie_id = j.value ->> 'movieId' AND r.user_id = j.value ->> 'userId'`,
  insert: `
INSERT INTO ratings (movie_id, user_id, half_stars, rated_on, version)
SELECT value ->> 'movieId', value ->> 'userId', value ->> 'halfStars', value ->> 'ratedOn',
  value ->> 'version'
FROM json_each(@rows)`,
  update: `
UPDATE ratings SET half_stars = j.value ->> 'halfStars', rated_on = j.value ->> 'ratedOn',
  version = j.value ->> 'version'
FROM json_each(@rows) AS j
WHERE ratings.movie_id = j.value ->> 'movieId' AND ratings.user_id = j.value ->> 'userId'
  AND ratings.version = j.value ->> 'before'
RETURNING user_id`,
  delete: `
DELETE FROM ratings
WHERE (movie_id, user_id, version) IN (
  SELECT value ->> 'movieId', value ->> 'userId', value ->> 'before' FROM json_each(@rows))
RETURNING user_id`,
  takeOfUser: `
DELETE FROM ratings
WHERE (movie_id, user_id) IN (
  SELECT movie_id, user_id FROM ratings WHERE user_id = @user ORDER BY movie_id LIMIT @limit)
RETURNING ${columns}`,
  takeOfMovie: `
DELETE FROM ratings
WHERE movie_id = @movie AND user_id IN (
  SELECT user_id FROM ratings WHERE movie_id = @movie ORDER BY user_id LIMIT @limit)
RETURNING ${columns}`,
  insertDeltas: `
INSERT INTO rating_deltas (movie_id, covers, count_delta, half_delta, origin, created_at)
SELECT value ->> 'movieId', value ->> 'covers', value ->> 'countDelta', value ->> 'halfDelta',
  value ->> 'origin', value ->> 'createdAt'
FROM json_each(@rows)`,
  due: `
SELECT d.movie_id, coalesce(m.last_folded_at, 0) AS folded_at
FROM (SELECT DISTINCT movie_id FROM rating_deltas) AS d JOIN movies AS m ON m.id = d.movie_id
ORDER BY folded_at, d.movie_id LIMIT @limit`,
  takeDeltas: `
DELETE FROM rating_deltas
WHERE seq IN (
  SELECT seq FROM rating_deltas WHERE movie_id IN (SELECT value FROM json_each(@ids))
  ORDER BY seq LIMIT @limit)
RETURNING movie_id, covers, count_delta, half_delta, origin, created_at`,
  takeGone: `
DELETE FROM rating_deltas WHERE movie_id IN (SELECT value FROM json_each(@ids))
RETURNING movie_id, covers`,
  fold: `
UPDATE movies SET version = j.value ->> 'version', rating_count = j.value ->> 'count',
  half_stars = j.value ->> 'half', last_folded_at = @now
FROM json_each(@rows) AS j
WHERE movies.id = j.value ->> 'id' AND movies.version = j.value ->> 'before'
RETURNING id`,
  unfolded: `
SELECT DISTINCT movie_id FROM rating_deltas WHERE movie_id IN (SELECT value FROM json_each(@ids))`,
  oldest: 'SELECT created_at FROM rating_deltas ORDER BY seq LIMIT 1',
};

export const totalsStatements: TotalsStatements = {
  insertDeltas: `
INSERT INTO total_deltas (covers, deltas, created_at) VALUES (@covers, @deltas, @now)`,
  takeDeltas: `
DELETE FROM total_deltas WHERE seq IN (SELECT seq FROM total_deltas ORDER BY seq LIMIT @limit)
RETURNING covers, deltas, created_at`,
  lock: `
SELECT selection, count, version FROM totals
WHERE selection IN (SELECT value FROM json_each(@selections))`,
  read: `
SELECT selection, count, version FROM totals
WHERE selection IN (SELECT value FROM json_each(@selections))`,
  update: `
UPDATE totals SET count = j.value ->> 'count', version = j.value ->> 'version'
FROM json_each(@rows) AS j
WHERE totals.selection = j.value ->> 'selection' AND totals.version = j.value ->> 'before'
RETURNING selection`,
  insert: `
INSERT INTO totals (selection, count, version)
SELECT value ->> 'selection', value ->> 'count', value ->> 'version' FROM json_each(@rows)`,
  oldest: 'SELECT created_at FROM total_deltas ORDER BY seq LIMIT 1',
};
