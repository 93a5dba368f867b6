import {
  deliveryColumns,
  type WebhookStatements,
  webhookColumns,
} from '../webhooks/webhook-statements.js';

export const webhookStatements: WebhookStatements = {
  find: `SELECT ${webhookColumns} FROM webhooks WHERE id = @id`,
  lock: `SELECT ${webhookColumns} FROM webhooks WHERE id = @id`,
  all: `SELECT ${webhookColumns} FROM webhooks ORDER BY seq LIMIT @limit`,
  page: (direction, condition) => {
    const [beyond, order] = direction === 'older' ? ['<', 'seq DESC'] : ['>', 'seq'];
    return `
SELECT ${webhookColumns} FROM webhooks
WHERE seq ${beyond} @from${condition} ORDER BY ${order} LIMIT @limit`;
  },
  count: 'SELECT count(*) FILTER (WHERE owner_id = @owner) AS own, count(*) AS n FROM webhooks',
  insert: `
INSERT INTO webhooks (id, version, owner_id, url, provider_id, kinds, secret, created_at, began_at,
  position, delivery)
SELECT value ->> 'id', value ->> 'version', value ->> 'ownerId', value ->> 'url',
  value ->> 'providerId', value ->> 'kinds', value ->> 'secret', value ->> 'createdAt',
  value ->> 'beganAt', value ->> 'position', value ->> 'delivery'
FROM json_each(@rows)`,
  move: `
UPDATE webhooks SET version = j.value ->> 'version', began_at = j.value ->> 'beganAt',
  position = j.value ->> 'position', delivery = j.value ->> 'delivery'
FROM json_each(@rows) AS j
WHERE webhooks.id = j.value ->> 'id' AND webhooks.version = j.value ->> 'before'
RETURNING id`,
  delete: 'DELETE FROM webhooks WHERE id = @id AND version = @before RETURNING id',
  ofOwner: 'DELETE FROM webhooks WHERE owner_id = @id',
  log: `
INSERT INTO webhook_deliveries (${deliveryColumns})
SELECT w.id, j.value ->> 'messageId', j.value ->> 'kind', j.value ->> 'subject', j.value ->> 'at',
  j.value ->> 'attempt', j.value ->> 'durationMs', j.value ->> 'status', j.value ->> 'outcome',
  j.value ->> 'reason'
FROM json_each(@rows) AS j JOIN webhooks AS w ON w.id = j.value ->> 'webhookId'
ORDER BY j.key`,
  older: `
SELECT seq, ${deliveryColumns} FROM webhook_deliveries
WHERE webhook_id = @webhook AND seq < @from ORDER BY seq DESC LIMIT @limit`,
  newer: `
SELECT seq, ${deliveryColumns} FROM webhook_deliveries
WHERE webhook_id = @webhook AND seq > @from ORDER BY seq LIMIT @limit`,
  trim: `
DELETE FROM webhook_deliveries WHERE seq IN (
  SELECT seq FROM webhook_deliveries WHERE webhook_id = @webhook
  ORDER BY seq DESC LIMIT 1000 OFFSET @kept)
RETURNING seq`,
  prune: `
DELETE FROM webhook_deliveries WHERE seq IN (
  SELECT seq FROM webhook_deliveries WHERE at < @before LIMIT 1000)
RETURNING seq`,
  lastOwners: `
SELECT d.id, h.provider_id
FROM deleted_movies AS d JOIN movie_history AS h ON h.movie_id = d.id
WHERE d.id IN (SELECT value FROM json_each(@ids))
  AND h.version = (SELECT max(m.version) FROM movie_history AS m WHERE m.movie_id = d.id)`,
};
