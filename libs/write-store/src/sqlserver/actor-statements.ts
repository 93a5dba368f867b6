import type { ActorStatements } from '../statements.js';
import { bin2, idsOf, listed, numbersOf, textsOf } from './json-rows.js';

const columns = `a.id, a.version, a.provider_id, a.name,
  CONVERT(nchar(10), a.birth_date, 23) AS birth_date,
  CONVERT(nchar(10), a.death_date, 23) AS death_date,
  a.gender, a.biography, a.tmdb_id, a.imdb_id`;

// REPEATABLEREAD takes shared locks, also where reads see snapshots, and keeps them until the
// commit.
const share = `
SELECT a.id, a.name
FROM actors AS a WITH (REPEATABLEREAD, ROWLOCK)
WHERE a.id IN (${listed('@ids')})
ORDER BY a.id`;

const names = `
SELECT a.id, a.name FROM actors AS a WHERE a.id IN (${listed('@ids')})`;

const find = `
SELECT a.id, a.name, a.tmdb_id, a.imdb_id, a.seq
FROM actors AS a WITH (REPEATABLEREAD, ROWLOCK)
WHERE a.seq IN (
  SELECT MIN(s.seq) FROM ${textsOf('@names')} AS j JOIN actors AS s ON s.name = j.value ${bin2}
  GROUP BY s.name
  UNION SELECT s.seq FROM ${numbersOf('@tmdbIds')} AS j JOIN actors AS s ON s.tmdb_id = j.value
  UNION SELECT s.seq FROM ${textsOf('@imdbIds')} AS j
  JOIN actors AS s ON s.imdb_id = j.value ${bin2})
ORDER BY a.id`;

const lock = `
SELECT ${columns},
  (SELECT COUNT(DISTINCT c.movie_id) FROM cast_members AS c WHERE c.actor_id = a.id) AS movie_count
FROM actors AS a WITH (XLOCK, ROWLOCK)
WHERE a.id = @id`;

const byIds = `
SELECT ${columns}
FROM ${idsOf('@ids')} AS j JOIN actors AS a ON a.id = j.id ${bin2}`;

const identifiers = `OPENJSON(@rows)
  WITH (id nvarchar(36) '$.id', tmdb_id bigint '$.tmdbId', imdb_id nvarchar(20) '$.imdbId') AS j`;

const conflicting = `
SELECT a.id, a.tmdb_id, a.imdb_id FROM ${identifiers} JOIN actors AS a ON a.id = j.id ${bin2}
UNION
SELECT a.id, a.tmdb_id, a.imdb_id FROM ${identifiers} JOIN actors AS a ON a.tmdb_id = j.tmdb_id
UNION
SELECT a.id, a.tmdb_id, a.imdb_id FROM ${identifiers}
  JOIN actors AS a ON a.imdb_id = j.imdb_id ${bin2}`;

const rows = `OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
  provider_id nvarchar(36) '$.providerId', name nvarchar(300) '$.name',
  birth_date date '$.birthDate', death_date date '$.deathDate', gender nvarchar(10) '$.gender',
  biography nvarchar(max) '$.biography', tmdb_id bigint '$.tmdbId',
  imdb_id nvarchar(20) '$.imdbId', made_by_name bit '$.madeByName'
) AS j`;

const insert = `
INSERT INTO actors (id, version, provider_id, name, birth_date, death_date, gender, biography,
  tmdb_id, imdb_id, made_by_name)
SELECT j.id, j.version, j.provider_id, j.name, j.birth_date, j.death_date, j.gender, j.biography,
  j.tmdb_id, j.imdb_id, j.made_by_name
FROM ${rows}`;

const update = `
UPDATE a SET version = j.version, name = j.name, birth_date = j.birth_date,
  death_date = j.death_date, gender = j.gender, biography = j.biography, tmdb_id = j.tmdb_id,
  imdb_id = j.imdb_id,
  made_by_name = CASE WHEN a.name = j.name ${bin2} THEN a.made_by_name ELSE 0 END
OUTPUT inserted.id
FROM actors AS a, ${rows}
WHERE a.id = j.id ${bin2} AND a.version = j.before`;

const deleteActors = `
DELETE FROM actors
OUTPUT deleted.id
WHERE EXISTS (
  SELECT 1 FROM OPENJSON(@rows) WITH (id nvarchar(36) '$.id', before bigint '$.before') AS j
  WHERE actors.id = j.id ${bin2} AND actors.version = j.before)`;

const touchMovies = `
UPDATE movies
SET version = CASE WHEN version + 1 > @version THEN version + 1 ELSE @version END
OUTPUT inserted.id, inserted.version
WHERE id IN (SELECT c.movie_id FROM cast_members AS c WHERE c.actor_id = @id)`;

const inMoviesOfOthers = `
SELECT TOP (1) 1 AS n FROM cast_members AS c JOIN movies AS m ON m.id = c.movie_id
WHERE c.actor_id = @id AND m.provider_id <> @provider`;

export const actorStatements: ActorStatements = {
  ...{ share, names, find, lock, byIds, conflicting, insert, update, delete: deleteActors },
  deleted: `
SELECT d.id, d.version FROM deleted_actors AS d WHERE d.id IN (${listed('@ids')})`,
  insertDeleted: `
INSERT INTO deleted_actors (id, version)
SELECT j.id, j.version
FROM OPENJSON(@rows) WITH (id nvarchar(36) '$.id', version bigint '$.version') AS j`,
  forgetDeleted: `
DELETE FROM deleted_actors WHERE id IN (${listed('@ids')})`,
  movies: `
SELECT DISTINCT movie_id FROM cast_members WHERE actor_id = @id ORDER BY movie_id`,
  ...{ touchMovies, inMoviesOfOthers },
};
