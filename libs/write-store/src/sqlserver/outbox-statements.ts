import type { OutboxStatements } from '../statements.js';
import { pastLocked } from './hints.js';
import { listed, numbersOf } from './json-rows.js';

const these = `seq IN (SELECT j.value FROM ${numbersOf('@seqs')} AS j)`;

const insert = `
INSERT INTO outbox (kind, subject, version, writes, before_keys, selections, origins, state,
  attempts, due_at, created_at)
SELECT j.kind, j.subject, j.version, j.writes, j.before_keys, j.selections, j.origins, N'pending',
  0, 0, j.created_at
FROM OPENJSON(@rows) WITH (
  kind nvarchar(20) '$.kind', subject nvarchar(100) '$.subject', version bigint '$.version',
  writes nvarchar(max) '$.writes' AS JSON, before_keys nvarchar(max) '$.beforeKeys' AS JSON,
  selections nvarchar(max) '$.selections' AS JSON, origins nvarchar(max) '$.origins' AS JSON,
  created_at bigint '$.createdAt') AS j`;

/**
 * One relay at a time: the counter's row is locked until the commit. The rows are found by a read that sees what is committed and
 * waits for nothing (READ_COMMITTED_SNAPSHOT); an UPDATE that looked for them itself would wait for every transaction under way.
 */
const givePositions = `
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
END`;

const positions = `
SELECT p.last, o.position AS waiting, o.created_at
FROM change_positions AS p LEFT JOIN (
  SELECT TOP (1) position, created_at FROM outbox
  WHERE position > @above AND state <> N'confirmed' ORDER BY position) AS o ON 1 = 1
WHERE p.part = 1`;

/**
 * One statement that tests the state itself: a SELECT followed by an UPDATE gives rows to two
 * relays.
 */
const claim = `
UPDATE TOP (@limit) outbox WITH (UPDLOCK, ${pastLocked})
SET due_at = @leaseEnd, attempts = attempts + 1
OUTPUT inserted.seq, inserted.kind, inserted.subject, inserted.version, inserted.attempts
WHERE state = N'pending' AND position IS NOT NULL AND (due_at <= @now OR due_at > @farthest)`;

const sized = (state: string) => `(
  SELECT COUNT(*) FROM (SELECT TOP (@limit) seq FROM outbox WHERE state = N'${state}') AS o)`;

export const outboxStatements: OutboxStatements = {
  ...{ insert, claim, givePositions, positions },
  read: `
SELECT seq, kind, subject, version, position, writes, selections, origins, created_at FROM outbox
WHERE ${these} ORDER BY seq`,
  befores: `
SELECT o.kind, o.subject, o.before_keys FROM outbox AS o
WHERE o.subject IN (${listed('@subjects')}) AND o.before_keys IS NOT NULL
ORDER BY o.seq`,
  markPublished: `
UPDATE outbox SET state = N'published', published_at = @now WHERE ${these} AND state = N'pending'`,
  release: `UPDATE outbox SET due_at = @retryAt WHERE ${these} AND state = N'pending'`,
  unconfirmed: `
SELECT TOP (@limit) seq, kind, subject, version, position, selections, published_at FROM outbox
WHERE state = N'published' ORDER BY published_at, seq`,
  forgetConfirmed: `
DELETE FROM outbox
WHERE kind = N'movie' AND state = N'confirmed' AND before_keys IS NULL
  AND subject IN (SELECT o.subject FROM outbox AS o WHERE o.${these})`,
  deleteConfirmed: `
DELETE FROM outbox WHERE ${these} AND kind <> N'movie' AND before_keys IS NULL`,
  keepConfirmed: `
UPDATE outbox SET state = N'confirmed', confirmed_at = @now,
  writes = CONCAT(N'[', JSON_QUERY(writes, '$[0]'), N']'),
  kept_until = CASE WHEN before_keys IS NULL THEN @traceEnd ELSE published_at + @beforesMs END
WHERE ${these} AND published_at IS NOT NULL AND state <> N'confirmed'`,
  republish: `
UPDATE outbox SET state = N'pending', due_at = 0 WHERE ${these} AND state = N'published'`,
  prune: `
DELETE TOP (1000) FROM outbox WITH (${pastLocked})
OUTPUT deleted.seq
WHERE kept_until < @now`,
  sizes: `SELECT ${sized('pending')} AS pending, ${sized('published')} AS published`,
  oldest: `
SELECT MIN(created_at) AS created_at FROM outbox WHERE state = N'pending'
UNION ALL
SELECT MIN(created_at) FROM outbox WHERE state = N'published'`,
  ofMovie: `
SELECT TOP (20) version, state, attempts, origins, created_at, published_at, confirmed_at
FROM outbox WHERE subject = @movie AND kind = N'movie' ORDER BY seq DESC`,
  unconfirmedSubjects: `
SELECT DISTINCT o.subject FROM outbox AS o
WHERE o.kind = @kind AND o.subject IN (${listed('@subjects')}) AND o.state <> N'confirmed'`,
};
