/** What operators watch the relay by, and all that lies between the outbox and the view. */
import type { ChangeQueue, QueueCounts } from '@marquee/change-queue';
import type { Confirmation, ReconcilerMetrics } from '@marquee/reconcile';
import { type Metrics, scrapeGauges } from '@marquee/service';
import { upToDateAt, type ViewStore } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';
import { Counter, Gauge } from 'prom-client';

export interface RelayMetrics {
  published(rows: number): void;
  confirmed(confirmation: Confirmation): void;
  failed(loop: string): void;
  readonly reconciler: ReconcilerMetrics;
}

export interface RelayObserved {
  readonly writeStore: WriteStore;
  readonly viewStore: ViewStore;
  readonly queue: ChangeQueue;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function measureRelay(registry: Metrics, observed: RelayObserved): RelayMetrics {
  measureOutbox(registry, observed);
  measurePositions(registry, observed);
  measureGenerations(registry, observed);
  measurePool(registry, observed);
  const registers = [registry];
  const published = new Counter({
    name: 'marquee_relay_published_total',
    help: 'Outbox rows that the queue has accepted.',
    registers,
  });
  const confirmed = new Counter({
    name: 'marquee_relay_confirmed_total',
    help: 'Published outbox rows that were found in the view.',
    registers,
  });
  const lost = new Counter({
    name: 'marquee_relay_lost_total',
    help: 'Published outbox rows that got lost on their way and are published again.',
    registers,
  });
  const failures = new Counter({
    name: 'marquee_relay_failures_total',
    help: 'Turns of the relay that failed and are tried again.',
    labelNames: ['loop'],
    registers,
  });
  return {
    published: (rows) => published.inc(rows),
    confirmed(seen) {
      confirmed.inc(seen.confirmed);
      lost.inc(seen.republished);
    },
    failed: (loop) => failures.inc({ loop }),
    reconciler: measureReconciler(registry, observed),
  };
}

function measureReconciler(registry: Metrics, { now }: RelayObserved): ReconcilerMetrics {
  const registers = [registry];
  const rows = new Counter({
    name: 'marquee_reconciler_rows_total',
    help: 'Rows of the view that were compared with the write model.',
    registers,
  });
  const differences = new Counter({
    name: 'marquee_reconciler_differences_total',
    help: 'Rows of the view that were missing, stale or orphaned.',
    labelNames: ['kind'],
    registers,
  });
  const repairs = new Counter({
    name: 'marquee_reconciler_repairs_total',
    help: 'What was done about them: things republished, rows removed, things given a new version; rows left as they were.',
    labelNames: ['how'],
    registers,
  });
  const passed = new Gauge({
    name: 'marquee_reconciler_passed_timestamp_seconds',
    help: 'When this process last ended a comparison of the whole view; 0 before.',
    registers,
  });
  return {
    compared(slice) {
      rows.inc(slice.rows);
      for (const { kind } of slice.differences) differences.inc({ kind });
    },
    repaired({ republished, removed, renewed, left }) {
      repairs.inc({ how: 'republished' }, republished);
      repairs.inc({ how: 'removed' }, removed);
      repairs.inc({ how: 'renewed' }, renewed);
      repairs.inc({ how: 'left' }, left.length);
    },
    passed: () => passed.set(now() / 1_000),
  };
}

function measurePool(registry: Metrics, { writeStore }: RelayObserved): void {
  scrapeGauges(registry, async () => writeStore.pool(), [
    {
      name: 'marquee_write_pool_connections',
      help: 'Connections to SQL Server: the most that there may be, those in use, and transactions that wait for one.',
      labels: ['state'],
      read: (pool) =>
        pool === null
          ? []
          : [
              { labels: { state: 'most' }, value: pool.size },
              { labels: { state: 'used' }, value: pool.inUse },
              { labels: { state: 'awaited' }, value: pool.waiting },
            ],
    },
  ]);
}

function measureOutbox(registry: Metrics, { writeStore, now }: RelayObserved): void {
  const ask = async () => ({
    sizes: await writeStore.outbox.sizes(),
    oldestAt: await writeStore.outbox.oldestUnconfirmedAt(),
  });
  scrapeGauges(registry, ask, [
    {
      name: 'marquee_outbox_rows',
      help: 'Outbox rows to be published, and published ones not known to be in the view. Counted up to 100,000.',
      labels: ['state'],
      read: ({ sizes: { pending, published } }) => [
        { labels: { state: 'pending' }, value: pending },
        { labels: { state: 'published' }, value: published },
      ],
    },
    {
      name: 'marquee_outbox_oldest_age_seconds',
      help: 'Age of the oldest change that is not known to be in the view; 0 when it has all.',
      read: ({ oldestAt }) => [{ value: ageSeconds(oldestAt, now()) }],
    },
  ]);
}

function measurePositions(registry: Metrics, { writeStore, now }: RelayObserved): void {
  let above = 0;
  const ask = async () => {
    const positions = await writeStore.outbox.positions(above);
    above = positions.settled;
    return positions;
  };
  scrapeGauges(registry, ask, [
    {
      name: 'marquee_change_position',
      help: 'The last position given to a change, and the one up to which the view has all changes.',
      labels: ['state'],
      read: ({ last, settled }) => [
        { labels: { state: 'last' }, value: last },
        { labels: { state: 'settled' }, value: settled },
      ],
    },
    {
      name: 'marquee_change_feed_gap_seconds',
      help: 'Age of the first change, in the order of commits, that is not known to be in the view: what holds up the change feed. 0 when it has all.',
      read: ({ waitingSince }) => [{ value: ageSeconds(waitingSince, now()) }],
    },
  ]);
}

function measureGenerations(registry: Metrics, observed: RelayObserved): void {
  const { viewStore, queue, now } = observed;
  const askQueue = async () => {
    const registered = await observed.writeStore.generations();
    return await Promise.all(
      registered.map(async ({ name }) => ({ name, counts: await queue.counts(name) })),
    );
  };
  scrapeGauges(registry, askQueue, [
    {
      name: 'marquee_queue_jobs',
      help: 'Jobs in the queue of a generation, by state; `dead` are dead letters.',
      labels: ['generation', 'state'],
      read: (queues) =>
        queues.flatMap(({ name, counts }) =>
          states.map((state) => ({ labels: { generation: name, state }, value: counts[state] })),
        ),
    },
    {
      name: 'marquee_queue_paused',
      help: 'Whether the queue of a generation is paused (1) or not (0).',
      labels: ['generation'],
      read: (queues) =>
        queues.map(({ name, counts }) => {
          return { labels: { generation: name }, value: counts.paused ? 1 : 0 };
        }),
    },
  ]);
  const askViews = async () =>
    await Promise.all(
      (await viewStore.generations()).map(async (generation) => ({
        name: generation.name,
        heartbeat: await viewStore.open(generation).heartbeat(),
      })),
    );
  scrapeGauges(registry, askViews, [
    {
      name: 'marquee_generation_lag_seconds',
      help: 'How far a generation of the view is behind the write model, by its heartbeat.',
      labels: ['generation'],
      read: (views) =>
        views.flatMap(({ name, heartbeat }) => {
          if (heartbeat === null) return [];
          const value = ageSeconds(upToDateAt(heartbeat), now());
          return [{ labels: { generation: name }, value }];
        }),
    },
  ]);
}

const states = ['waiting', 'active', 'delayed', 'dead'] as const satisfies (keyof QueueCounts)[];

const ageSeconds = (at: number | null, now: number) =>
  at === null ? 0 : Math.max(0, now - at) / 1_000;
