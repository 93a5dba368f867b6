import type { MovieStatements } from '../statements.js';
import { bin2, idsOf, listed, numbersOf, textsOf } from './json-rows.js';

// Dates leave as text: a driver would make instants of them, shifted by the machine's time zone.
const columns = `m.id, m.version, m.edited_version, m.provider_id, m.title, m.original_title,
  m.synopsis, m.tagline, CONVERT(nchar(10), m.release_date, 23) AS release_date, m.year,
  m.runtime_minutes, m.language, m.poster_url, m.tmdb_id, m.imdb_id, m.wikipedia_title,
  m.rating_count, m.half_stars, m.ranked_plays, m.ranked_popularity, m.ranked_at, m.added_at,
  m.updated_at`;

const lock = `
SELECT ${columns}
FROM movies AS m WITH (UPDLOCK, ROWLOCK)
WHERE m.seq IN (
  SELECT s.seq FROM ${idsOf('@ids')} AS j JOIN movies AS s ON s.id = j.id ${bin2}
  UNION SELECT s.seq FROM ${numbersOf('@tmdbIds')} AS j JOIN movies AS s ON s.tmdb_id = j.value
  UNION SELECT s.seq FROM ${textsOf('@imdbIds')} AS j
  JOIN movies AS s ON s.imdb_id = j.value ${bin2})
ORDER BY m.id`;

const byIds = `
SELECT ${columns}
FROM ${idsOf('@ids')} AS j JOIN movies AS m ON m.id = j.id ${bin2}`;

const labelsOf = (kind: string, table: string) => `
SELECT l.movie_id, N'${kind}' AS kind, l.position, l.name, NULL AS actor_id, NULL AS actor_name
FROM ${table} AS l WHERE l.movie_id IN (${listed('@ids')})`;

const parts = `
SELECT c.movie_id, N'cast' AS kind, c.billing_order AS position, c.character_name AS name,
  c.actor_id, a.name AS actor_name
FROM cast_members AS c JOIN actors AS a ON a.id = c.actor_id
WHERE c.movie_id IN (${listed('@ids')})
UNION ALL${labelsOf('genre', 'movie_genres')}
UNION ALL${labelsOf('tag', 'movie_tags')}
UNION ALL${labelsOf('director', 'movie_directors')}`;

const identifiers = `OPENJSON(@rows)
  WITH (id nvarchar(36) '$.id', tmdb_id bigint '$.tmdbId', imdb_id nvarchar(20) '$.imdbId') AS j`;

const conflicting = `
SELECT m.id, m.tmdb_id, m.imdb_id FROM ${identifiers} JOIN movies AS m ON m.id = j.id ${bin2}
UNION
SELECT m.id, m.tmdb_id, m.imdb_id FROM ${identifiers} JOIN movies AS m ON m.tmdb_id = j.tmdb_id
UNION
SELECT m.id, m.tmdb_id, m.imdb_id FROM ${identifiers}
  JOIN movies AS m ON m.imdb_id = j.imdb_id ${bin2}`;

const rows = `OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
  edited_version bigint '$.editedVersion', provider_id nvarchar(36) '$.providerId',
  title nvarchar(500) '$.title', original_title nvarchar(500) '$.originalTitle',
  synopsis nvarchar(max) '$.synopsis', tagline nvarchar(500) '$.tagline',
  release_date date '$.releaseDate', year smallint '$.year', runtime_minutes int '$.runtimeMinutes',
  language nvarchar(100) '$.language', poster_url nvarchar(2048) '$.posterUrl',
  tmdb_id bigint '$.tmdbId', imdb_id nvarchar(20) '$.imdbId',
  wikipedia_title nvarchar(500) '$.wikipediaTitle', rating_count int '$.ratingCount',
  half_stars bigint '$.halfStars', added_at datetime2(3) '$.addedAt',
  updated_at datetime2(3) '$.updatedAt'
) AS j`;

const insert = `
INSERT INTO movies (id, version, edited_version, provider_id, title, original_title, synopsis,
  tagline, release_date, year, runtime_minutes, language, poster_url, tmdb_id, imdb_id,
  wikipedia_title, rating_count, half_stars, added_at, updated_at)
SELECT j.id, j.version, j.edited_version, j.provider_id, j.title, j.original_title, j.synopsis,
  j.tagline, j.release_date, j.year, j.runtime_minutes, j.language, j.poster_url, j.tmdb_id,
  j.imdb_id, j.wikipedia_title, j.rating_count, j.half_stars, j.added_at, j.updated_at
FROM ${rows}`;

const update = `
UPDATE m SET version = j.version, edited_version = j.edited_version, title = j.title,
  original_title = j.original_title, synopsis = j.synopsis, tagline = j.tagline,
  release_date = j.release_date, year = j.year, runtime_minutes = j.runtime_minutes,
  language = j.language, poster_url = j.poster_url, tmdb_id = j.tmdb_id, imdb_id = j.imdb_id,
  wikipedia_title = j.wikipedia_title, updated_at = j.updated_at
OUTPUT inserted.id
FROM movies AS m, ${rows}
WHERE m.id = j.id ${bin2} AND m.version = j.before`;

const guarded = `OPENJSON(@rows) WITH (id nvarchar(36) '$.id', before bigint '$.before') AS j`;

const deleteMovies = `
DELETE FROM movies
OUTPUT deleted.id
WHERE EXISTS (
  SELECT 1 FROM ${guarded} WHERE movies.id = j.id ${bin2} AND movies.version = j.before)`;

const insertLabels = (table: string) => `
INSERT INTO ${table} (movie_id, name, position)
SELECT j.movie_id, j.name, j.position
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', name nvarchar(200) '$.name', position int '$.position') AS j`;

const deleteLabels = (table: string) => `
DELETE FROM ${table} WHERE movie_id IN (${listed('@ids')})`;

const insertCast = `
INSERT INTO cast_members (movie_id, actor_id, character_name, billing_order)
SELECT j.movie_id, j.actor_id, j.character_name, j.billing_order
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', actor_id nvarchar(36) '$.actorId',
  character_name nvarchar(200) '$.character', billing_order int '$.order') AS j`;

const deleteCast = `
DELETE FROM cast_members
WHERE EXISTS (
  SELECT 1 FROM OPENJSON(@rows) WITH (
    movie_id nvarchar(36) '$.movieId', actor_id nvarchar(36) '$.actorId',
    character_name nvarchar(200) '$.character') AS j
  WHERE cast_members.movie_id = j.movie_id ${bin2} AND cast_members.actor_id = j.actor_id ${bin2}
    AND cast_members.character_name = j.character_name ${bin2})`;

export const movieStatements: MovieStatements = {
  ...{ lock, byIds, parts, conflicting, insert, update, delete: deleteMovies },
  insertGenres: insertLabels('movie_genres'),
  insertTags: insertLabels('movie_tags'),
  insertDirectors: insertLabels('movie_directors'),
  deleteGenres: deleteLabels('movie_genres'),
  deleteTags: deleteLabels('movie_tags'),
  deleteDirectors: deleteLabels('movie_directors'),
  ...{ insertCast, deleteCast },
  deleted: `
SELECT d.id, d.version FROM deleted_movies AS d WHERE d.id IN (${listed('@ids')})`,
  insertDeleted: `
INSERT INTO deleted_movies (id, version)
SELECT j.id, j.version
FROM OPENJSON(@rows) WITH (id nvarchar(36) '$.id', version bigint '$.version') AS j`,
  forgetDeleted: `
DELETE FROM deleted_movies WHERE id IN (${listed('@ids')})`,
  any: 'SELECT TOP (1) 1 AS n FROM movies',
};
