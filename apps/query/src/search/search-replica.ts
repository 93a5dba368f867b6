/** The search index of this process, there as soon as all movies are in it; made anew when it is lost or worn out. */
import { Rejected } from '@marquee/contracts';
import type { IndexSize, SearchIndex } from '@marquee/search';
import type { Logger } from '@marquee/service';
import { type FedIndex, type FedIndexOptions, openFedIndex } from './fed-index.js';

export interface SearchReplica {
  /** @throws {Rejected} `unavailable` until all movies are in it */
  index(): SearchIndex;
  /**
   * Resolves when all of this write is found, after the view has it.
   * @throws {Rejected} `view-behind` after the wait
   */
  waitFor(write: string, waitMs: number): Promise<void>;
  /** `null` until all movies are in it. */
  state(): ReplicaState | null;
  stop(): Promise<void>;
}

export interface ReplicaState extends IndexSize {
  /** Movies are found as of changes up to it. */
  readonly position: number;
  /** How old the oldest change is that is told and not found yet; 0: there is none. Milliseconds. */
  readonly lagMs: number;
}

export interface ReplicaOptions extends Pick<FedIndexOptions, 'feed' | 'tables'> {
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Times the questions to it. */
  readonly timed?: (index: SearchIndex) => SearchIndex;
}

const LOOK_EVERY_MS = 1_000;
const QUIET_MS = 60_000;
/** What movies were before takes memory until the index is made anew: once it is more than what they are, and at least so much. */
const LEAST_DEAD = 10_000;
const MAX_WAITERS = 1_000;

export function startSearchReplica(options: ReplicaOptions): SearchReplica {
  const { feed, tables, logger, now, timed = (index) => index } = options;
  let current: FedIndex | null = null;
  let asked: SearchIndex | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | null = null;
  let warnedAt = Number.NEGATIVE_INFINITY;
  const waiters = new Set<Waiter>();

  function warn(error: unknown, message: string): void {
    if (isStopped || performance.now() - warnedAt < QUIET_MS) return;
    warnedAt = performance.now();
    logger.warn({ err: error }, message);
  }

  async function renew(): Promise<void> {
    const before = current;
    current = await openFedIndex({
      ...{ feed, tables, isWanted: () => !isStopped },
      onAdvanced: wake,
      onLost: (error) => warn(error, 'the search index was lost: it is made anew'),
    });
    asked = timed(current.index);
    await before?.end();
    logger.info({ ...current.size(), position: current.position() }, 'all movies can be searched');
    wake();
  }

  function wake(): void {
    const position = usable(current)?.position() ?? 0;
    for (const waiter of waiters) if (waiter.position <= position) waiter.resolve();
  }

  async function look(): Promise<void> {
    try {
      if (usable(current) === null || isWornOut(current)) await renew();
    } catch (error) {
      warn(error, 'the search index cannot be filled at the moment');
    }
    if (!isStopped) timer = setTimeout(() => (looking = look()), LOOK_EVERY_MS);
  }

  let looking = look();
  return {
    index() {
      if (usable(current) === null || asked === null) {
        throw new Rejected('unavailable', 'The search index does not have all movies yet.');
      }
      return asked;
    },
    async waitFor(write, waitMs) {
      const position = (await feed.positionOf(write)) ?? 0;
      if ((usable(current)?.position() ?? 0) >= position) return;
      if (waiters.size >= MAX_WAITERS) {
        throw new Rejected('unavailable', 'Too many readers wait for their writes at the moment.');
      }
      await waitUntilWoken(waiters, position, waitMs);
    },
    state() {
      const found = usable(current);
      if (found === null) return null;
      const since = found.behindSince();
      const lagMs = since === null ? 0 : Math.max(0, now() - since);
      return { ...found.size(), position: found.position(), lagMs };
    },
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
      await current?.end();
    },
  };
}

const usable = (index: FedIndex | null) => (index === null || index.isLost() ? null : index);

function isWornOut(index: FedIndex | null): boolean {
  const { dead, movies } = index?.size() ?? { dead: 0, movies: 0 };
  return dead > LEAST_DEAD && dead > movies;
}

interface Waiter {
  readonly position: number;
  readonly resolve: () => void;
}

async function waitUntilWoken(waiters: Set<Waiter>, position: number, waitMs: number) {
  await new Promise<void>((resolve, reject) => {
    const leave = () => {
      clearTimeout(late);
      waiters.delete(waiter);
    };
    const late = setTimeout(() => {
      leave();
      reject(new Rejected('view-behind'));
    }, waitMs);
    const waiter = {
      position,
      resolve() {
        leave();
        resolve();
      },
    };
    waiters.add(waiter);
  });
}
