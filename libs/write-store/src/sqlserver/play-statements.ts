import type { PlayStatements, RankStatements } from '../statements.js';
import { pastLocked } from './hints.js';
import { bin2, listed } from './json-rows.js';

export const playStatements: PlayStatements = {
  insertDelta: `
INSERT INTO play_deltas (movie_id, covers, created_at) VALUES (@movie, @covers, @now)`,
  takeDeltas: `
DELETE TOP (@limit) FROM play_deltas WITH (${pastLocked})
OUTPUT deleted.movie_id, deleted.covers, deleted.created_at`,
  // Waits for plays that are still being written and for a fold that has them in hand, so that the
  // total that is read next has all of them.
  takeGone: `
DELETE FROM play_deltas WITH (ROWLOCK)
OUTPUT deleted.movie_id, deleted.covers
WHERE movie_id IN (${listed('@ids')})`,
  oldest: 'SELECT TOP (1) created_at FROM play_deltas ORDER BY seq',
};

export const rankStatements: RankStatements = {
  mark: `
INSERT INTO rank_marks (movie_id, ranked_at)
SELECT m.id, COALESCE(m.ranked_at, 0) FROM movies AS m WHERE m.id IN (${listed('@ids')})`,
  due: `
SELECT TOP (@limit) movie_id FROM rank_marks WHERE ranked_at <= @before OR ranked_at > @now
ORDER BY ranked_at, seq`,
  next: 'SELECT MIN(ranked_at) AS ranked_at FROM rank_marks',
  // READPAST: a mark that is being made says that plays or ratings are still to be committed: it
  // stays, and the movie is ranked once more.
  take: `
DELETE FROM rank_marks WITH (${pastLocked})
OUTPUT deleted.movie_id
WHERE movie_id IN (${listed('@ids')})`,
  save: `
UPDATE m SET version = j.version, ranked_plays = j.plays, ranked_popularity = j.popularity,
  ranked_at = @now
OUTPUT inserted.id
FROM movies AS m, OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
  plays bigint '$.plays', popularity int '$.popularity') AS j
WHERE m.id = j.id ${bin2} AND m.version = j.before`,
};
