/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > append rating deltas 1`] = `

INSERT INTO rating_deltas (movie_id, covers, count_delta, half_delta, origin, created_at)
SELECT value ->> 'movieId', value ->> 'covers', value ->> 'countDelta', value ->> 'halfDelta',
  value ->> 'origin', value ->> 'createdAt'
FROM json_each(@rows)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > append to the outbox 1`] = `

INSERT INTO outbox (kind, subject, version, writes, before_keys, selections, origins, state,
  attempts, due_at, created_at)
SELECT value ->> 'kind', value ->> 'subject', value ->> 'version', value ->> 'writes',
  value ->> 'beforeKeys', value ->> 'selections', value ->> 'origins', 'pending', 0, 0,
  value ->> 'createdAt'
FROM json_each(@rows)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > attempts 1`] = `
Array [
  "SAVEPOINT attempt",
  "ROLLBACK TO attempt",
]
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > claim 1`] = `

UPDATE outbox SET due_at = @leaseEnd, attempts = attempts + 1
WHERE seq IN (
  SELECT seq FROM outbox WHERE state = 'pending' AND (due_at <= @now OR due_at > @farthest)
  ORDER BY created_at, seq LIMIT @limit)
RETURNING seq, kind, subject, version, attempts
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > find actors 1`] = `

SELECT id, name, tmdb_id, imdb_id, seq FROM actors WHERE seq IN (
  SELECT (SELECT min(a.seq) FROM actors AS a WHERE a.name = j.value) FROM json_each(@names) AS j
  UNION SELECT seq FROM actors WHERE tmdb_id IN (SELECT value FROM json_each(@tmdbIds))
  UNION SELECT seq FROM actors WHERE imdb_id IN (SELECT value FROM json_each(@imdbIds)))
ORDER BY id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > give an actor’s movies new versions 1`] = `

UPDATE movies SET version = max(version + 1, @version)
WHERE id IN (SELECT movie_id FROM cast_members WHERE actor_id = @id)
RETURNING id, version
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > insert cast 1`] = `

INSERT INTO cast_members (movie_id, actor_id, character_name, billing_order)
SELECT value ->> 'movieId', value ->> 'actorId', value ->> 'character', value ->> 'order'
FROM json_each(@rows)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > insert movies 1`] = `

INSERT INTO movies (id, version, edited_version, provider_id, title, original_title, synopsis,
  tagline, release_date, year, runtime_minutes, language, poster_url, tmdb_id, imdb_id,
  wikipedia_title, rating_count, half_stars, added_at, updated_at)
SELECT value ->> 'id', value ->> 'version', value ->> 'editedVersion', value ->> 'providerId',
  value ->> 'title', value ->> 'originalTitle', value ->> 'synopsis', value ->> 'tagline',
  value ->> 'releaseDate', value ->> 'year', value ->> 'runtimeMinutes', value ->> 'language',
  value ->> 'posterUrl', value ->> 'tmdbId', value ->> 'imdbId', value ->> 'wikipediaTitle',
  value ->> 'ratingCount', value ->> 'halfStars', value ->> 'addedAt', value ->> 'updatedAt'
FROM json_each(@rows)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > keep its result 1`] = `
UPDATE idempotency_keys SET result = @result WHERE caller = @caller AND route = @route AND idempotency_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > kept befores 1`] = `

SELECT kind, subject, before_keys FROM outbox
WHERE subject IN (SELECT value FROM json_each(@subjects)) AND before_keys IS NOT NULL
ORDER BY seq
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > lists of movies 1`] = `

SELECT movie_id, 'genre' AS kind, position, name, NULL AS actor_id, NULL AS actor_name
FROM movie_genres WHERE movie_id IN (SELECT value FROM json_each(@ids))
UNION ALL
SELECT movie_id, 'tag' AS kind, position, name, NULL AS actor_id, NULL AS actor_name
FROM movie_tags WHERE movie_id IN (SELECT value FROM json_each(@ids))
UNION ALL
SELECT movie_id, 'director' AS kind, position, name, NULL AS actor_id, NULL AS actor_name
FROM movie_directors WHERE movie_id IN (SELECT value FROM json_each(@ids))
UNION ALL
SELECT c.movie_id, 'cast', c.billing_order, c.character_name, c.actor_id, a.name
FROM cast_members AS c JOIN actors AS a ON a.id = c.actor_id
WHERE c.movie_id IN (SELECT value FROM json_each(@ids))
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > lock an actor 1`] = `

SELECT a.id, a.version, a.provider_id, a.name, a.birth_date, a.death_date, a.gender,
  a.biography, a.tmdb_id, a.imdb_id,
  (SELECT count(DISTINCT c.movie_id) FROM cast_members AS c WHERE c.actor_id = a.id) AS movie_count
FROM actors AS a WHERE a.id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > lock movies 1`] = `

SELECT m.id, m.version, m.edited_version, m.provider_id, m.title, m.original_title,
  m.synopsis, m.tagline, m.release_date, m.year, m.runtime_minutes, m.language, m.poster_url,
  m.tmdb_id, m.imdb_id,
  m.wikipedia_title, m.rating_count, m.half_stars, m.added_at, m.updated_at
FROM movies AS m
WHERE m.seq IN (
  SELECT seq FROM movies WHERE id IN (SELECT value FROM json_each(@ids))
  UNION SELECT seq FROM movies WHERE tmdb_id IN (SELECT value FROM json_each(@tmdbIds))
  UNION SELECT seq FROM movies WHERE imdb_id IN (SELECT value FROM json_each(@imdbIds)))
ORDER BY m.id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > positions 1`] = `
Array [
  null,
  String(
    
    SELECT s.seq AS last, o.seq AS waiting, o.created_at
    FROM (SELECT max(seq) AS seq FROM sqlite_sequence WHERE name = 'outbox') AS s LEFT JOIN (
      SELECT seq, created_at FROM outbox
      WHERE seq > @above AND state <> 'confirmed' ORDER BY seq LIMIT 1) AS o
  ),
]
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > read it again 1`] = `
SELECT request_hash, result, created_at FROM idempotency_keys WHERE caller = @caller AND route = @route AND idempotency_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > share actors 1`] = `
SELECT id, name FROM actors WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take an idempotency key 1`] = `

INSERT INTO idempotency_keys (caller, route, idempotency_key, request_hash, created_at)
VALUES (@caller, @route, @key, @hash, @now)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take rating deltas 1`] = `

DELETE FROM rating_deltas
WHERE seq IN (SELECT seq FROM rating_deltas WHERE movie_id = @movie ORDER BY seq LIMIT @limit)
RETURNING covers, count_delta, half_delta, origin, created_at
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take total deltas 1`] = `

DELETE FROM total_deltas WHERE seq IN (SELECT seq FROM total_deltas ORDER BY seq LIMIT @limit)
RETURNING covers, deltas, created_at
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > update a rating 1`] = `

UPDATE ratings SET half_stars = @half
WHERE movie_id = @movie AND user_id = @user AND half_stars = @before
RETURNING user_id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > update movies 1`] = `

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
RETURNING id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > update totals 1`] = `

UPDATE totals SET count = j.value ->> 'count', version = j.value ->> 'version'
FROM json_each(@rows) AS j
WHERE totals.selection = j.value ->> 'selection' AND totals.version = j.value ->> 'before'
RETURNING selection
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > append rating deltas 1`] = `

INSERT INTO rating_deltas (movie_id, covers, count_delta, half_delta, origin, created_at)
SELECT j.movie_id, j.covers, j.count_delta, j.half_delta, j.origin, j.created_at
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', covers nvarchar(max) '$.covers' AS JSON,
  count_delta smallint '$.countDelta', half_delta smallint '$.halfDelta',
  origin nvarchar(max) '$.origin' AS JSON, created_at bigint '$.createdAt') AS j
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > append to the outbox 1`] = `

INSERT INTO outbox (kind, subject, version, writes, before_keys, selections, origins, state,
  attempts, due_at, created_at)
SELECT j.kind, j.subject, j.version, j.writes, j.before_keys, j.selections, j.origins, N'pending',
  0, 0, j.created_at
FROM OPENJSON(@rows) WITH (
  kind nvarchar(10) '$.kind', subject nvarchar(36) '$.subject', version bigint '$.version',
  writes nvarchar(max) '$.writes' AS JSON, before_keys nvarchar(max) '$.beforeKeys' AS JSON,
  selections nvarchar(max) '$.selections' AS JSON, origins nvarchar(max) '$.origins' AS JSON,
  created_at bigint '$.createdAt') AS j
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > attempts 1`] = `
Array [
  "SAVE TRANSACTION attempt",
  "ROLLBACK TRANSACTION attempt",
]
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > claim 1`] = `

UPDATE TOP (@limit) outbox WITH (READPAST, UPDLOCK, ROWLOCK)
SET due_at = @leaseEnd, attempts = attempts + 1
OUTPUT inserted.seq, inserted.kind, inserted.subject, inserted.version, inserted.attempts
WHERE state = N'pending' AND position IS NOT NULL AND (due_at <= @now OR due_at > @farthest)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > find actors 1`] = `

SELECT a.id, a.name, a.tmdb_id, a.imdb_id, a.seq
FROM actors AS a WITH (REPEATABLEREAD, ROWLOCK)
WHERE a.seq IN (
  SELECT MIN(s.seq) FROM OPENJSON(@names) WITH (value nvarchar(400) '$') AS j JOIN actors AS s ON s.name = j.value COLLATE Latin1_General_100_BIN2
  GROUP BY s.name
  UNION SELECT s.seq FROM OPENJSON(@tmdbIds) WITH (value bigint '$') AS j JOIN actors AS s ON s.tmdb_id = j.value
  UNION SELECT s.seq FROM OPENJSON(@imdbIds) WITH (value nvarchar(400) '$') AS j
  JOIN actors AS s ON s.imdb_id = j.value COLLATE Latin1_General_100_BIN2)
ORDER BY a.id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > give an actor’s movies new versions 1`] = `

UPDATE movies
SET version = CASE WHEN version + 1 > @version THEN version + 1 ELSE @version END
OUTPUT inserted.id, inserted.version
WHERE id IN (SELECT c.movie_id FROM cast_members AS c WHERE c.actor_id = @id)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > insert cast 1`] = `

INSERT INTO cast_members (movie_id, actor_id, character_name, billing_order)
SELECT j.movie_id, j.actor_id, j.character_name, j.billing_order
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', actor_id nvarchar(36) '$.actorId',
  character_name nvarchar(200) '$.character', billing_order int '$.order') AS j
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > insert movies 1`] = `

INSERT INTO movies (id, version, edited_version, provider_id, title, original_title, synopsis,
  tagline, release_date, year, runtime_minutes, language, poster_url, tmdb_id, imdb_id,
  wikipedia_title, rating_count, half_stars, added_at, updated_at)
SELECT j.id, j.version, j.edited_version, j.provider_id, j.title, j.original_title, j.synopsis,
  j.tagline, j.release_date, j.year, j.runtime_minutes, j.language, j.poster_url, j.tmdb_id,
  j.imdb_id, j.wikipedia_title, j.rating_count, j.half_stars, j.added_at, j.updated_at
FROM OPENJSON(@rows) WITH (
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
) AS j
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > keep its result 1`] = `
UPDATE idempotency_keys SET result = @result WHERE caller = @caller AND route = @route AND idempotency_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > kept befores 1`] = `

SELECT o.kind, o.subject, o.before_keys FROM outbox AS o
WHERE o.subject IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@subjects) WITH (id nvarchar(36) '$') AS j) AND o.before_keys IS NOT NULL
ORDER BY o.seq
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > lists of movies 1`] = `

SELECT c.movie_id, N'cast' AS kind, c.billing_order AS position, c.character_name AS name,
  c.actor_id, a.name AS actor_name
FROM cast_members AS c JOIN actors AS a ON a.id = c.actor_id
WHERE c.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(36) '$') AS j)
UNION ALL
SELECT l.movie_id, N'genre' AS kind, l.position, l.name, NULL AS actor_id, NULL AS actor_name
FROM movie_genres AS l WHERE l.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(36) '$') AS j)
UNION ALL
SELECT l.movie_id, N'tag' AS kind, l.position, l.name, NULL AS actor_id, NULL AS actor_name
FROM movie_tags AS l WHERE l.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(36) '$') AS j)
UNION ALL
SELECT l.movie_id, N'director' AS kind, l.position, l.name, NULL AS actor_id, NULL AS actor_name
FROM movie_directors AS l WHERE l.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(36) '$') AS j)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > lock an actor 1`] = `

SELECT a.id, a.version, a.provider_id, a.name,
  CONVERT(nchar(10), a.birth_date, 23) AS birth_date,
  CONVERT(nchar(10), a.death_date, 23) AS death_date,
  a.gender, a.biography, a.tmdb_id, a.imdb_id,
  (SELECT COUNT(DISTINCT c.movie_id) FROM cast_members AS c WHERE c.actor_id = a.id) AS movie_count
FROM actors AS a WITH (XLOCK, ROWLOCK)
WHERE a.id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > lock movies 1`] = `

SELECT m.id, m.version, m.edited_version, m.provider_id, m.title, m.original_title,
  m.synopsis, m.tagline, CONVERT(nchar(10), m.release_date, 23) AS release_date, m.year,
  m.runtime_minutes, m.language, m.poster_url, m.tmdb_id, m.imdb_id, m.wikipedia_title,
  m.rating_count, m.half_stars, m.added_at, m.updated_at
FROM movies AS m WITH (UPDLOCK, ROWLOCK)
WHERE m.seq IN (
  SELECT s.seq FROM OPENJSON(@ids) WITH (id nvarchar(36) '$') AS j JOIN movies AS s ON s.id = j.id COLLATE Latin1_General_100_BIN2
  UNION SELECT s.seq FROM OPENJSON(@tmdbIds) WITH (value bigint '$') AS j JOIN movies AS s ON s.tmdb_id = j.value
  UNION SELECT s.seq FROM OPENJSON(@imdbIds) WITH (value nvarchar(400) '$') AS j
  JOIN movies AS s ON s.imdb_id = j.value COLLATE Latin1_General_100_BIN2)
ORDER BY m.id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > positions 1`] = `
Array [
  String(
    
    IF EXISTS (SELECT 1 FROM outbox WHERE position IS NULL)
    BEGIN
      DECLARE @last bigint;
      DECLARE @waiting TABLE (seq bigint NOT NULL PRIMARY KEY, number int NOT NULL);
      SELECT @last = last FROM change_positions WITH (UPDLOCK, ROWLOCK) WHERE part = 1;
      INSERT INTO @waiting (seq, number)
      SELECT TOP (5000) seq, ROW_NUMBER() OVER (ORDER BY seq) FROM outbox
      WHERE position IS NULL ORDER BY seq;
      UPDATE o SET position = @last + w.number
      FROM @waiting AS w INNER LOOP JOIN outbox AS o ON o.seq = w.seq;
      UPDATE change_positions SET last = @last + (SELECT COUNT(*) FROM @waiting) WHERE part = 1;
    END
  ),
  String(
    
    SELECT p.last, o.position AS waiting, o.created_at
    FROM change_positions AS p LEFT JOIN (
      SELECT TOP (1) position, created_at FROM outbox
      WHERE position > @above AND state <> N'confirmed' ORDER BY position) AS o ON 1 = 1
    WHERE p.part = 1
  ),
]
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > read it again 1`] = `
SELECT request_hash, result, created_at FROM idempotency_keys WHERE caller = @caller AND route = @route AND idempotency_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > share actors 1`] = `

SELECT a.id, a.name
FROM actors AS a WITH (REPEATABLEREAD, ROWLOCK)
WHERE a.id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(36) '$') AS j)
ORDER BY a.id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take an idempotency key 1`] = `

SET LOCK_TIMEOUT 1000;
INSERT INTO idempotency_keys (caller, route, idempotency_key, request_hash, created_at)
VALUES (@caller, @route, @key, @hash, @now);
SET LOCK_TIMEOUT -1
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take rating deltas 1`] = `

DELETE TOP (@limit) FROM rating_deltas WITH (READPAST, ROWLOCK)
OUTPUT deleted.covers, deleted.count_delta, deleted.half_delta, deleted.origin,
  deleted.created_at
WHERE movie_id = @movie
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take total deltas 1`] = `

DELETE TOP (@limit) FROM total_deltas WITH (READPAST, ROWLOCK)
OUTPUT deleted.covers, deleted.deltas, deleted.created_at
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > update a rating 1`] = `

UPDATE ratings SET half_stars = @half
OUTPUT inserted.user_id
WHERE movie_id = @movie AND user_id = @user AND half_stars = @before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > update movies 1`] = `

UPDATE m SET version = j.version, edited_version = j.edited_version, title = j.title,
  original_title = j.original_title, synopsis = j.synopsis, tagline = j.tagline,
  release_date = j.release_date, year = j.year, runtime_minutes = j.runtime_minutes,
  language = j.language, poster_url = j.poster_url, tmdb_id = j.tmdb_id, imdb_id = j.imdb_id,
  wikipedia_title = j.wikipedia_title, updated_at = j.updated_at
OUTPUT inserted.id
FROM movies AS m, OPENJSON(@rows) WITH (
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
) AS j
WHERE m.id = j.id COLLATE Latin1_General_100_BIN2 AND m.version = j.before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > update totals 1`] = `

UPDATE t SET count = j.count, version = j.version
OUTPUT inserted.selection
FROM totals AS t, OPENJSON(@rows) WITH (
  selection nvarchar(120) '$.selection', count bigint '$.count', version bigint '$.version',
  before bigint '$.before') AS j
WHERE t.selection = j.selection COLLATE Latin1_General_100_BIN2 AND t.version = j.before
`
