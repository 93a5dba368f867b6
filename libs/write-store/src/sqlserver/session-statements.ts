import type { SessionStatements } from '../sessions/session-statements.js';
import { pastLocked } from './hints.js';
import { bin2, listed } from './json-rows.js';

const columns = 'id, version, session_id, player_id, country, started_at, ended_at';

const rows = `OPENJSON(@rows) WITH (
  id nvarchar(100) '$.id', version bigint '$.version', before bigint '$.before',
  session_id nvarchar(36) '$.sessionId', player_id nvarchar(36) '$.playerId',
  country nvarchar(2) '$.country', started_at bigint '$.startedAt',
  ended_at bigint '$.endedAt', expires_at bigint '$.expiresAt') AS j`;

// What a write has locked is passed over: it may be about to tell more.
const pruned = (table: string) => `
DELETE TOP (1000) FROM ${table} WITH (${pastLocked})
OUTPUT deleted.id
WHERE expires_at <= @now`;

export const sessionStatements: SessionStatements = {
  lock: `
SELECT ${columns}
FROM sessions WITH (UPDLOCK, ROWLOCK) WHERE id IN (${listed('@ids')}) ORDER BY id`,
  insert: `
INSERT INTO sessions (${columns}, expires_at)
SELECT j.id, j.version, j.session_id, j.player_id, j.country, j.started_at, j.ended_at,
  j.expires_at
FROM ${rows}`,
  update: `
UPDATE s
SET version = j.version, country = j.country, started_at = j.started_at, ended_at = j.ended_at,
  expires_at = j.expires_at
OUTPUT inserted.id
FROM sessions AS s, ${rows}
WHERE s.id = j.id ${bin2} AND s.version = j.before`,
  // Chosen by their ids, in the order of locks.
  deleteOfPlayer: `
DELETE FROM sessions WITH (ROWLOCK)
OUTPUT deleted.id, deleted.version, deleted.session_id, deleted.player_id, deleted.country,
  deleted.started_at, deleted.ended_at
WHERE seq IN (
  SELECT TOP (@limit) s.seq FROM sessions AS s WITH (UPDLOCK, ROWLOCK)
  WHERE s.player_id = @player ORDER BY s.id)`,
  insertDays: `
INSERT INTO session_days (id, version, country, day, expires_at)
SELECT j.id, j.version, j.country, j.day, j.expires_at
FROM OPENJSON(@rows) WITH (
  id nvarchar(100) '$.id', version bigint '$.version', country nvarchar(2) '$.country',
  day nvarchar(10) '$.day', expires_at bigint '$.expiresAt') AS j`,
  prune: pruned('sessions'),
  pruneDays: pruned('session_days'),
};
