import type { KeyStatements } from '../statements.js';
import { pastLocked } from './hints.js';

const theKey = 'caller = @caller AND route = @route AND idempotency_key = @key';

const putBack = 'SET LOCK_TIMEOUT -1';

export const keyStatements: KeyStatements = {
  // Waits while a request with the same key is under way, but not for long: error 1222. The limit would stay on the connection.
  take: `
SET LOCK_TIMEOUT 1000;
INSERT INTO idempotency_keys (caller, route, idempotency_key, request_hash, created_at, about)
VALUES (@caller, @route, @key, @hash, @now, NULLIF(@about, N''));
${putBack}`,
  putBack,
  keep: `UPDATE idempotency_keys SET result = @result WHERE ${theKey}`,
  read: `SELECT request_hash, result, created_at FROM idempotency_keys WHERE ${theKey}`,
  forget: `DELETE FROM idempotency_keys WHERE ${theKey} AND created_at < @before`,
  forgetUser: `
DELETE FROM idempotency_keys WHERE caller = @id;
DELETE FROM idempotency_keys WHERE about = @id AND about IS NOT NULL`,
  prune: `
DELETE TOP (1000) FROM idempotency_keys WITH (${pastLocked})
OUTPUT deleted.created_at
WHERE created_at < @before`,
};
