import type { PageOptions } from '../users.js';

export interface WebhookStatements {
  /** @id → row */
  readonly find: string;
  /** @id → row, locked for change */
  readonly lock: string;
  /** @limit → rows, in the order of `seq` */
  readonly all: string;
  /** @from, @limit, and @owner where the condition names it → rows */
  page(direction: PageOptions['direction'], condition: string): string;
  /** @owner → own, n: how many this one has, and how many there are; nobody adds one before the commit */
  readonly count: string;
  /** @rows, whole */
  readonly insert: string;
  /** @rows { id, before, version, beganAt, position, delivery } → id */
  readonly move: string;
  /** @id, @before → id */
  readonly delete: string;
  /** @id of an owner: deletes all of theirs */
  readonly ofOwner: string;
  /** @rows, whole; of webhooks that are gone they are passed over */
  readonly log: string;
  /** @webhook, @from, @limit → log rows before this place, the newest first */
  readonly older: string;
  /** @webhook, @from, @limit → log rows after this place, the oldest first */
  readonly newer: string;
  /** @webhook, @kept → seq of up to 1,000 rows beyond so many, deleted */
  readonly trim: string;
  /** @before → seq of up to 1,000 rows, deleted */
  readonly prune: string;
  /** @ids of movies that are deleted → id, provider_id */
  readonly lastOwners: string;
}

export const webhookColumns = `seq, id, version, owner_id, url, provider_id, kinds, secret, created_at,
  began_at, position, delivery`;

export const deliveryColumns = `webhook_id, message_id, kind, subject, at, attempt, duration_ms, status,
  outcome, reason`;
