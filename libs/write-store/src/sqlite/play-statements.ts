import type { PlayStatements, RankStatements } from '../statements.js';

export const playStatements: PlayStatements = {
  insertDelta: `
INSERT INTO play_deltas (movie_id, covers, created_at) VALUES (@movie, @covers, @now)`,
  takeDeltas: `
DELETE FROM play_deltas WHERE seq IN (SELECT seq FROM play_deltas ORDER BY seq LIMIT @limit)
RETURNING movie_id, covers, created_at`,
  takeGone: `
DELETE FROM play_deltas WHERE movie_id IN (SELECT value FROM json_each(@ids))
RETURNING movie_id, covers`,
  oldest: 'SELECT created_at FROM play_deltas ORDER BY seq LIMIT 1',
};

export const rankStatements: RankStatements = {
  mark: `
INSERT INTO rank_marks (movie_id, ranked_at)
SELECT id, coalesce(ranked_at, 0) FROM movies WHERE id IN (SELECT value FROM json_each(@ids))`,
  due: `
SELECT movie_id FROM rank_marks WHERE ranked_at <= @before OR ranked_at > @now
ORDER BY ranked_at, seq LIMIT @limit`,
  next: 'SELECT min(ranked_at) AS ranked_at FROM rank_marks',
  take: `
DELETE FROM rank_marks WHERE movie_id IN (SELECT value FROM json_each(@ids))
RETURNING movie_id`,
  save: `
UPDATE movies SET version = j.value ->> 'version', ranked_plays = j.value ->> 'plays',
  ranked_popularity = j.value ->> 'popularity', ranked_at = @now
FROM json_each(@rows) AS j
WHERE movies.id = j.value ->> 'id' AND movies.version = j.value ->> 'before'
RETURNING id`,
};
