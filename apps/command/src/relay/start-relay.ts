/** Takes changes from the outbox to the queue, and whatever has to happen besides; several relays may run. */
import { setImmediate as turn } from 'node:timers/promises';
import type { ChangeQueue } from '@marquee/change-queue';
import {
  type Confirmation,
  confirmPublished,
  createReconciler,
  retryLettersOfDeleted,
  writtenTablesOf,
} from '@marquee/reconcile';
import { type Check, createPulse, type Logger, type Tracing } from '@marquee/service';
import type { ViewStore } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';
import { foldDeltas } from './fold-deltas.js';
import { type Loop, startLoop } from './loop.js';
import type { RelayMetrics } from './measure-relay.js';
import { publishChanges } from './publish-changes.js';
import { heartbeatSender } from './send-heartbeat.js';

export interface RelayDeps {
  readonly writeStore: WriteStore;
  readonly queue: ChangeQueue;
  /** Where it looks whether changes have arrived. */
  readonly viewStore: ViewStore;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long the pipeline must have been past a change that is not in the view before it is published again (10,000). */
  readonly lostAfterMs?: number;
  /** How long a movie keeps its place in the lists by plays and popularity, at least (60,000). */
  readonly rankIntervalMs?: number;
  /** How long a loop may take for one turn before it counts as dead (60,000). */
  readonly silenceLimitMs?: number;
  readonly metrics?: RelayMetrics;
  /** How fast it compares the view with the write model, beside all else; 0, the default: not at all. */
  readonly reconcileRowsPerSecond?: number;
  readonly tracing?: Tracing | null;
  /** Whether deltas may wait at this moment: folded together later, they make fewer changes. */
  readonly foldsMayWait?: () => boolean;
  /** Whether changes may wait in the outbox at this moment, since what is being stored goes first. */
  readonly changesMayWait?: () => boolean;
}

export interface Relay {
  /** To be called after each commit: what it made is published at once, not at the next sweep. */
  wake(): void;
  /** Of liveness: its loops take their turns, whether or not the stores and the queue answer. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Folds and publishes all that waits now, whether or not it may; ends early at the signal. */
  catchUp(signal: AbortSignal): Promise<void>;
  /** Finishes what is in hand, then publishes what still waits, in bounded time. */
  close(): Promise<void>;
}

/** Finds what other processes committed, and rows whose retry has come. */
const SWEEP_MS = 500;
const FOLD_GAP_MS = 50;
const HEARTBEAT_MS = 1_000;
const CONFIRM_GAP_MS = 100;
const CONFIRM_MIN_MS = 250;
const CONFIRM_MAX_MS = 1_000;
const CONFIRM_LIMIT = 1_000;
/** Of one turn, as long as each is a full one. */
const MAX_CONFIRMATIONS = 10;
/** A thousand rows a round, up to 1,600 a second. */
const PRUNE_MS = 60_000;
const MAX_PRUNES = 100;
/** How long at most a dead letter holds what was deleted. */
const FORGET_MS = 600_000;
const RECONCILE_GAP_MS = 20;
const LAST_PASS_MS = 5_000;

/** Starts at once and goes on through any failure of the stores and the queue. */
export function startRelay(deps: RelayDeps): Relay {
  const { writeStore, logger, now, metrics } = deps;
  const { outbox, folds } = writeStore;
  const confirm = confirmation(deps);
  const pulses = {
    publish: createPulse(deps.silenceLimitMs),
    heartbeat: createPulse(deps.silenceLimitMs),
  };
  const onFailed = (loop: string) => metrics?.failed(loop);
  const onPublished = (rows: number) => {
    metrics?.published(rows);
    pulses.publish.beat(); // one turn publishes many batches
    confirming.wake();
  };
  const sendHeartbeat = heartbeatSender(deps);
  const ranking =
    deps.rankIntervalMs === undefined ? undefined : { minIntervalMs: deps.rankIntervalMs };
  const fold = () => foldDeltas(folds, now, ranking);
  const publish = () => publishChanges({ ...deps, outbox, onPublished });

  const confirming = startLoop({
    ...{ name: 'confirm', logger, onFailed, gapMs: CONFIRM_GAP_MS },
    step: confirm.step,
  });
  const publishing = startLoop({
    ...{ name: 'publish', logger, onFailed, gapMs: 5, pulse: pulses.publish },
    step: async () => {
      if (deps.changesMayWait?.() === true) return SWEEP_MS;
      return (await publish()) ? 0 : SWEEP_MS;
    },
  });
  const folding = startLoop({
    ...{ name: 'fold', logger, onFailed, gapMs: FOLD_GAP_MS },
    step: async () => {
      if (deps.foldsMayWait?.() === true) return SWEEP_MS;
      const { folded, nextDueAt } = await fold();
      if (folded) publishing.wake();
      return nextDueAt === null ? SWEEP_MS : Math.min(SWEEP_MS, nextDueAt - now());
    },
  });
  const beating = startLoop({
    ...{ name: 'heartbeat', logger, onFailed, gapMs: HEARTBEAT_MS, pulse: pulses.heartbeat },
    step: async () => {
      await sendHeartbeat();
      return HEARTBEAT_MS;
    },
  });
  const pruning = startLoop({
    ...{ name: 'prune', logger, onFailed, gapMs: PRUNE_MS },
    step: async () => {
      for (let round = 0; round < MAX_PRUNES; round++) {
        if ((await pruneAll(writeStore, now())) === 0) break;
      }
      return PRUNE_MS;
    },
  });

  const forgetting = startLoop({
    ...{ name: 'dead-letters', logger, onFailed, gapMs: FORGET_MS },
    step: async () => {
      const retried = await retryLettersOfDeleted(deps);
      if (retried > 0) logger.info({ retried }, 'dead letters of what is deleted were retried');
      return FORGET_MS;
    },
  });

  const reconciling = startReconciling(deps);

  const lastPass = async () => {
    await fold();
    await publish();
    await confirm.once();
  };
  let closed: Promise<void> | undefined;
  return {
    wake() {
      folding.wake();
      publishing.wake();
    },
    checks: { publish: pulses.publish.check, heartbeat: pulses.heartbeat.check },
    async catchUp(signal) {
      while (!signal.aborted && (await fold()).folded);
      while (!signal.aborted && (await publish()));
    },
    close() {
      const cleaning = [pruning, forgetting];
      const loops = [folding, publishing, beating, ...cleaning, confirming, reconciling];
      closed ??= closeAll(loops, lastPass, logger);
      return closed;
    },
  };
}

/** A bounded number of each; returns how many. */
const pruneAll = async ({ outbox, ...store }: WriteStore, now: number) =>
  (await outbox.prune(now)) +
  (await store.pruneKeys(now)) +
  (await store.pruneSessions(now)) +
  (await store.history.prune(now)) +
  (await store.webhooks.prune(now)) +
  (await store.imports.prune(now)) +
  (await store.statistics.prune(now));

/** Waits of its own end at once when it is closed. */
function startReconciling(deps: RelayDeps): Pick<Loop, 'close'> {
  const { reconcileRowsPerSecond: rowsPerSecond = 0, metrics, logger } = deps;
  if (rowsPerSecond === 0) return { close: async () => {} };
  const { writeStore, viewStore, queue, now } = deps;
  const counters = metrics === undefined ? {} : { metrics: metrics.reconciler };
  const stores = { writeStore, viewStore, queue };
  const reconciler = createReconciler({ ...stores, now, rowsPerSecond, ...counters });
  let closing = false;
  const loop = startLoop({
    ...{ name: 'reconcile', logger, gapMs: RECONCILE_GAP_MS },
    onFailed: (name) => metrics?.failed(name),
    async step() {
      try {
        return await reconciler.step();
      } catch (error) {
        if (closing) return 0;
        throw error;
      }
    },
  });
  return {
    async close() {
      closing = true;
      reconciler.stop();
      await loop.close();
      // A lease that cannot be given back runs out.
      await reconciler.release().catch(() => undefined);
    },
  };
}

async function closeAll(
  loops: readonly Pick<Loop, 'close'>[],
  lastPass: () => Promise<void>,
  logger: Logger,
) {
  await Promise.all(loops.map((loop) => loop.close()));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_PASS_MS);
  });
  try {
    await Promise.race([lastPass(), late]);
  } catch (error) {
    // Nothing is lost: it waits in the outbox for the next start.
    logger.warn({ err: error }, 'the last changes wait for the next start');
  } finally {
    clearTimeout(timer);
  }
}

/** Asks soon after a publication, then ever less often as long as nothing comes. */
function confirmation({ lostAfterMs = 10_000, ...deps }: RelayDeps) {
  const { writeStore, viewStore, now, metrics } = deps;
  const tables = writtenTablesOf({ writeStore, viewStore, now });
  const givenBack = new Map<number, number>();
  let pauseMs = CONFIRM_MIN_MS;
  const once = async (): Promise<Confirmation | null> => {
    const written = await tables();
    if (written.length === 0) return null;
    const seen = await confirmPublished({
      ...{ outbox: writeStore.outbox, tables: written, givenBack, now },
      ...{ graceMs: lostAfterMs, limit: CONFIRM_LIMIT },
    });
    metrics?.confirmed(seen);
    return seen;
  };
  return {
    once,
    async step(): Promise<number> {
      let confirmed = 0;
      for (let round = 0; round < MAX_CONFIRMATIONS; round++) {
        const seen = await once();
        confirmed += seen?.confirmed ?? 0;
        if (seen === null || seen.confirmed < CONFIRM_LIMIT) break;
        await turn();
      }
      pauseMs = confirmed > 0 ? CONFIRM_MIN_MS : Math.min(CONFIRM_MAX_MS, pauseMs * 2);
      return pauseMs;
    },
  };
}
