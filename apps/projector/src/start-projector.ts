/** Consumes the queue of every generation that this version of the projection made, and of those that come while it runs. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Announcer, ChangeQueue, Consumer } from '@marquee/change-queue';
import { type ChangeJob, StoreUnavailable } from '@marquee/contracts';
import { currentProjection, type Projection } from '@marquee/projection';
import {
  type Check,
  createPulse,
  type Logger,
  logged,
  noteEvents,
  type Tracing,
  traceEvents,
} from '@marquee/service';
import type { StoredGeneration, ViewStore } from '@marquee/view-store';
import { announcing } from './announcing.js';
import { applyJob } from './apply-job.js';
import { isJob } from './job-shape.js';
import { type Progress, startProgress } from './progress.js';

export interface ProjectorDeps {
  readonly queue: ChangeQueue;
  readonly viewStore: ViewStore;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly metrics?: ProjectorMetrics;
  readonly tracing?: Tracing | null;
  /** How long it may finish no job, while some wait and the view store answers, before it counts as dead (60,000). */
  readonly silenceLimitMs?: number;
  /** Tells readers what changed in the view. */
  readonly announcer?: Announcer;
  /** Which generations it follows, and how; this release's by default. */
  readonly projection?: Projection;
  /** How often it looks for generations (3,000). */
  readonly refreshMs?: number;
}

export interface ProjectorMetrics {
  /** A job is in the view: how many events it had, and how long ago it was published. */
  applied(events: number, lagMs: number): void;
  /** A job, or some of it, could not be applied in this attempt. */
  failed(error: unknown): void;
}

export interface Projector {
  /** Of liveness. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Takes no more jobs and resolves when those in hand are done. */
  close(): Promise<void>;
}

const REFRESH_MS = 3_000;
const SWEEP_MS = 300_000;
/** Of one sweep, each some milliseconds long; the rest waits for the next. */
const MAX_SWEEPS = 1_000;

/** Resolves when it consumes what there is; where that fails it is tried again every few seconds. */
export async function startProjector(deps: ProjectorDeps): Promise<Projector> {
  const consumers = new Map<string, Following>();
  const following = createPulse(deps.silenceLimitMs);
  let failing = false;
  const tell = teller(deps);
  const refresh = async () => {
    try {
      tell(await follow(consumers, deps));
      if (failing) deps.logger.info({}, 'the projector consumes again');
      failing = false;
    } catch (error) {
      if (!failing) deps.logger.warn({ err: error }, 'the projector cannot consume yet');
      failing = true;
    } finally {
      following.beat();
    }
  };
  let refreshing = refresh();
  await refreshing;
  const refreshTimer = setInterval(() => {
    refreshing = refreshing.then(refresh);
  }, deps.refreshMs ?? REFRESH_MS);
  const sweeper = startSweeper(deps);

  return {
    checks: {
      follow: following.check,
      async project() {
        for (const { progress } of consumers.values()) await progress.check();
      },
    },
    async close() {
      clearInterval(refreshTimer);
      await refreshing;
      await sweeper.close();
      await Promise.all([...consumers.values()].map(({ consumer }) => consumer.close()));
      consumers.clear();
    },
  };
}

interface Following {
  readonly consumer: Consumer;
  readonly progress: Progress;
}

/** Begins with generations that are new, and ends with those that are gone. */
async function follow(
  consumers: Map<string, Following>,
  deps: ProjectorDeps,
): Promise<readonly StoredGeneration[]> {
  const { projection = currentProjection } = deps;
  const stored = await deps.viewStore.generations();
  const ours = stored.filter(({ projectionVersion }) => projectionVersion === projection.version);
  for (const generation of ours) {
    if (consumers.has(generation.name)) continue;
    consumers.set(generation.name, await consume(generation, deps));
    deps.logger.info({ generation: generation.name }, 'the projector consumes a generation');
  }
  for (const [name, { consumer }] of consumers) {
    if (ours.some((generation) => generation.name === name)) continue;
    consumers.delete(name);
    await consumer.close();
  }
  return stored;
}

/** Says what is to be done where the live generation is of another version: once for each. */
function teller({ logger, projection = currentProjection }: ProjectorDeps) {
  let told: string | undefined;
  return (stored: readonly StoredGeneration[]) => {
    const live = stored.find((generation) => generation.live);
    const other = live?.projectionVersion === projection.version ? undefined : live;
    if (other !== undefined && other.name !== told) {
      logger.warn(
        { generation: other.name, madeBy: other.projectionVersion, ours: projection.version },
        'the live view is of another release: keep that one’s projectors running, and run marquee rebuild',
      );
    }
    told = other?.name;
  };
}

const projecting = { name: 'project', kind: 'consumer' } as const;

async function consume(generation: StoredGeneration, deps: ProjectorDeps): Promise<Following> {
  const { queue, viewStore, logger, now, metrics, tracing } = deps;
  const { projection = currentProjection } = deps;
  const tables = announcing(viewStore.open(generation), deps.announcer);
  const progress = startProgress({ generation: generation.name, ...deps });
  const attributes = { 'marquee.generation': generation.name };
  const consumer = await queue.consume(generation.name, async (job: ChangeJob) => {
    const { events } = isJob(job) ? job : { events: [] };
    const end = progress.begin();
    const traced = traceEvents(tracing, projecting, { events, attributes });
    try {
      await applyJob(job, tables, { now: now(), projection });
      traced.end();
    } catch (error) {
      metrics?.failed(error);
      traced.end(error);
      if (!(error instanceof StoreUnavailable)) {
        const details = { ...attributes, err: error, events: events.map(logged) };
        logger.warn(details, 'a job failed, in part or as a whole');
      }
      throw error;
    } finally {
      end();
    }
    noteEvents(logger, events, 'in the view');
    metrics?.applied(events.length, now() - job.publishedAt);
  });
  return { consumer, progress };
}

/** Clears the view of what has served its time: nobody but the projector writes to it. */
function startSweeper({ viewStore, logger, now }: ProjectorDeps): Pick<Projector, 'close'> {
  let closing = false;
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = async () => {
    for (let sweeps = 0; sweeps < MAX_SWEEPS && !closing; sweeps++) {
      if ((await viewStore.sweep(now())) === 0) return;
      await turn();
    }
  };
  const timer = setInterval(() => {
    sweeping = sweeping
      .then(sweep)
      .catch((error: unknown) => logger.warn({ err: error }, 'the view could not be swept'));
  }, SWEEP_MS);
  return {
    async close() {
      closing = true;
      clearInterval(timer);
      await sweeping;
    },
  };
}
