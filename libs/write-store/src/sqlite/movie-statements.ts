import type { MovieStatements } from '../statements.js';

const columns = `m.id, m.version, m.edited_version, m.provider_id, m.title, m.original_title,
  m.synopsis, m.tagline, m.release_date, m.year, m.runtime_minutes, m.language, m.poster_url,
  m.tmdb_id, m.imdb_id,
  m.wikipedia_title, m.rating_count, m.half_stars, m.ranked_plays, m.ranked_popularity,
  m.ranked_at, m.added_at, m.updated_at`;

const lock = `
SELECT ${columns}
FROM movies AS m
WHERE m.seq IN (
  SELECT seq FROM movies WHERE id IN (SELECT value FROM json_each(@ids))
  UNION SELECT seq FROM movies WHERE tmdb_id IN (SELECT value FROM json_each(@tmdbIds))
  UNION SELECT seq FROM movies WHERE imdb_id IN (SELECT value FROM json_each(@imdbIds)))
ORDER BY m.id`;

const byIds = `
SELECT ${columns}
FROM movies AS m
WHERE m.id IN (SELECT value FROM json_each(@ids))`;

const labelsOf = (kind: string, table: string) => `
SELECT movie_id, '${kind}' AS kind, position, name, NULL AS actor_id, NULL AS actor_name
FROM ${table} WHERE movie_id IN (SELECT value FROM json_each(@ids))`;

const parts = `${labelsOf('genre', 'movie_genres')}
UNION ALL${labelsOf('tag', 'movie_tags')}
UNION ALL${labelsOf('director', 'movie_directors')}
UNION ALL
SELECT c.movie_id, 'cast', c.billing_order, c.character_name, c.actor_id, a.name
FROM cast_members AS c JOIN actors AS a ON a.id = c.actor_id
WHERE c.movie_id IN (SELECT value FROM json_each(@ids))`;

const conflicting = `
SELECT m.id, m.tmdb_id, m.imdb_id FROM json_each(@rows) AS j
  JOIN movies AS m ON m.id = j.value ->> 'id'
UNION
SELECT m.id, m.tmdb_id, m.imdb_id FROM json_each(@rows) AS j
  JOIN movies AS m ON m.tmdb_id = j.value ->> 'tmdbId'
UNION
SELECT m.id, m.tmdb_id, m.imdb_id FROM json_each(@rows) AS j
  JOIN movies AS m ON m.imdb_id = j.value ->> 'imdbId'`;

const insert = `
INSERT INTO movies (id, version, edited_version, provider_id, title, original_title, synopsis,
  tagline, release_date, year, runtime_minutes, language, poster_url, tmdb_id, imdb_id,
  wikipedia_title, rating_count, half_stars, added_at, updated_at)
SELECT value ->> 'id', value ->> 'version', value ->> 'editedVersion', value ->> 'providerId',
  value ->> 'title', value ->> 'originalTitle', value ->> 'synopsis', value ->> 'tagline',
  value ->> 'releaseDate', value ->> 'year', value ->> 'runtimeMinutes', value ->> 'language',
  value ->> 'posterUrl', value ->> 'tmdbId', value ->> 'imdbId', value ->> 'wikipediaTitle',
  value ->> 'ratingCount', value ->> 'halfStars', value ->> 'addedAt', value ->> 'updatedAt'
FROM json_each(@rows)`;

const update = `
UPDATE movies SET version = j.value ->> 'version', edited_version = j.value ->> 'editedVersion',
  title = j.value ->> 'title', original_title = j.value ->> 'originalTitle',
  synopsis = j.value ->> 'synopsis', tagline = j.value ->> 'tagline',
  release_date = j.value ->> 'releaseDate', year = j.value ->> 'year',
  runtime_minutes = j.value ->> 'runtimeMinutes', language = j.value ->> 'language',
  poster_url = j.value ->> 'posterUrl', tmdb_id = j.value ->> 'tmdbId',
  imdb_id = j.value ->> 'imdbId', wikipedia_title = j.value ->> 'wikipediaTitle',
  updated_at = j.value ->> 'updatedAt'
FROM json_each(@rows) AS j
WHERE movies.id = j.value ->> 'id' AND movies.version = j.value ->> 'before'
RETURNING id`;

const deleteMovies = `
DELETE FROM movies
WHERE (id, version) IN (SELECT value ->> 'id', value ->> 'before' FROM json_each(@rows))
RETURNING id`;

const insertLabels = (table: string) => `
INSERT INTO ${table} (movie_id, name, position)
SELECT value ->> 'movieId', value ->> 'name', value ->> 'position' FROM json_each(@rows)`;

const deleteLabels = (table: string) => `
DELETE FROM ${table} WHERE movie_id IN (SELECT value FROM json_each(@ids))`;

const insertCast = `
INSERT INTO cast_members (movie_id, actor_id, character_name, billing_order)
SELECT value ->> 'movieId', value ->> 'actorId', value ->> 'character', value ->> 'order'
FROM json_each(@rows)`;

const deleteCast = `
DELETE FROM cast_members
WHERE (movie_id, actor_id, character_name) IN (
  SELECT value ->> 'movieId', value ->> 'actorId', value ->> 'character' FROM json_each(@rows))`;

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
SELECT id, version FROM deleted_movies WHERE id IN (SELECT value FROM json_each(@ids))`,
  insertDeleted: `
INSERT INTO deleted_movies (id, version)
SELECT value ->> 'id', value ->> 'version' FROM json_each(@rows)`,
  forgetDeleted: `
DELETE FROM deleted_movies WHERE id IN (SELECT value FROM json_each(@ids))`,
  any: 'SELECT 1 AS n FROM movies LIMIT 1',
};
