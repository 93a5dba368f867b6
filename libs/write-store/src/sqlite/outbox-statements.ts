import type { OutboxStatements } from '../statements.js';

const these = 'seq IN (SELECT value FROM json_each(@seqs))';
/** The plus keeps SQLite from choosing an index on the state: it would read all rows of that state, a long backlog each time, for a few. */
const inState = (state: string) => `+state = '${state}'`;

const insert = `
INSERT INTO outbox (kind, subject, version, writes, before_keys, selections, origins, state,
  attempts, due_at, created_at)
SELECT value ->> 'kind', value ->> 'subject', value ->> 'version', value ->> 'writes',
  value ->> 'beforeKeys', value ->> 'selections', value ->> 'origins', 'pending', 0, 0,
  value ->> 'createdAt'
FROM json_each(@rows)`;

const claim = `
UPDATE outbox SET due_at = @leaseEnd, attempts = attempts + 1
WHERE seq IN (
  SELECT seq FROM outbox WHERE state = 'pending' AND (due_at <= @now OR due_at > @farthest)
  ORDER BY created_at, seq LIMIT @limit)
RETURNING seq, kind, subject, version, attempts`;

const sized = (state: string) =>
  `(SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = '${state}' LIMIT @limit))`;

/**
 * There is one writer at a time, and a number that a transaction took is given back with it: `seq` is dense, and in the order of
 * commits.
 */
const position = 'seq AS position';

const positions = `
SELECT s.seq AS last, o.seq AS waiting, o.created_at
FROM (SELECT max(seq) AS seq FROM sqlite_sequence WHERE name = 'outbox') AS s LEFT JOIN (
  SELECT seq, created_at FROM outbox
  WHERE seq > @above AND state <> 'confirmed' ORDER BY seq LIMIT 1) AS o`;

export const outboxStatements: OutboxStatements = {
  ...{ insert, claim, givePositions: null, positions },
  read: `
SELECT seq, kind, subject, version, ${position}, writes, selections, origins, created_at FROM outbox
WHERE ${these} ORDER BY seq`,
  befores: `
SELECT kind, subject, before_keys FROM outbox
WHERE subject IN (SELECT value FROM json_each(@subjects)) AND before_keys IS NOT NULL
ORDER BY seq`,
  markPublished: `
UPDATE outbox SET state = 'published', published_at = @now WHERE ${these} AND ${inState('pending')}`,
  release: `UPDATE outbox SET due_at = @retryAt WHERE ${these} AND ${inState('pending')}`,
  unconfirmed: `
SELECT seq, kind, subject, version, ${position}, selections, published_at FROM outbox
WHERE state = 'published' ORDER BY published_at, seq LIMIT @limit`,
  forgetConfirmed: `
DELETE FROM outbox
WHERE kind = 'movie' AND ${inState('confirmed')} AND before_keys IS NULL
  AND subject IN (SELECT subject FROM outbox WHERE ${these} AND kind = 'movie')`,
  deleteConfirmed: `
DELETE FROM outbox WHERE ${these} AND kind <> 'movie' AND before_keys IS NULL`,
  keepConfirmed: `
UPDATE outbox SET state = 'confirmed', confirmed_at = @now,
  writes = '[' || coalesce(writes -> 0, '') || ']',
  kept_until = CASE WHEN before_keys IS NULL THEN @traceEnd ELSE published_at + @beforesMs END
WHERE ${these} AND published_at IS NOT NULL AND state <> 'confirmed'`,
  republish: `
UPDATE outbox SET state = 'pending', due_at = 0 WHERE ${these} AND ${inState('published')}`,
  prune: `
DELETE FROM outbox
WHERE seq IN (
  SELECT seq FROM outbox WHERE kept_until < @now ORDER BY kept_until LIMIT 1000)
RETURNING seq`,
  sizes: `SELECT ${sized('pending')} AS pending, ${sized('published')} AS published`,
  oldest: `
SELECT min(created_at) AS created_at FROM outbox WHERE state = 'pending'
UNION ALL
SELECT min(created_at) FROM outbox WHERE state = 'published'`,
  ofMovie: `
SELECT version, state, attempts, origins, created_at, published_at, confirmed_at FROM outbox
WHERE subject = @movie AND kind = 'movie' ORDER BY seq DESC LIMIT 20`,
  unconfirmedSubjects: `
SELECT DISTINCT subject FROM outbox
WHERE kind = @kind AND subject IN (SELECT value FROM json_each(@subjects))
  AND state <> 'confirmed'`,
};
