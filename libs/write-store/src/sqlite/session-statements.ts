import type { SessionStatements } from '../sessions/session-statements.js';

const columns = 'id, version, session_id, player_id, country, started_at, ended_at';
const field = (name: string) => `j.value ->> '${name}'`;

const pruned = (table: string) => `
DELETE FROM ${table}
WHERE id IN (
  SELECT id FROM ${table} WHERE expires_at <= @now ORDER BY expires_at LIMIT 1000)
RETURNING id`;

export const sessionStatements: SessionStatements = {
  lock: `
SELECT ${columns} FROM sessions WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id`,
  insert: `
INSERT INTO sessions (${columns}, expires_at)
SELECT ${field('id')}, ${field('version')}, ${field('sessionId')}, ${field('playerId')},
  ${field('country')}, ${field('startedAt')}, ${field('endedAt')}, ${field('expiresAt')}
FROM json_each(@rows) AS j`,
  update: `
UPDATE sessions
SET version = ${field('version')}, country = ${field('country')},
  started_at = ${field('startedAt')}, ended_at = ${field('endedAt')},
  expires_at = ${field('expiresAt')}
FROM json_each(@rows) AS j
WHERE sessions.id = ${field('id')} AND sessions.version = ${field('before')}
RETURNING id`,
  deleteOfPlayer: `
DELETE FROM sessions
WHERE id IN (SELECT id FROM sessions WHERE player_id = @player ORDER BY id LIMIT @limit)
RETURNING ${columns}`,
  insertDays: `
INSERT INTO session_days (id, version, country, day, expires_at)
SELECT ${field('id')}, ${field('version')}, ${field('country')}, ${field('day')},
  ${field('expiresAt')}
FROM json_each(@rows) AS j`,
  prune: pruned('sessions'),
  pruneDays: pruned('session_days'),
};
