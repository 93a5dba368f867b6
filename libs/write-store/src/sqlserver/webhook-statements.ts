import {
  deliveryColumns,
  type WebhookStatements,
  webhookColumns,
} from '../webhooks/webhook-statements.js';
import { pastLocked } from './hints.js';
import { bin2, listed } from './json-rows.js';

export const webhookStatements: WebhookStatements = {
  find: `SELECT ${webhookColumns} FROM webhooks WHERE id = @id`,
  lock: `SELECT ${webhookColumns} FROM webhooks WITH (UPDLOCK, ROWLOCK) WHERE id = @id`,
  all: `SELECT TOP (@limit) ${webhookColumns} FROM webhooks ORDER BY seq`,
  page: (direction, condition) => {
    const [beyond, order] = direction === 'older' ? ['<', 'seq DESC'] : ['>', 'seq'];
    return `
SELECT TOP (@limit) ${webhookColumns} FROM webhooks
WHERE seq ${beyond} @from${condition} ORDER BY ${order}`;
  },
  // Whoever else would add one waits here, and counts this one too.
  count: `
SELECT COUNT(CASE WHEN owner_id = @owner THEN 1 END) AS own, COUNT(*) AS n
FROM webhooks WITH (UPDLOCK, HOLDLOCK)`,
  insert: `
INSERT INTO webhooks (id, version, owner_id, url, provider_id, kinds, secret, created_at, began_at,
  position, delivery)
SELECT j.id, j.version, j.owner_id, j.url, j.provider_id, j.kinds, j.secret, j.created_at,
  j.began_at, j.position, j.delivery
FROM OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', version bigint '$.version', owner_id nvarchar(36) '$.ownerId',
  url nvarchar(2048) '$.url', provider_id nvarchar(36) '$.providerId', kinds nvarchar(40) '$.kinds',
  secret nvarchar(100) '$.secret', created_at bigint '$.createdAt', began_at bigint '$.beganAt',
  position bigint '$.position', delivery nvarchar(max) '$.delivery') AS j`,
  move: `
UPDATE w
SET version = j.version, began_at = j.began_at, position = j.position, delivery = j.delivery
OUTPUT inserted.id
FROM webhooks AS w, OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', before bigint '$.before', version bigint '$.version',
  began_at bigint '$.beganAt', position bigint '$.position', delivery nvarchar(max) '$.delivery') AS j
WHERE w.id = j.id ${bin2} AND w.version = j.before`,
  delete: `
DELETE FROM webhooks
OUTPUT deleted.id
WHERE id = @id AND version = @before`,
  ofOwner: 'DELETE FROM webhooks WHERE owner_id = @id',
  log: `
INSERT INTO webhook_deliveries (${deliveryColumns})
SELECT w.id, j.message_id, j.kind, j.subject, j.at, j.attempt, j.duration_ms, j.status, j.outcome,
  j.reason
FROM OPENJSON(@rows) WITH (
  place int '$.place', webhook_id nvarchar(36) '$.webhookId', message_id nvarchar(60) '$.messageId',
  kind nvarchar(20) '$.kind', subject nvarchar(36) '$.subject', at bigint '$.at',
  attempt int '$.attempt', duration_ms int '$.durationMs', status int '$.status',
  outcome nvarchar(20) '$.outcome', reason nvarchar(100) '$.reason') AS j
JOIN webhooks AS w ON w.id = j.webhook_id ${bin2}
ORDER BY j.place`,
  older: `
SELECT TOP (@limit) seq, ${deliveryColumns} FROM webhook_deliveries
WHERE webhook_id = @webhook AND seq < @from ORDER BY seq DESC`,
  newer: `
SELECT TOP (@limit) seq, ${deliveryColumns} FROM webhook_deliveries
WHERE webhook_id = @webhook AND seq > @from ORDER BY seq`,
  trim: `
DELETE FROM webhook_deliveries
OUTPUT deleted.seq
WHERE seq IN (
  SELECT d.seq FROM webhook_deliveries AS d WHERE d.webhook_id = @webhook
  ORDER BY d.seq DESC OFFSET @kept ROWS FETCH NEXT 1000 ROWS ONLY)`,
  prune: `
DELETE TOP (1000) FROM webhook_deliveries WITH (${pastLocked})
OUTPUT deleted.seq
WHERE at < @before`,
  lastOwners: `
SELECT d.id, h.provider_id
FROM deleted_movies AS d JOIN movie_history AS h ON h.movie_id = d.id
WHERE d.id IN (${listed('@ids')})
  AND h.version = (SELECT MAX(m.version) FROM movie_history AS m WHERE m.movie_id = d.id)`,
};
