/** From the outbox to the queue: claims rows, loads what they are about, publishes it to every generation, marks them. */
import { backoffMs, type ChangeQueue, publishEvents } from '@marquee/change-queue';
import { StoreUnavailable } from '@marquee/contracts';
import { type Logger, noteEvents, type Tracing, traceEvents } from '@marquee/service';
import type { ClaimedRow, Hydrated, Outbox } from '@marquee/write-store';

export interface PublishDeps {
  readonly outbox: Outbox;
  readonly queue: ChangeQueue;
  readonly logger: Logger;
  readonly now: () => number;
  /** Called after each publication, with the number of rows. */
  readonly onPublished: (rows: number) => void;
  readonly tracing?: Tracing | null;
}

const CLAIM_LIMIT = 500;
/** A relay that dies leaves its rows leased: so much later others publish them. Rows that are published twice do no harm. */
const LEASE_MS = 5_000;
const RETRY = { firstMs: 250, capMs: 10_000 };
/** Of one call: then other loops get their turn. */
const MAX_BATCHES = 20;

/** Publishes what waits; returns whether more may wait. The next rows are loaded while the last are being published. */
export async function publishChanges(deps: PublishDeps): Promise<boolean> {
  let sending: Promise<void> = Promise.resolve();
  try {
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const rows = await deps.outbox.claim({
        limit: CLAIM_LIMIT,
        leaseMs: LEASE_MS,
        now: deps.now(),
      });
      if (rows.length === 0) return false;
      const parts = await hydrate(rows, deps).catch((error) => giveBack(rows, error, deps));
      await sending.catch((error) => giveBack(rows, error, deps));
      sending = sendAll(parts, deps);
      // Awaited in the next round, or at the end.
      sending.catch(() => undefined);
    }
    return true;
  } finally {
    await sending;
  }
}

interface Part {
  readonly rows: readonly ClaimedRow[];
  readonly hydrated: Hydrated;
}

/** Rows that cannot be loaded are found by halving, so that they hold up nobody else's. */
async function hydrate(rows: readonly ClaimedRow[], deps: PublishDeps): Promise<Part[]> {
  try {
    return [{ rows, hydrated: await deps.outbox.hydrate(rows) }];
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    if (rows.length === 1) {
      deps.logger.error({ err: error, row: rows[0] }, 'a change cannot be loaded');
      await release(rows, deps);
      return [];
    }
    const middle = rows.length >> 1;
    const first = await hydrate(rows.slice(0, middle), deps);
    return [...first, ...(await hydrate(rows.slice(middle), deps))];
  }
}

async function sendAll(parts: readonly Part[], deps: PublishDeps): Promise<void> {
  for (const part of parts) {
    await send(part, deps).catch((error) => giveBack(part.rows, error, deps));
  }
}

async function send({ rows, hydrated }: Part, deps: PublishDeps): Promise<void> {
  if (hydrated.generations.length === 0) throw new Error('no generation of the view is registered');
  const publication = { name: 'publish', kind: 'producer' } as const;
  const traced = traceEvents(deps.tracing, publication, hydrated);
  try {
    await publishEvents(deps.queue, hydrated.generations, traced.events, deps.now());
    traced.end();
  } catch (error) {
    traced.end(error);
    throw error;
  }
  noteEvents(deps.logger, hydrated.events, 'published');
  await deps.outbox.markPublished(rows, deps.now());
  deps.onPublished(rows.length);
}

async function giveBack(
  rows: readonly ClaimedRow[],
  error: unknown,
  deps: PublishDeps,
): Promise<never> {
  // Where this fails too, the lease runs out.
  await release(rows, deps).catch(() => undefined);
  throw error;
}

async function release(rows: readonly ClaimedRow[], { outbox, now }: PublishDeps): Promise<void> {
  for (const attempts of new Set(rows.map((row) => row.attempts))) {
    const alike = rows.filter((row) => row.attempts === attempts);
    await outbox.release(alike, now() + backoffMs(attempts + 1, RETRY));
  }
}
