/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > append a play 1`] = `

INSERT INTO play_deltas (movie_id, covers, created_at) VALUES (@movie, @covers, @now)
`

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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > comments 1`] = `
Object {
  "delete": "DELETE FROM comments WHERE id = @id AND version = @before RETURNING id",
  "deleteOfMovie": String(
    
    DELETE FROM comments
    WHERE rowid IN (SELECT rowid FROM comments WHERE movie_id = @movie ORDER BY id LIMIT @limit)
    RETURNING id, version, movie_id, user_id, '' AS text, created_at
  ),
  "deleteOfUser": String(
    
    DELETE FROM comments
    WHERE rowid IN (SELECT rowid FROM comments WHERE user_id = @user ORDER BY id LIMIT @limit)
    RETURNING id, version, movie_id, user_id, '' AS text, created_at
  ),
  "insert": String(
    
    INSERT INTO comments (id, version, movie_id, user_id, text, created_at)
    SELECT value ->> 'id', value ->> 'version', value ->> 'movieId', value ->> 'userId',
      value ->> 'text', value ->> 'createdAt'
    FROM json_each(@rows)
  ),
  "lock": String(
    
    SELECT id, version, movie_id, user_id, text, created_at FROM comments WHERE id = @id
  ),
  "movie": "SELECT id FROM movies WHERE id = @movie",
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > delete ratings 1`] = `

DELETE FROM ratings
WHERE (movie_id, user_id, version) IN (
  SELECT value ->> 'movieId', value ->> 'userId', value ->> 'before' FROM json_each(@rows))
RETURNING user_id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > find actors 1`] = `

SELECT id, name, tmdb_id, imdb_id, seq FROM actors WHERE seq IN (
  SELECT (SELECT min(a.seq) FROM actors AS a WHERE a.name = j.value) FROM json_each(@names) AS j
  UNION SELECT seq FROM actors WHERE tmdb_id IN (SELECT value FROM json_each(@tmdbIds))
  UNION SELECT seq FROM actors WHERE imdb_id IN (SELECT value FROM json_each(@imdbIds)))
ORDER BY id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > fold ratings 1`] = `

UPDATE movies SET version = j.value ->> 'version', rating_count = j.value ->> 'count',
  half_stars = j.value ->> 'half', last_folded_at = @now
FROM json_each(@rows) AS j
WHERE movies.id = j.value ->> 'id' AND movies.version = j.value ->> 'before'
RETURNING id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > forget kept answers about a user 1`] = `
DELETE FROM idempotency_keys WHERE caller = @id OR about = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > give an actor’s movies new versions 1`] = `

UPDATE movies SET version = max(version + 1, @version)
WHERE id IN (SELECT movie_id FROM cast_members WHERE actor_id = @id)
RETURNING id, version
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > history of movies 1`] = `
Object {
  "insert": String(
    
    INSERT INTO movie_history (movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at)
    SELECT value ->> 'movieId', value ->> 'version', value ->> 'beforeVersion',
      value ->> 'beforeContent', value ->> 'providerId', value ->> 'addedAt', value ->> 'changedBy',
      value ->> 'changedAt'
    FROM json_each(@rows)
  ),
  "made": String(
    
    SELECT movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at FROM movie_history
    WHERE movie_id = @movie AND version > @version AND before_version = @version
  ),
  "newer": String(
    
    SELECT movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at FROM movie_history
    WHERE movie_id = @movie AND version > @from ORDER BY version LIMIT @limit
  ),
  "older": String(
    
    SELECT movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at FROM movie_history
    WHERE movie_id = @movie AND version < @from ORDER BY version DESC LIMIT @limit
  ),
  "prune": String(
    
    DELETE FROM movie_history WHERE rowid IN (
      SELECT rowid FROM movie_history WHERE changed_at < @before LIMIT 1000)
    RETURNING movie_id
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > imports 1`] = `
Object {
  "end": String(
    
    UPDATE imports SET state = @state, bytes_read = @bytesRead, detail = @detail, ended_at = @now
    WHERE id = @id AND ended_at IS NULL
  ),
  "find": String(
    SELECT id, folder, state, provider_id, role, origin, bytes, digest, bytes_read, rows_done,
      accepted, replaced, unchanged, refused, detail, created_at, started_at, ended_at FROM imports WHERE id = @id
  ),
  "insert": String(
    
    INSERT INTO imports (id, folder, state, provider_id, role, origin, bytes, digest, created_at)
    VALUES (@id, @folder, 'waiting', @provider, @role, @origin, @bytes, @digest, @now)
  ),
  "insertRefusals": String(
    
    INSERT INTO import_refusals (import_id, row_number, line, faults)
    SELECT value ->> 'id', value ->> 'row', value ->> 'line', value ->> 'faults'
    FROM json_each(@rows)
  ),
  "keep": String(
    
    UPDATE imports SET state = 'running', started_at = COALESCE(started_at, @now),
      bytes_read = @bytesRead, rows_done = @rows, accepted = @accepted, replaced = @replaced,
      unchanged = @unchanged, refused = @refused
    WHERE id = @id AND rows_done = @before AND ended_at IS NULL
    RETURNING id
  ),
  "prune": String(
    
    DELETE FROM imports
    WHERE seq IN (SELECT seq FROM imports WHERE created_at <= @until ORDER BY created_at LIMIT 100)
    RETURNING id
  ),
  "refusals": String(
    
    SELECT row_number, line, faults FROM import_refusals WHERE import_id = @id ORDER BY row_number
  ),
  "unfinished": String(
    
    SELECT id, folder, state, provider_id, role, origin, bytes, digest, bytes_read, rows_done,
      accepted, replaced, unchanged, refused, detail, created_at, started_at, ended_at FROM imports WHERE folder = @folder AND ended_at IS NULL ORDER BY seq
  ),
}
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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > insert ratings 1`] = `

INSERT INTO ratings (movie_id, user_id, half_stars, rated_on, version)
SELECT value ->> 'movieId', value ->> 'userId', value ->> 'halfStars', value ->> 'ratedOn',
  value ->> 'version'
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
  m.wikipedia_title, m.rating_count, m.half_stars, m.ranked_plays, m.ranked_popularity,
  m.ranked_at, m.added_at, m.updated_at
FROM movies AS m
WHERE m.seq IN (
  SELECT seq FROM movies WHERE id IN (SELECT value FROM json_each(@ids))
  UNION SELECT seq FROM movies WHERE tmdb_id IN (SELECT value FROM json_each(@tmdbIds))
  UNION SELECT seq FROM movies WHERE imdb_id IN (SELECT value FROM json_each(@imdbIds)))
ORDER BY m.id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > lock ratings 1`] = `

SELECT r.id, r.version, r.movie_id, r.user_id, r.half_stars, r.rated_on
FROM json_each(@rows) AS j CROSS JOIN ratings AS r
WHERE r.movie_id = j.value ->> 'movieId' AND r.user_id = j.value ->> 'userId'
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > mark movies for ranking 1`] = `

INSERT INTO rank_marks (movie_id, ranked_at)
SELECT id, coalesce(ranked_at, 0) FROM movies WHERE id IN (SELECT value FROM json_each(@ids))
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > movies of a provider 1`] = `

SELECT id FROM movies WHERE provider_id = @provider AND id > @after ORDER BY id LIMIT @limit
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > movies that are to be ranked 1`] = `

SELECT movie_id FROM rank_marks WHERE ranked_at <= @before OR ranked_at > @now
ORDER BY ranked_at, seq LIMIT @limit
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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > rank movies 1`] = `

UPDATE movies SET version = j.value ->> 'version', ranked_plays = j.value ->> 'plays',
  ranked_popularity = j.value ->> 'popularity', ranked_at = @now
FROM json_each(@rows) AS j
WHERE movies.id = j.value ->> 'id' AND movies.version = j.value ->> 'before'
RETURNING id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > read it again 1`] = `
SELECT request_hash, result, created_at FROM idempotency_keys WHERE caller = @caller AND route = @route AND idempotency_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > records of any type 1`] = `
Object {
  "byIds": Object {
    "comment": String(
      
      SELECT id, version, movie_id, user_id, text, created_at FROM comments WHERE id IN (SELECT value FROM json_each(@ids))
    ),
    "rating": String(
      
      SELECT id, version, movie_id, user_id, half_stars, rated_on FROM ratings WHERE id IN (SELECT value FROM json_each(@ids))
    ),
    "session": String(
      
      SELECT id, version, session_id, player_id, country, started_at, ended_at FROM sessions WHERE id IN (SELECT value FROM json_each(@ids))
    ),
    "sessionDay": String(
      
      SELECT id, version, country, day FROM session_days WHERE id IN (SELECT value FROM json_each(@ids))
    ),
  },
  "deleted": "SELECT id, version FROM deleted_records WHERE type = @type AND id IN (SELECT value FROM json_each(@ids))",
  "forgetDeleted": "DELETE FROM deleted_records WHERE type = @type AND id IN (SELECT value FROM json_each(@ids))",
  "insertDeleted": String(
    
    INSERT INTO deleted_records (type, id, version)
    SELECT value ->> 'type', value ->> 'id', value ->> 'version' FROM json_each(@rows)
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > sessions 1`] = `
Object {
  "deleteOfPlayer": String(
    
    DELETE FROM sessions
    WHERE id IN (SELECT id FROM sessions WHERE player_id = @player ORDER BY id LIMIT @limit)
    RETURNING id, version, session_id, player_id, country, started_at, ended_at
  ),
  "insert": String(
    
    INSERT INTO sessions (id, version, session_id, player_id, country, started_at, ended_at, expires_at)
    SELECT j.value ->> 'id', j.value ->> 'version', j.value ->> 'sessionId', j.value ->> 'playerId',
      j.value ->> 'country', j.value ->> 'startedAt', j.value ->> 'endedAt', j.value ->> 'expiresAt'
    FROM json_each(@rows) AS j
  ),
  "insertDays": String(
    
    INSERT INTO session_days (id, version, country, day, expires_at)
    SELECT j.value ->> 'id', j.value ->> 'version', j.value ->> 'country', j.value ->> 'day',
      j.value ->> 'expiresAt'
    FROM json_each(@rows) AS j
  ),
  "lock": String(
    
    SELECT id, version, session_id, player_id, country, started_at, ended_at FROM sessions WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id
  ),
  "prune": String(
    
    DELETE FROM sessions
    WHERE id IN (
      SELECT id FROM sessions WHERE expires_at <= @now ORDER BY expires_at LIMIT 1000)
    RETURNING id
  ),
  "pruneDays": String(
    
    DELETE FROM session_days
    WHERE id IN (
      SELECT id FROM session_days WHERE expires_at <= @now ORDER BY expires_at LIMIT 1000)
    RETURNING id
  ),
  "update": String(
    
    UPDATE sessions
    SET version = j.value ->> 'version', country = j.value ->> 'country',
      started_at = j.value ->> 'startedAt', ended_at = j.value ->> 'endedAt',
      expires_at = j.value ->> 'expiresAt'
    FROM json_each(@rows) AS j
    WHERE sessions.id = j.value ->> 'id' AND sessions.version = j.value ->> 'before'
    RETURNING id
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > share actors 1`] = `
SELECT id, name FROM actors WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > statistics of providers 1`] = `
Object {
  "amounts": String(
    
    SELECT count(*) AS movies, sum(rating_count) AS ratings, sum(plays) AS plays, max(id) AS last
    FROM (
      SELECT m.id, m.rating_count, coalesce(t.count, 0) AS plays
      FROM movies AS m LEFT JOIN totals AS t ON t.selection = 'plays:' || m.id
      WHERE m.provider_id = @provider AND m.id > @after ORDER BY m.id LIMIT @limit)
  ),
  "days": String(
    
    SELECT day, what, amount FROM provider_days
    WHERE provider_id = @provider AND day >= @from ORDER BY day, what
  ),
  "insert": String(
    
    INSERT INTO provider_days (provider_id, day, what, amount)
    SELECT value ->> 'provider', value ->> 'day', value ->> 'what', value ->> 'amount' FROM json_each(@rows)
  ),
  "prune": String(
    
    DELETE FROM provider_days WHERE (provider_id, day, what) IN (
      SELECT provider_id, day, what FROM provider_days WHERE day < @before LIMIT 1000)
    RETURNING day
  ),
  "raise": String(
    
    UPDATE provider_days SET amount = amount + (j.value ->> 'amount')
    FROM json_each(@rows) AS j
    WHERE provider_id = j.value ->> 'provider' AND day = j.value ->> 'day' AND what = j.value ->> 'what'
    RETURNING provider_id, day, what
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: all filters 1`] = `

SELECT seq, id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at FROM subscriptions
WHERE seq < @from AND user_id = @user AND plan_name = @plan AND is_active = 1 ORDER BY seq DESC LIMIT @limit
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: delete 1`] = `
DELETE FROM subscriptions WHERE id = @id AND version = @before RETURNING id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: find 1`] = `
SELECT seq, id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at FROM subscriptions WHERE id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: insert 1`] = `

INSERT INTO subscriptions (id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at)
VALUES (@id, @version, @user, @plan, @startDate, NULLIF(@endDate, ''), @isActive, @createdAt)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: lock 1`] = `
SELECT seq, id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at FROM subscriptions WHERE id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: no filter, backwards 1`] = `

SELECT seq, id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at FROM subscriptions
WHERE seq > @from ORDER BY seq LIMIT @limit
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: ofUser 1`] = `
DELETE FROM subscriptions WHERE user_id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > subscriptions: update 1`] = `

UPDATE subscriptions SET version = @version, plan_name = @plan, start_date = @startDate,
  end_date = NULLIF(@endDate, ''), is_active = @isActive
WHERE id = @id AND version = @before
RETURNING id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > survey of records 1`] = `
Object {
  "count": "SELECT (SELECT count(*) FROM comments) + (SELECT count(*) FROM (SELECT id FROM deleted_records WHERE type = 'comment') AS d) AS n",
  "page": String(
    
    SELECT id FROM (
      SELECT * FROM (SELECT id FROM comments WHERE id > @after ORDER BY id LIMIT @limit)
      UNION ALL
      SELECT * FROM (
        SELECT d.id FROM (SELECT id FROM deleted_records WHERE type = 'comment') AS d WHERE d.id > @after ORDER BY d.id LIMIT @limit))
    ORDER BY id LIMIT @limit
  ),
  "renew": String(
    
    UPDATE comments SET version = max(version + 1, j.value ->> 'atLeast')
    FROM json_each(@rows) AS j WHERE comments.id = j.value ->> 'id'
    RETURNING id AS id, version
  ),
  "renewDeleted": String(
    
    UPDATE deleted_records SET version = max(version + 1, j.value ->> 'atLeast')
    FROM json_each(@rows) AS j WHERE deleted_records.id = j.value ->> 'id' AND deleted_records.type = 'comment'
    RETURNING id AS id, version
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take an idempotency key 1`] = `

INSERT INTO idempotency_keys (caller, route, idempotency_key, request_hash, created_at, about)
VALUES (@caller, @route, @key, @hash, @now, NULLIF(@about, ''))
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take marks 1`] = `

DELETE FROM rank_marks WHERE movie_id IN (SELECT value FROM json_each(@ids))
RETURNING movie_id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take plays 1`] = `

DELETE FROM play_deltas WHERE seq IN (SELECT seq FROM play_deltas ORDER BY seq LIMIT @limit)
RETURNING movie_id, covers, created_at
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take plays of deleted movies 1`] = `

DELETE FROM play_deltas WHERE movie_id IN (SELECT value FROM json_each(@ids))
RETURNING movie_id, covers
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take rating deltas 1`] = `

DELETE FROM rating_deltas
WHERE seq IN (
  SELECT seq FROM rating_deltas WHERE movie_id IN (SELECT value FROM json_each(@ids))
  ORDER BY seq LIMIT @limit)
RETURNING movie_id, covers, count_delta, half_delta, origin, created_at
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take the ratings of a movie 1`] = `

DELETE FROM ratings
WHERE movie_id = @movie AND user_id IN (
  SELECT user_id FROM ratings WHERE movie_id = @movie ORDER BY user_id LIMIT @limit)
RETURNING id, version, movie_id, user_id, half_stars, rated_on
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take the ratings of a user 1`] = `

DELETE FROM ratings
WHERE (movie_id, user_id) IN (
  SELECT movie_id, user_id FROM ratings WHERE user_id = @user ORDER BY movie_id LIMIT @limit)
RETURNING id, version, movie_id, user_id, half_stars, rated_on
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > take total deltas 1`] = `

DELETE FROM total_deltas WHERE seq IN (SELECT seq FROM total_deltas ORDER BY seq LIMIT @limit)
RETURNING covers, deltas, created_at
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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > update ratings 1`] = `

UPDATE ratings SET half_stars = j.value ->> 'halfStars', rated_on = j.value ->> 'ratedOn',
  version = j.value ->> 'version'
FROM json_each(@rows) AS j
WHERE ratings.movie_id = j.value ->> 'movieId' AND ratings.user_id = j.value ->> 'userId'
  AND ratings.version = j.value ->> 'before'
RETURNING user_id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > update totals 1`] = `

UPDATE totals SET count = j.value ->> 'count', version = j.value ->> 'version'
FROM json_each(@rows) AS j
WHERE totals.selection = j.value ->> 'selection' AND totals.version = j.value ->> 'before'
RETURNING selection
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: byEmail 1`] = `

SELECT seq, id, version, email, first_name, last_name, role, password_hash, created_at,
  is_erased, (SELECT k.version FROM access_keys AS k WHERE k.id = users.id) AS since
FROM users WHERE email_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: byIds 1`] = `

SELECT seq, id, version, email, first_name, last_name, role, password_hash, created_at,
  is_erased FROM users
WHERE id IN (SELECT value FROM json_each(@ids)) AND is_erased = 0
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: erase 1`] = `

UPDATE users SET version = @version, email = NULL, email_key = NULL, first_name = NULL,
  last_name = NULL, role = 'viewer', password_hash = NULL, is_erased = 1
WHERE id = @id AND version = @before
RETURNING id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: hold 1`] = `
SELECT id, is_erased FROM users WHERE id IN (SELECT value FROM json_each(@ids))
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: insert 1`] = `

INSERT INTO users (id, version, email, email_key, first_name, last_name, role, password_hash,
  created_at)
VALUES (@id, @version, @email, @key, @firstName, @lastName, @role, @hash, @createdAt)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: lock 1`] = `
SELECT seq, id, version, email, first_name, last_name, role, password_hash, created_at,
  is_erased FROM users WHERE id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: newer 1`] = `

SELECT seq, id, version, email, first_name, last_name, role, password_hash, created_at,
  is_erased FROM users WHERE seq > @from AND is_erased = 0 ORDER BY seq LIMIT @limit
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: older 1`] = `

SELECT seq, id, version, email, first_name, last_name, role, password_hash, created_at,
  is_erased FROM users WHERE seq < @from AND is_erased = 0 ORDER BY seq DESC LIMIT @limit
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > users: update 1`] = `

UPDATE users SET version = @version, email = @email, email_key = @key, first_name = @firstName,
  last_name = @lastName, role = @role, password_hash = @hash
WHERE id = @id AND version = @before
RETURNING id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlite: hot statements > webhooks 1`] = `
Object {
  "all": String(
    SELECT seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks ORDER BY seq LIMIT @limit
  ),
  "count": "SELECT count(*) FILTER (WHERE owner_id = @owner) AS own, count(*) AS n FROM webhooks",
  "delete": "DELETE FROM webhooks WHERE id = @id AND version = @before RETURNING id",
  "find": String(
    SELECT seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks WHERE id = @id
  ),
  "insert": String(
    
    INSERT INTO webhooks (id, version, owner_id, url, provider_id, kinds, secret, created_at, began_at,
      position, delivery)
    SELECT value ->> 'id', value ->> 'version', value ->> 'ownerId', value ->> 'url',
      value ->> 'providerId', value ->> 'kinds', value ->> 'secret', value ->> 'createdAt',
      value ->> 'beganAt', value ->> 'position', value ->> 'delivery'
    FROM json_each(@rows)
  ),
  "lastOwners": String(
    
    SELECT d.id, h.provider_id
    FROM deleted_movies AS d JOIN movie_history AS h ON h.movie_id = d.id
    WHERE d.id IN (SELECT value FROM json_each(@ids))
      AND h.version = (SELECT max(m.version) FROM movie_history AS m WHERE m.movie_id = d.id)
  ),
  "lock": String(
    SELECT seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks WHERE id = @id
  ),
  "log": String(
    
    INSERT INTO webhook_deliveries (webhook_id, message_id, kind, subject, at, attempt, duration_ms, status,
      outcome, reason)
    SELECT w.id, j.value ->> 'messageId', j.value ->> 'kind', j.value ->> 'subject', j.value ->> 'at',
      j.value ->> 'attempt', j.value ->> 'durationMs', j.value ->> 'status', j.value ->> 'outcome',
      j.value ->> 'reason'
    FROM json_each(@rows) AS j JOIN webhooks AS w ON w.id = j.value ->> 'webhookId'
    ORDER BY j.key
  ),
  "move": String(
    
    UPDATE webhooks SET version = j.value ->> 'version', began_at = j.value ->> 'beganAt',
      position = j.value ->> 'position', delivery = j.value ->> 'delivery'
    FROM json_each(@rows) AS j
    WHERE webhooks.id = j.value ->> 'id' AND webhooks.version = j.value ->> 'before'
    RETURNING id
  ),
  "newer": String(
    
    SELECT seq, webhook_id, message_id, kind, subject, at, attempt, duration_ms, status,
      outcome, reason FROM webhook_deliveries
    WHERE webhook_id = @webhook AND seq > @from ORDER BY seq LIMIT @limit
  ),
  "ofOwner": "DELETE FROM webhooks WHERE owner_id = @id",
  "older": String(
    
    SELECT seq, webhook_id, message_id, kind, subject, at, attempt, duration_ms, status,
      outcome, reason FROM webhook_deliveries
    WHERE webhook_id = @webhook AND seq < @from ORDER BY seq DESC LIMIT @limit
  ),
  "page": String(
    
    SELECT seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks
    WHERE seq < @from AND owner_id = @owner ORDER BY seq DESC LIMIT @limit
  ),
  "prune": String(
    
    DELETE FROM webhook_deliveries WHERE seq IN (
      SELECT seq FROM webhook_deliveries WHERE at < @before LIMIT 1000)
    RETURNING seq
  ),
  "trim": String(
    
    DELETE FROM webhook_deliveries WHERE seq IN (
      SELECT seq FROM webhook_deliveries WHERE webhook_id = @webhook
      ORDER BY seq DESC LIMIT 1000 OFFSET @kept)
    RETURNING seq
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > append a play 1`] = `

INSERT INTO play_deltas (movie_id, covers, created_at) VALUES (@movie, @covers, @now)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > append rating deltas 1`] = `

INSERT INTO rating_deltas (movie_id, covers, count_delta, half_delta, origin, created_at)
SELECT j.movie_id, j.covers, j.count_delta, j.half_delta, j.origin, j.created_at
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', covers nvarchar(max) '$.covers' AS JSON,
  count_delta int '$.countDelta', half_delta int '$.halfDelta',
  origin nvarchar(max) '$.origin' AS JSON, created_at bigint '$.createdAt') AS j
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > append to the outbox 1`] = `

INSERT INTO outbox (kind, subject, version, writes, before_keys, selections, origins, state,
  attempts, due_at, created_at)
SELECT j.kind, j.subject, j.version, j.writes, j.before_keys, j.selections, j.origins, N'pending',
  0, 0, j.created_at
FROM OPENJSON(@rows) WITH (
  kind nvarchar(20) '$.kind', subject nvarchar(100) '$.subject', version bigint '$.version',
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

UPDATE TOP (@limit) outbox WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
SET due_at = @leaseEnd, attempts = attempts + 1
OUTPUT inserted.seq, inserted.kind, inserted.subject, inserted.version, inserted.attempts
WHERE state = N'pending' AND position IS NOT NULL AND (due_at <= @now OR due_at > @farthest)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > comments 1`] = `
Object {
  "delete": String(
    
    DELETE FROM comments WITH (ROWLOCK) OUTPUT deleted.id WHERE id = @id AND version = @before
  ),
  "deleteOfMovie": String(
    
    DELETE FROM comments WITH (ROWLOCK)
    OUTPUT deleted.id, deleted.version, deleted.movie_id, deleted.user_id, N'' AS text,
      deleted.created_at
    WHERE seq IN (
      SELECT TOP (@limit) c.seq FROM comments AS c WITH (UPDLOCK, ROWLOCK)
      WHERE c.movie_id = @movie ORDER BY c.id)
  ),
  "deleteOfUser": String(
    
    DELETE FROM comments WITH (ROWLOCK)
    OUTPUT deleted.id, deleted.version, deleted.movie_id, deleted.user_id, N'' AS text,
      deleted.created_at
    WHERE seq IN (
      SELECT TOP (@limit) c.seq FROM comments AS c WITH (UPDLOCK, ROWLOCK)
      WHERE c.user_id = @user ORDER BY c.id)
  ),
  "insert": String(
    
    INSERT INTO comments (id, version, movie_id, user_id, text, created_at)
    SELECT j.id, j.version, j.movie_id, j.user_id, j.text, j.created_at
    FROM OPENJSON(@rows) WITH (
      id nvarchar(36) '$.id', version bigint '$.version', movie_id nvarchar(36) '$.movieId',
      user_id nvarchar(36) '$.userId', text nvarchar(max) '$.text',
      created_at datetime2(3) '$.createdAt') AS j
  ),
  "lock": String(
    
    SELECT id, version, movie_id, user_id, text, created_at
    FROM comments WITH (UPDLOCK, ROWLOCK) WHERE id = @id
  ),
  "movie": "SELECT id FROM movies WITH (REPEATABLEREAD, ROWLOCK) WHERE id = @movie",
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > delete ratings 1`] = `

DELETE FROM r
OUTPUT deleted.user_id
FROM ratings AS r, OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', user_id nvarchar(36) '$.userId',
  half_stars smallint '$.halfStars', rated_on nchar(10) '$.ratedOn', version bigint '$.version',
  before bigint '$.before') AS j
WHERE r.movie_id = j.movie_id COLLATE Latin1_General_100_BIN2 AND r.user_id = j.user_id COLLATE Latin1_General_100_BIN2 AND r.version = j.before
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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > fold ratings 1`] = `

UPDATE m SET version = j.version, rating_count = j.count, half_stars = j.half,
  last_folded_at = @now
OUTPUT inserted.id
FROM movies AS m, OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
  count int '$.count', half bigint '$.half') AS j
WHERE m.id = j.id COLLATE Latin1_General_100_BIN2 AND m.version = j.before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > forget kept answers about a user 1`] = `

DELETE FROM idempotency_keys WHERE caller = @id;
DELETE FROM idempotency_keys WHERE about = @id AND about IS NOT NULL
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > give an actor’s movies new versions 1`] = `

UPDATE movies
SET version = CASE WHEN version + 1 > @version THEN version + 1 ELSE @version END
OUTPUT inserted.id, inserted.version
WHERE id IN (SELECT c.movie_id FROM cast_members AS c WHERE c.actor_id = @id)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > history of movies 1`] = `
Object {
  "insert": String(
    
    INSERT INTO movie_history (movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at)
    SELECT j.movie_id, j.version, j.before_version, j.before_content, j.provider_id,
      j.added_at, j.changed_by, j.changed_at
    FROM OPENJSON(@rows) WITH (
      movie_id nvarchar(36) '$.movieId', version bigint '$.version',
      before_version bigint '$.beforeVersion', before_content nvarchar(max) '$.beforeContent',
      provider_id nvarchar(36) '$.providerId',
      added_at bigint '$.addedAt', changed_by nvarchar(36) '$.changedBy', changed_at bigint '$.changedAt') AS j
  ),
  "made": String(
    
    SELECT movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at FROM movie_history
    WHERE movie_id = @movie AND version > @version AND before_version = @version
  ),
  "newer": String(
    
    SELECT TOP (@limit) movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at FROM movie_history
    WHERE movie_id = @movie AND version > @from ORDER BY version
  ),
  "older": String(
    
    SELECT TOP (@limit) movie_id, version, before_version, before_content, provider_id,
      added_at, changed_by, changed_at FROM movie_history
    WHERE movie_id = @movie AND version < @from ORDER BY version DESC
  ),
  "prune": String(
    
    DELETE TOP (1000) FROM movie_history WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
    OUTPUT deleted.movie_id
    WHERE changed_at < @before
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > imports 1`] = `
Object {
  "end": String(
    
    UPDATE imports SET state = @state, bytes_read = @bytesRead, detail = @detail, ended_at = @now
    WHERE id = @id AND ended_at IS NULL
  ),
  "find": String(
    SELECT id, folder, state, provider_id, role, origin, bytes, digest, bytes_read, rows_done,
      accepted, replaced, unchanged, refused, detail, created_at, started_at, ended_at FROM imports WHERE id = @id
  ),
  "insert": String(
    
    INSERT INTO imports (id, folder, state, provider_id, role, origin, bytes, digest, created_at)
    VALUES (@id, @folder, N'waiting', @provider, @role, @origin, @bytes, @digest, @now)
  ),
  "insertRefusals": String(
    
    INSERT INTO import_refusals (import_id, row_number, line, faults)
    SELECT j.id, j.row_number, j.line, j.faults
    FROM OPENJSON(@rows) WITH (
      id nvarchar(36) '$.id', row_number bigint '$.row', line bigint '$.line',
      faults nvarchar(max) '$.faults') AS j
  ),
  "keep": String(
    
    UPDATE imports SET state = N'running', started_at = COALESCE(started_at, @now),
      bytes_read = @bytesRead, rows_done = @rows, accepted = @accepted, replaced = @replaced,
      unchanged = @unchanged, refused = @refused
    OUTPUT inserted.id
    WHERE id = @id AND rows_done = @before AND ended_at IS NULL
  ),
  "prune": String(
    
    DELETE TOP (100) FROM imports WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
    OUTPUT deleted.id
    WHERE created_at <= @until
  ),
  "refusals": String(
    
    SELECT row_number, line, faults FROM import_refusals WHERE import_id = @id ORDER BY row_number
  ),
  "unfinished": String(
    
    SELECT id, folder, state, provider_id, role, origin, bytes, digest, bytes_read, rows_done,
      accepted, replaced, unchanged, refused, detail, created_at, started_at, ended_at FROM imports WHERE folder = @folder AND ended_at IS NULL ORDER BY seq
  ),
}
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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > insert ratings 1`] = `

INSERT INTO ratings (movie_id, user_id, half_stars, rated_on, version)
SELECT j.movie_id, j.user_id, j.half_stars, j.rated_on, j.version FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', user_id nvarchar(36) '$.userId',
  half_stars smallint '$.halfStars', rated_on nchar(10) '$.ratedOn', version bigint '$.version',
  before bigint '$.before') AS j
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > keep its result 1`] = `
UPDATE idempotency_keys SET result = @result WHERE caller = @caller AND route = @route AND idempotency_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > kept befores 1`] = `

SELECT o.kind, o.subject, o.before_keys FROM outbox AS o
WHERE o.subject IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@subjects) WITH (id nvarchar(100) '$') AS j) AND o.before_keys IS NOT NULL
ORDER BY o.seq
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > lists of movies 1`] = `

SELECT c.movie_id, N'cast' AS kind, c.billing_order AS position, c.character_name AS name,
  c.actor_id, a.name AS actor_name
FROM cast_members AS c JOIN actors AS a ON a.id = c.actor_id
WHERE c.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
UNION ALL
SELECT l.movie_id, N'genre' AS kind, l.position, l.name, NULL AS actor_id, NULL AS actor_name
FROM movie_genres AS l WHERE l.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
UNION ALL
SELECT l.movie_id, N'tag' AS kind, l.position, l.name, NULL AS actor_id, NULL AS actor_name
FROM movie_tags AS l WHERE l.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
UNION ALL
SELECT l.movie_id, N'director' AS kind, l.position, l.name, NULL AS actor_id, NULL AS actor_name
FROM movie_directors AS l WHERE l.movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
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
  m.rating_count, m.half_stars, m.ranked_plays, m.ranked_popularity, m.ranked_at, m.added_at,
  m.updated_at
FROM movies AS m WITH (UPDLOCK, ROWLOCK)
WHERE m.seq IN (
  SELECT s.seq FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j JOIN movies AS s ON s.id = j.id COLLATE Latin1_General_100_BIN2
  UNION SELECT s.seq FROM OPENJSON(@tmdbIds) WITH (value bigint '$') AS j JOIN movies AS s ON s.tmdb_id = j.value
  UNION SELECT s.seq FROM OPENJSON(@imdbIds) WITH (value nvarchar(400) '$') AS j
  JOIN movies AS s ON s.imdb_id = j.value COLLATE Latin1_General_100_BIN2)
ORDER BY m.id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > lock ratings 1`] = `

SELECT r.id, r.version, r.movie_id, r.user_id, r.half_stars, r.rated_on
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', user_id nvarchar(36) '$.userId',
  half_stars smallint '$.halfStars', rated_on nchar(10) '$.ratedOn', version bigint '$.version',
  before bigint '$.before') AS j JOIN ratings AS r WITH (UPDLOCK, ROWLOCK) ON r.movie_id = j.movie_id COLLATE Latin1_General_100_BIN2 AND r.user_id = j.user_id COLLATE Latin1_General_100_BIN2
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > mark movies for ranking 1`] = `

INSERT INTO rank_marks (movie_id, ranked_at)
SELECT m.id, COALESCE(m.ranked_at, 0) FROM movies AS m WHERE m.id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > movies of a provider 1`] = `

SELECT TOP (@limit) id FROM movies WHERE provider_id = @provider AND id > @after ORDER BY id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > movies that are to be ranked 1`] = `

SELECT TOP (@limit) movie_id FROM rank_marks WHERE ranked_at <= @before OR ranked_at > @now
ORDER BY ranked_at, seq
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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > rank movies 1`] = `

UPDATE m SET version = j.version, ranked_plays = j.plays, ranked_popularity = j.popularity,
  ranked_at = @now
OUTPUT inserted.id
FROM movies AS m, OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
  plays bigint '$.plays', popularity int '$.popularity') AS j
WHERE m.id = j.id COLLATE Latin1_General_100_BIN2 AND m.version = j.before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > read it again 1`] = `
SELECT request_hash, result, created_at FROM idempotency_keys WHERE caller = @caller AND route = @route AND idempotency_key = @key
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > records of any type 1`] = `
Object {
  "byIds": Object {
    "comment": String(
      
      SELECT id, version, movie_id, user_id, text, created_at FROM comments WHERE id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
    ),
    "rating": String(
      
      SELECT id, version, movie_id, user_id, half_stars, rated_on FROM ratings WHERE id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
    ),
    "session": String(
      
      SELECT id, version, session_id, player_id, country, started_at, ended_at FROM sessions WHERE id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
    ),
    "sessionDay": String(
      
      SELECT id, version, country, day FROM session_days WHERE id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
    ),
  },
  "deleted": "SELECT id, version FROM deleted_records WHERE type = @type AND id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)",
  "forgetDeleted": "DELETE FROM deleted_records WHERE type = @type AND id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)",
  "insertDeleted": String(
    
    INSERT INTO deleted_records (type, id, version)
    SELECT j.type, j.id, j.version
    FROM OPENJSON(@rows) WITH (
      type nvarchar(20) '$.type', id nvarchar(100) '$.id', version bigint '$.version') AS j
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > sessions 1`] = `
Object {
  "deleteOfPlayer": String(
    
    DELETE FROM sessions WITH (ROWLOCK)
    OUTPUT deleted.id, deleted.version, deleted.session_id, deleted.player_id, deleted.country,
      deleted.started_at, deleted.ended_at
    WHERE seq IN (
      SELECT TOP (@limit) s.seq FROM sessions AS s WITH (UPDLOCK, ROWLOCK)
      WHERE s.player_id = @player ORDER BY s.id)
  ),
  "insert": String(
    
    INSERT INTO sessions (id, version, session_id, player_id, country, started_at, ended_at, expires_at)
    SELECT j.id, j.version, j.session_id, j.player_id, j.country, j.started_at, j.ended_at,
      j.expires_at
    FROM OPENJSON(@rows) WITH (
      id nvarchar(100) '$.id', version bigint '$.version', before bigint '$.before',
      session_id nvarchar(36) '$.sessionId', player_id nvarchar(36) '$.playerId',
      country nvarchar(2) '$.country', started_at bigint '$.startedAt',
      ended_at bigint '$.endedAt', expires_at bigint '$.expiresAt') AS j
  ),
  "insertDays": String(
    
    INSERT INTO session_days (id, version, country, day, expires_at)
    SELECT j.id, j.version, j.country, j.day, j.expires_at
    FROM OPENJSON(@rows) WITH (
      id nvarchar(100) '$.id', version bigint '$.version', country nvarchar(2) '$.country',
      day nvarchar(10) '$.day', expires_at bigint '$.expiresAt') AS j
  ),
  "lock": String(
    
    SELECT id, version, session_id, player_id, country, started_at, ended_at
    FROM sessions WITH (UPDLOCK, ROWLOCK) WHERE id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j) ORDER BY id
  ),
  "prune": String(
    
    DELETE TOP (1000) FROM sessions WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
    OUTPUT deleted.id
    WHERE expires_at <= @now
  ),
  "pruneDays": String(
    
    DELETE TOP (1000) FROM session_days WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
    OUTPUT deleted.id
    WHERE expires_at <= @now
  ),
  "update": String(
    
    UPDATE s
    SET version = j.version, country = j.country, started_at = j.started_at, ended_at = j.ended_at,
      expires_at = j.expires_at
    OUTPUT inserted.id
    FROM sessions AS s, OPENJSON(@rows) WITH (
      id nvarchar(100) '$.id', version bigint '$.version', before bigint '$.before',
      session_id nvarchar(36) '$.sessionId', player_id nvarchar(36) '$.playerId',
      country nvarchar(2) '$.country', started_at bigint '$.startedAt',
      ended_at bigint '$.endedAt', expires_at bigint '$.expiresAt') AS j
    WHERE s.id = j.id COLLATE Latin1_General_100_BIN2 AND s.version = j.before
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > share actors 1`] = `

SELECT a.id, a.name
FROM actors AS a WITH (REPEATABLEREAD, ROWLOCK)
WHERE a.id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
ORDER BY a.id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > statistics of providers 1`] = `
Object {
  "amounts": String(
    
    SELECT COUNT(*) AS movies, SUM(CAST(s.rating_count AS bigint)) AS ratings, SUM(s.plays) AS plays,
      MAX(s.id) AS last
    FROM (
      SELECT TOP (@limit) m.id, m.rating_count, COALESCE(t.count, 0) AS plays
      FROM movies AS m LEFT JOIN totals AS t ON t.selection = N'plays:' + m.id
      WHERE m.provider_id = @provider AND m.id > @after ORDER BY m.id) AS s
  ),
  "days": String(
    
    SELECT day, what, amount FROM provider_days
    WHERE provider_id = @provider AND day >= @from ORDER BY day, what
  ),
  "insert": String(
    
    INSERT INTO provider_days (provider_id, day, what, amount)
    SELECT j.provider, j.day, j.what, j.amount FROM OPENJSON(@rows) WITH (
      provider nvarchar(36) '$.provider', day nvarchar(10) '$.day', what nvarchar(20) '$.what',
      amount bigint '$.amount') AS j
  ),
  "prune": String(
    
    DELETE TOP (1000) FROM provider_days WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
    OUTPUT deleted.day
    WHERE day < @before
  ),
  "raise": String(
    
    UPDATE p SET amount = p.amount + j.amount
    OUTPUT inserted.provider_id, inserted.day, inserted.what
    FROM provider_days AS p, OPENJSON(@rows) WITH (
      provider nvarchar(36) '$.provider', day nvarchar(10) '$.day', what nvarchar(20) '$.what',
      amount bigint '$.amount') AS j
    WHERE p.provider_id = j.provider COLLATE Latin1_General_100_BIN2 AND p.day = j.day COLLATE Latin1_General_100_BIN2 AND p.what = j.what COLLATE Latin1_General_100_BIN2
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: all filters 1`] = `

SELECT TOP (@limit) s.seq, s.id, s.version, s.user_id, s.plan_name,
  CONVERT(nchar(10), s.start_date, 23) AS start_date,
  CONVERT(nchar(10), s.end_date, 23) AS end_date,
  s.is_active, s.created_at FROM subscriptions AS s
WHERE s.seq < @from AND user_id = @user AND plan_name = @plan AND is_active = 1 ORDER BY s.seq DESC
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: delete 1`] = `

DELETE FROM subscriptions
OUTPUT deleted.id
WHERE id = @id AND version = @before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: find 1`] = `
SELECT s.seq, s.id, s.version, s.user_id, s.plan_name,
  CONVERT(nchar(10), s.start_date, 23) AS start_date,
  CONVERT(nchar(10), s.end_date, 23) AS end_date,
  s.is_active, s.created_at FROM subscriptions AS s WHERE s.id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: insert 1`] = `

INSERT INTO subscriptions (id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at)
VALUES (@id, @version, @user, @plan, @startDate, NULLIF(@endDate, N''), @isActive, @createdAt)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: lock 1`] = `

SELECT s.seq, s.id, s.version, s.user_id, s.plan_name,
  CONVERT(nchar(10), s.start_date, 23) AS start_date,
  CONVERT(nchar(10), s.end_date, 23) AS end_date,
  s.is_active, s.created_at FROM subscriptions AS s WITH (UPDLOCK, ROWLOCK) WHERE s.id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: no filter, backwards 1`] = `

SELECT TOP (@limit) s.seq, s.id, s.version, s.user_id, s.plan_name,
  CONVERT(nchar(10), s.start_date, 23) AS start_date,
  CONVERT(nchar(10), s.end_date, 23) AS end_date,
  s.is_active, s.created_at FROM subscriptions AS s
WHERE s.seq > @from ORDER BY s.seq
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: ofUser 1`] = `
DELETE FROM subscriptions WHERE user_id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > subscriptions: update 1`] = `

UPDATE subscriptions SET version = @version, plan_name = @plan, start_date = @startDate,
  end_date = NULLIF(@endDate, N''), is_active = @isActive
OUTPUT inserted.id
WHERE id = @id AND version = @before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > survey of records 1`] = `
Object {
  "count": "SELECT (SELECT COUNT(*) FROM comments) + (SELECT COUNT(*) FROM (SELECT id FROM deleted_records WHERE type = N'comment') AS d) AS n",
  "page": String(
    
    SELECT TOP (@limit) u.id FROM (
      SELECT a.id FROM (SELECT TOP (@limit) id FROM comments WHERE id > @after ORDER BY id) AS a
      UNION ALL
      SELECT g.id FROM (
        SELECT TOP (@limit) d.id FROM (SELECT id FROM deleted_records WHERE type = N'comment') AS d WHERE d.id > @after ORDER BY d.id) AS g) AS u
    ORDER BY u.id
  ),
  "renew": String(
    
    UPDATE t
    SET version = CASE WHEN t.version + 1 > j.at_least THEN t.version + 1 ELSE j.at_least END
    OUTPUT inserted.id AS id, inserted.version
    FROM comments AS t, OPENJSON(@rows) WITH (
      id nvarchar(100) '$.id', at_least bigint '$.atLeast') AS j
    WHERE t.id = j.id COLLATE Latin1_General_100_BIN2
  ),
  "renewDeleted": String(
    
    UPDATE t
    SET version = CASE WHEN t.version + 1 > j.at_least THEN t.version + 1 ELSE j.at_least END
    OUTPUT inserted.id AS id, inserted.version
    FROM deleted_records AS t, OPENJSON(@rows) WITH (
      id nvarchar(100) '$.id', at_least bigint '$.atLeast') AS j
    WHERE t.id = j.id COLLATE Latin1_General_100_BIN2 AND t.type = N'comment'
  ),
}
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take an idempotency key 1`] = `

SET LOCK_TIMEOUT 1000;
INSERT INTO idempotency_keys (caller, route, idempotency_key, request_hash, created_at, about)
VALUES (@caller, @route, @key, @hash, @now, NULLIF(@about, N''));
SET LOCK_TIMEOUT -1
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take marks 1`] = `

DELETE FROM rank_marks WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
OUTPUT deleted.movie_id
WHERE movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take plays 1`] = `

DELETE TOP (@limit) FROM play_deltas WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
OUTPUT deleted.movie_id, deleted.covers, deleted.created_at
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take plays of deleted movies 1`] = `

DELETE FROM play_deltas WITH (ROWLOCK)
OUTPUT deleted.movie_id, deleted.covers
WHERE movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take rating deltas 1`] = `

DELETE TOP (@limit) FROM rating_deltas WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
OUTPUT deleted.movie_id, deleted.covers, deleted.count_delta, deleted.half_delta, deleted.origin,
  deleted.created_at
WHERE movie_id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take the ratings of a movie 1`] = `

DELETE FROM ratings WITH (ROWLOCK)
OUTPUT deleted.id, deleted.version, deleted.movie_id, deleted.user_id, deleted.half_stars,
  deleted.rated_on
WHERE movie_id = @movie AND user_id IN (
  SELECT TOP (@limit) r.user_id FROM ratings AS r WITH (UPDLOCK, ROWLOCK)
  WHERE r.movie_id = @movie ORDER BY r.user_id)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take the ratings of a user 1`] = `

DELETE TOP (@limit) FROM ratings WITH (ROWLOCK)
OUTPUT deleted.id, deleted.version, deleted.movie_id, deleted.user_id, deleted.half_stars,
  deleted.rated_on
WHERE user_id = @user
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > take total deltas 1`] = `

DELETE TOP (@limit) FROM total_deltas WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
OUTPUT deleted.covers, deleted.deltas, deleted.created_at
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

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > update ratings 1`] = `

UPDATE r SET half_stars = j.half_stars, rated_on = j.rated_on, version = j.version
OUTPUT inserted.user_id
FROM ratings AS r, OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', user_id nvarchar(36) '$.userId',
  half_stars smallint '$.halfStars', rated_on nchar(10) '$.ratedOn', version bigint '$.version',
  before bigint '$.before') AS j
WHERE r.movie_id = j.movie_id COLLATE Latin1_General_100_BIN2 AND r.user_id = j.user_id COLLATE Latin1_General_100_BIN2 AND r.version = j.before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > update totals 1`] = `

UPDATE t SET count = j.count, version = j.version
OUTPUT inserted.selection
FROM totals AS t, OPENJSON(@rows) WITH (
  selection nvarchar(120) '$.selection', count bigint '$.count', version bigint '$.version',
  before bigint '$.before') AS j
WHERE t.selection = j.selection COLLATE Latin1_General_100_BIN2 AND t.version = j.before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: byEmail 1`] = `

SELECT u.seq, u.id, u.version, u.email, u.first_name, u.last_name, u.role,
  u.password_hash, u.created_at, u.is_erased, (SELECT k.version FROM access_keys AS k WHERE k.id = u.id) AS since
FROM users AS u WHERE u.email_key = @key AND u.email_key IS NOT NULL
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: byIds 1`] = `

SELECT u.seq, u.id, u.version, u.email, u.first_name, u.last_name, u.role,
  u.password_hash, u.created_at, u.is_erased FROM users AS u WHERE u.id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j) AND u.is_erased = 0
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: erase 1`] = `

UPDATE users SET version = @version, email = NULL, email_key = NULL, first_name = NULL,
  last_name = NULL, role = N'viewer', password_hash = NULL, is_erased = 1
OUTPUT inserted.id
WHERE id = @id AND version = @before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: hold 1`] = `

SELECT u.id, u.is_erased
FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j JOIN users AS u WITH (REPEATABLEREAD, ROWLOCK) ON u.id = j.id COLLATE Latin1_General_100_BIN2
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: insert 1`] = `

INSERT INTO users (id, version, email, email_key, first_name, last_name, role, password_hash,
  created_at)
VALUES (@id, @version, @email, @key, @firstName, @lastName, @role, @hash, @createdAt)
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: lock 1`] = `
SELECT u.seq, u.id, u.version, u.email, u.first_name, u.last_name, u.role,
  u.password_hash, u.created_at, u.is_erased FROM users AS u WITH (UPDLOCK, ROWLOCK) WHERE u.id = @id
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: newer 1`] = `

SELECT TOP (@limit) u.seq, u.id, u.version, u.email, u.first_name, u.last_name, u.role,
  u.password_hash, u.created_at, u.is_erased FROM users AS u
WHERE u.seq > @from AND u.is_erased = 0 ORDER BY u.seq
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: older 1`] = `

SELECT TOP (@limit) u.seq, u.id, u.version, u.email, u.first_name, u.last_name, u.role,
  u.password_hash, u.created_at, u.is_erased FROM users AS u
WHERE u.seq < @from AND u.is_erased = 0 ORDER BY u.seq DESC
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > users: update 1`] = `

UPDATE users SET version = @version, email = @email, email_key = @key, first_name = @firstName,
  last_name = @lastName, role = @role, password_hash = @hash
OUTPUT inserted.id
WHERE id = @id AND version = @before
`

exports[`libs/write-store/dist/test/statements.test.js > TAP > sqlserver: hot statements > webhooks 1`] = `
Object {
  "all": String(
    SELECT TOP (@limit) seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks ORDER BY seq
  ),
  "count": String(
    
    SELECT COUNT(CASE WHEN owner_id = @owner THEN 1 END) AS own, COUNT(*) AS n
    FROM webhooks WITH (UPDLOCK, HOLDLOCK)
  ),
  "delete": String(
    
    DELETE FROM webhooks
    OUTPUT deleted.id
    WHERE id = @id AND version = @before
  ),
  "find": String(
    SELECT seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks WHERE id = @id
  ),
  "insert": String(
    
    INSERT INTO webhooks (id, version, owner_id, url, provider_id, kinds, secret, created_at, began_at,
      position, delivery)
    SELECT j.id, j.version, j.owner_id, j.url, j.provider_id, j.kinds, j.secret, j.created_at,
      j.began_at, j.position, j.delivery
    FROM OPENJSON(@rows) WITH (
      id nvarchar(36) '$.id', version bigint '$.version', owner_id nvarchar(36) '$.ownerId',
      url nvarchar(2048) '$.url', provider_id nvarchar(36) '$.providerId', kinds nvarchar(40) '$.kinds',
      secret nvarchar(100) '$.secret', created_at bigint '$.createdAt', began_at bigint '$.beganAt',
      position bigint '$.position', delivery nvarchar(max) '$.delivery') AS j
  ),
  "lastOwners": String(
    
    SELECT d.id, h.provider_id
    FROM deleted_movies AS d JOIN movie_history AS h ON h.movie_id = d.id
    WHERE d.id IN (SELECT j.id COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ids) WITH (id nvarchar(100) '$') AS j)
      AND h.version = (SELECT MAX(m.version) FROM movie_history AS m WHERE m.movie_id = d.id)
  ),
  "lock": String(
    SELECT seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks WITH (UPDLOCK, ROWLOCK) WHERE id = @id
  ),
  "log": String(
    
    INSERT INTO webhook_deliveries (webhook_id, message_id, kind, subject, at, attempt, duration_ms, status,
      outcome, reason)
    SELECT w.id, j.message_id, j.kind, j.subject, j.at, j.attempt, j.duration_ms, j.status, j.outcome,
      j.reason
    FROM OPENJSON(@rows) WITH (
      place int '$.place', webhook_id nvarchar(36) '$.webhookId', message_id nvarchar(60) '$.messageId',
      kind nvarchar(20) '$.kind', subject nvarchar(36) '$.subject', at bigint '$.at',
      attempt int '$.attempt', duration_ms int '$.durationMs', status int '$.status',
      outcome nvarchar(20) '$.outcome', reason nvarchar(100) '$.reason') AS j
    JOIN webhooks AS w ON w.id = j.webhook_id COLLATE Latin1_General_100_BIN2
    ORDER BY j.place
  ),
  "move": String(
    
    UPDATE w
    SET version = j.version, began_at = j.began_at, position = j.position, delivery = j.delivery
    OUTPUT inserted.id
    FROM webhooks AS w, OPENJSON(@rows) WITH (
      id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
      began_at bigint '$.beganAt', position bigint '$.position', delivery nvarchar(max) '$.delivery') AS j
    WHERE w.id = j.id COLLATE Latin1_General_100_BIN2 AND w.version = j.before
  ),
  "newer": String(
    
    SELECT TOP (@limit) seq, webhook_id, message_id, kind, subject, at, attempt, duration_ms, status,
      outcome, reason FROM webhook_deliveries
    WHERE webhook_id = @webhook AND seq > @from ORDER BY seq
  ),
  "ofOwner": "DELETE FROM webhooks WHERE owner_id = @id",
  "older": String(
    
    SELECT TOP (@limit) seq, webhook_id, message_id, kind, subject, at, attempt, duration_ms, status,
      outcome, reason FROM webhook_deliveries
    WHERE webhook_id = @webhook AND seq < @from ORDER BY seq DESC
  ),
  "page": String(
    
    SELECT TOP (@limit) seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
      began_at, position, delivery FROM webhooks
    WHERE seq < @from AND owner_id = @owner ORDER BY seq DESC
  ),
  "prune": String(
    
    DELETE TOP (1000) FROM webhook_deliveries WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
    OUTPUT deleted.seq
    WHERE at < @before
  ),
  "trim": String(
    
    DELETE FROM webhook_deliveries
    OUTPUT deleted.seq
    WHERE seq IN (
      SELECT d.seq FROM webhook_deliveries AS d WHERE d.webhook_id = @webhook
      ORDER BY d.seq DESC OFFSET @kept ROWS FETCH NEXT 1000 ROWS ONLY)
  ),
}
`
