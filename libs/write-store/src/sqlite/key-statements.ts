import type { KeyStatements } from '../statements.js';

const theKey = 'caller = @caller AND route = @route AND idempotency_key = @key';

export const keyStatements: KeyStatements = {
  take: `
INSERT INTO idempotency_keys (caller, route, idempotency_key, request_hash, created_at, about)
VALUES (@caller, @route, @key, @hash, @now, NULLIF(@about, ''))`,
  putBack: null,
  keep: `UPDATE idempotency_keys SET result = @result WHERE ${theKey}`,
  read: `SELECT request_hash, result, created_at FROM idempotency_keys WHERE ${theKey}`,
  forget: `DELETE FROM idempotency_keys WHERE ${theKey} AND created_at < @before`,
  forgetUser: 'DELETE FROM idempotency_keys WHERE caller = @id OR about = @id',
  prune: `
DELETE FROM idempotency_keys
WHERE rowid IN (
  SELECT rowid FROM idempotency_keys WHERE created_at < @before ORDER BY created_at LIMIT 1000)
RETURNING created_at`,
};
