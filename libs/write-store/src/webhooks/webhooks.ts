/** Webhooks as they are read and delivered: whom changes are told to, how far that has come, and the log of it. */
import type { WebhookDelivery } from '@marquee/contracts';
import type { WebhookState } from '@marquee/domain';
import type { Transact } from '../make-store.js';
import { type Wide, wideOrNull } from '../rows.js';
import { chunksOf, runRows } from '../scope.js';
import { type PageOptions, type Placed, startOf } from '../users.js';

/** Attempts are kept for this long, and no more of a webhook than so many. */
export const DELIVERIES_KEPT_MS = 7 * 86_400_000;
const DELIVERIES_KEPT = 1_000;

/** Of all owners together: each has one request under way at most. */
export const MAX_WEBHOOKS = 1_000;

export interface Webhooks {
  find(id: string): Promise<WebhookState | null>;
  /** Of an owner, or all; the newest first, from a place on. */
  page(owner: string | null, options: PageOptions): Promise<readonly Placed<WebhookState>[]>;
  /** To be delivered to: all there are, the oldest first. */
  all(): Promise<readonly WebhookState[]>;
  /**
   * Notes how far these have come and how it goes, but of those that somebody has moved or deleted since; and appends to the log.
   * What the power takes with it is sent once more.
   */
  note(progress: readonly WebhookState[], attempts: readonly DeliveryAttempt[]): Promise<void>;
  /** The log of one, the newest first, from a place on. */
  deliveries(id: string, options: PageOptions): Promise<readonly Placed<WebhookDelivery>[]>;
  /** Whose these were, of movies that are deleted; of some that were deleted long ago it is not known. */
  lastOwners(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Deletes what the log keeps no longer; returns how many, some thousands a call. */
  prune(now: number): Promise<number>;
}

export interface DeliveryAttempt extends Omit<WebhookDelivery, 'at'> {
  readonly webhookId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface WebhookRow {
  readonly seq: Wide;
  readonly id: string;
  readonly version: Wide;
  readonly owner_id: string;
  readonly url: string;
  readonly provider_id: string | null;
  readonly kinds: string;
  readonly secret: string;
  readonly created_at: Wide;
  readonly began_at: Wide;
  readonly position: Wide;
  readonly delivery: string;
}

interface DeliveryRow {
  readonly seq: Wide;
  readonly message_id: string;
  readonly kind: WebhookDelivery['kind'];
  readonly subject: string;
  readonly at: Wide;
  readonly attempt: Wide;
  readonly duration_ms: Wide;
  readonly status: Wide | null;
  readonly outcome: WebhookDelivery['outcome'];
  readonly reason: string | null;
}

export function webhooksOf(transact: Transact): Webhooks {
  return {
    async find(id) {
      const [row] = await transact('write', ({ run, statements }) =>
        run<WebhookRow>(statements.webhooks.find, { id }),
      );
      return row === undefined ? null : webhookStateOf(row);
    },
    async page(owner, { direction, from, limit }) {
      const condition = owner === null ? '' : ' AND owner_id = @owner';
      const given = {
        from: from ?? startOf(direction),
        limit,
        ...(owner === null ? {} : { owner }),
      };
      const rows = await transact('write', ({ run, statements }) =>
        run<WebhookRow>(statements.webhooks.page(direction, condition), given),
      );
      return rows.map((row) => ({ seq: Number(row.seq), value: webhookStateOf(row) }));
    },
    all: () => allOf(transact),
    note: (progress, attempts) =>
      transact('forgettable', async ({ run, statements: { webhooks } }) => {
        const moved = progress.map((state) => ({ ...movedRow(state), before: state.version }));
        await runRows(run, webhooks.move, moved);
        const logged = attempts.map(({ id, ...attempt }, place) => {
          return { place, subject: id, ...attempt };
        });
        await runRows(run, webhooks.log, logged);
      }),
    async deliveries(webhook, { direction, from, limit }) {
      const given = { webhook, from: from ?? startOf(direction), limit };
      const rows = await transact('write', ({ run, statements }) =>
        run<DeliveryRow>(statements.webhooks[direction], given),
      );
      return rows.map((row) => ({ seq: Number(row.seq), value: deliveryOf(row) }));
    },
    async lastOwners(ids) {
      const found = new Map<string, string>();
      for (const chunk of chunksOf(ids)) {
        const rows = await transact('write', ({ run, statements }) =>
          run<{ readonly id: string; readonly provider_id: string }>(
            statements.webhooks.lastOwners,
            { ids: chunk },
          ),
        );
        for (const { id, provider_id } of rows) found.set(id, provider_id);
      }
      return found;
    },
    async prune(now) {
      const before = now - DELIVERIES_KEPT_MS;
      let count = await transact(
        'forgettable',
        async ({ run, statements }) => (await run(statements.webhooks.prune, { before })).length,
      );
      const ids = (await allOf(transact)).map(({ id }) => id);
      for (const webhook of ids) {
        count += await transact('forgettable', async ({ run, statements }) => {
          const { trim } = statements.webhooks;
          return (await run(trim, { webhook, kept: DELIVERIES_KEPT })).length;
        });
      }
      return count;
    },
  };
}

async function allOf(transact: Transact): Promise<readonly WebhookState[]> {
  const rows = await transact('write', ({ run, statements }) =>
    run<WebhookRow>(statements.webhooks.all, { limit: MAX_WEBHOOKS }),
  );
  return rows.map(webhookStateOf);
}

export function webhookStateOf(row: WebhookRow): WebhookState {
  return {
    ...{ id: row.id, version: Number(row.version), ownerId: row.owner_id, url: row.url },
    ...{ providerId: row.provider_id, secret: row.secret, createdAt: Number(row.created_at) },
    kinds: row.kinds.split(',').filter((kind) => kind === 'movie' || kind === 'actor'),
    place: { beganAt: Number(row.began_at), position: Number(row.position) },
    delivery: JSON.parse(row.delivery),
  };
}

/** What changes of one as it goes. */
export function movedRow({ id, version, place, delivery }: WebhookState) {
  return { id, version, ...place, delivery: JSON.stringify(delivery) };
}

function deliveryOf(row: DeliveryRow): WebhookDelivery {
  return {
    ...{ messageId: row.message_id, kind: row.kind, id: row.subject },
    at: new Date(Number(row.at)).toISOString(),
    ...{ attempt: Number(row.attempt), durationMs: Number(row.duration_ms) },
    ...{ status: wideOrNull(row.status), outcome: row.outcome, reason: row.reason },
  };
}
