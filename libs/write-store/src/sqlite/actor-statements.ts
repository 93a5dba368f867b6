import type { ActorStatements } from '../statements.js';

const columns = `a.id, a.version, a.provider_id, a.name, a.birth_date, a.death_date, a.gender,
  a.biography, a.tmdb_id, a.imdb_id`;

const share =
  'SELECT id, name FROM actors WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id';

const find = `
SELECT id, name, tmdb_id, imdb_id, seq FROM actors WHERE seq IN (
  SELECT (SELECT min(a.seq) FROM actors AS a WHERE a.name = j.value) FROM json_each(@names) AS j
  UNION SELECT seq FROM actors WHERE tmdb_id IN (SELECT value FROM json_each(@tmdbIds))
  UNION SELECT seq FROM actors WHERE imdb_id IN (SELECT value FROM json_each(@imdbIds)))
ORDER BY id`;

const lock = `
SELECT ${columns},
  (SELECT count(DISTINCT c.movie_id) FROM cast_members AS c WHERE c.actor_id = a.id) AS movie_count
FROM actors AS a WHERE a.id = @id`;

const byIds = `
SELECT ${columns} FROM actors AS a WHERE a.id IN (SELECT value FROM json_each(@ids))`;

const conflicting = `
SELECT a.id, a.tmdb_id, a.imdb_id FROM json_each(@rows) AS j
  JOIN actors AS a ON a.id = j.value ->> 'id'
UNION
SELECT a.id, a.tmdb_id, a.imdb_id FROM json_each(@rows) AS j
  JOIN actors AS a ON a.tmdb_id = j.value ->> 'tmdbId'
UNION
SELECT a.id, a.tmdb_id, a.imdb_id FROM json_each(@rows) AS j
  JOIN actors AS a ON a.imdb_id = j.value ->> 'imdbId'`;

const insert = `
INSERT INTO actors (id, version, provider_id, name, birth_date, death_date, gender, biography,
  tmdb_id, imdb_id, made_by_name)
SELECT value ->> 'id', value ->> 'version', value ->> 'providerId', value ->> 'name',
  value ->> 'birthDate', value ->> 'deathDate', value ->> 'gender', value ->> 'biography',
  value ->> 'tmdbId', value ->> 'imdbId', value ->> 'madeByName'
FROM json_each(@rows)`;

const update = `
UPDATE actors SET version = j.value ->> 'version', name = j.value ->> 'name',
  birth_date = j.value ->> 'birthDate', death_date = j.value ->> 'deathDate',
  gender = j.value ->> 'gender', biography = j.value ->> 'biography',
  tmdb_id = j.value ->> 'tmdbId', imdb_id = j.value ->> 'imdbId',
  made_by_name = CASE WHEN actors.name = j.value ->> 'name' THEN made_by_name ELSE 0 END
FROM json_each(@rows) AS j
WHERE actors.id = j.value ->> 'id' AND actors.version = j.value ->> 'before'
RETURNING id`;

const deleteActors = `
DELETE FROM actors
WHERE (id, version) IN (SELECT value ->> 'id', value ->> 'before' FROM json_each(@rows))
RETURNING id`;

const touchMovies = `
UPDATE movies SET version = max(version + 1, @version)
WHERE id IN (SELECT movie_id FROM cast_members WHERE actor_id = @id)
RETURNING id, version`;

const inMoviesOfOthers = `
SELECT 1 AS n FROM cast_members AS c JOIN movies AS m ON m.id = c.movie_id
WHERE c.actor_id = @id AND m.provider_id <> @provider LIMIT 1`;

export const actorStatements: ActorStatements = {
  ...{ share, names: share, find, lock, byIds, conflicting, insert, update, delete: deleteActors },
  deleted: `
SELECT id, version FROM deleted_actors WHERE id IN (SELECT value FROM json_each(@ids))`,
  insertDeleted: `
INSERT INTO deleted_actors (id, version)
SELECT value ->> 'id', value ->> 'version' FROM json_each(@rows)`,
  forgetDeleted: `
DELETE FROM deleted_actors WHERE id IN (SELECT value FROM json_each(@ids))`,
  movies: `
SELECT DISTINCT movie_id FROM cast_members WHERE actor_id = @id ORDER BY movie_id`,
  ...{ touchMovies, inMoviesOfOthers },
};
