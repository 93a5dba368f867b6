import type { RatingStatements, TotalsStatements } from '../statements.js';
import { pastLocked } from './hints.js';
import { bin2, idsOf, listed, textsOf } from './json-rows.js';

const ratingRows = `OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', user_id nvarchar(36) '$.userId',
  half_stars smallint '$.halfStars', rated_on nchar(10) '$.ratedOn', version bigint '$.version',
  before bigint '$.before') AS j`;

/** The row of `ratings AS r` that a JSON row names. */
const sameRating = `r.movie_id = j.movie_id ${bin2} AND r.user_id = j.user_id ${bin2}`;

const taken = `OUTPUT deleted.id, deleted.version, deleted.movie_id, deleted.user_id, deleted.half_stars,
  deleted.rated_on`;

export const ratingStatements: RatingStatements = {
  movies: `
SELECT m.id FROM ${idsOf('@ids')} AS j JOIN movies AS m ON m.id = j.id ${bin2}`,
  lock: `
SELECT r.id, r.version, r.movie_id, r.user_id, r.half_stars, r.rated_on
FROM ${ratingRows} JOIN ratings AS r WITH (UPDLOCK, ROWLOCK) ON ${sameRating}`,
  insert: `
INSERT INTO ratings (movie_id, user_id, half_stars, rated_on, version)
SELECT j.movie_id, j.user_id, j.half_stars, j.rated_on, j.version FROM ${ratingRows}`,
  update: `
UPDATE r SET half_stars = j.half_stars, rated_on = j.rated_on, version = j.version
OUTPUT inserted.user_id
FROM ratings AS r, ${ratingRows}
WHERE ${sameRating} AND r.version = j.before`,
  delete: `
DELETE FROM r
OUTPUT deleted.user_id
FROM ratings AS r, ${ratingRows}
WHERE ${sameRating} AND r.version = j.before`,
  takeOfUser: `
DELETE TOP (@limit) FROM ratings WITH (ROWLOCK)
${taken}
WHERE user_id = @user`,
  takeOfMovie: `
DELETE FROM ratings WITH (ROWLOCK)
${taken}
WHERE movie_id = @movie AND user_id IN (
  SELECT TOP (@limit) r.user_id FROM ratings AS r WITH (UPDLOCK, ROWLOCK)
  WHERE r.movie_id = @movie ORDER BY r.user_id)`,
  insertDeltas: `
INSERT INTO rating_deltas (movie_id, covers, count_delta, half_delta, origin, created_at)
SELECT j.movie_id, j.covers, j.count_delta, j.half_delta, j.origin, j.created_at
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', covers nvarchar(max) '$.covers' AS JSON,
  count_delta int '$.countDelta', half_delta int '$.halfDelta',
  origin nvarchar(max) '$.origin' AS JSON, created_at bigint '$.createdAt') AS j`,
  due: `
SELECT TOP (@limit) d.movie_id, COALESCE(m.last_folded_at, 0) AS folded_at
FROM (SELECT DISTINCT movie_id FROM rating_deltas) AS d JOIN movies AS m ON m.id = d.movie_id
ORDER BY folded_at, d.movie_id`,
  // READPAST: a rating that is still being written holds its delta, and waits itself for the movie
  // that is locked here.
  takeDeltas: `
DELETE TOP (@limit) FROM rating_deltas WITH (${pastLocked})
OUTPUT deleted.movie_id, deleted.covers, deleted.count_delta, deleted.half_delta, deleted.origin,
  deleted.created_at
WHERE movie_id IN (${listed('@ids')})`,
  // Waits for ratings that are still being written, where the fold passes them over.
  // The movie is locked first: a rating that is being given waits for the deletion, and then finds no movie.
  takeGone: `
UPDATE movies SET version = version WHERE id IN (${listed('@ids')});
DELETE FROM rating_deltas WITH (ROWLOCK)
OUTPUT deleted.movie_id, deleted.covers
WHERE movie_id IN (${listed('@ids')})`,
  fold: `
UPDATE m SET version = j.version, rating_count = j.count, half_stars = j.half,
  last_folded_at = @now
OUTPUT inserted.id
FROM movies AS m, OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
  count int '$.count', half bigint '$.half') AS j
WHERE m.id = j.id ${bin2} AND m.version = j.before`,
  unfolded: `
SELECT DISTINCT d.movie_id FROM rating_deltas AS d WHERE d.movie_id IN (${listed('@ids')})`,
  oldest: 'SELECT TOP (1) created_at FROM rating_deltas ORDER BY seq',
};

const totals = (hints: string) => `
SELECT t.selection, t.count, t.version
FROM totals AS t${hints}
WHERE t.selection IN (SELECT j.value ${bin2} FROM ${textsOf('@selections')} AS j)
ORDER BY t.selection`;

const totalRows = `OPENJSON(@rows) WITH (
  selection nvarchar(120) '$.selection', count bigint '$.count', version bigint '$.version',
  before bigint '$.before') AS j`;

export const totalsStatements: TotalsStatements = {
  insertDeltas: `
INSERT INTO total_deltas (covers, deltas, created_at) VALUES (@covers, @deltas, @now)`,
  takeDeltas: `
DELETE TOP (@limit) FROM total_deltas WITH (${pastLocked})
OUTPUT deleted.covers, deleted.deltas, deleted.created_at`,
  lock: totals(' WITH (UPDLOCK, ROWLOCK)'),
  read: totals(''),
  update: `
UPDATE t SET count = j.count, version = j.version
OUTPUT inserted.selection
FROM totals AS t, ${totalRows}
WHERE t.selection = j.selection ${bin2} AND t.version = j.before`,
  insert: `
INSERT INTO totals (selection, count, version)
SELECT j.selection, j.count, j.version FROM ${totalRows}`,
  oldest: 'SELECT TOP (1) created_at FROM total_deltas ORDER BY seq',
};
