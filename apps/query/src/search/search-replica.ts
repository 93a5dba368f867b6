/** The search index of this process, there as soon as all movies are in it; made anew when it is lost or worn out. */
import { Rejected } from '@marquee/contracts';
import type { IndexSize, SearchIndex } from '@marquee/search';
import type { Logger } from '@marquee/service';
import { type FedIndex, type FedIndexOptions, openFedIndex } from './fed-index.js';

export interface SearchReplica {
  /** @throws {Rejected} `unavailable` until all movies are in it */
  index(): SearchIndex;
  /** The position in the change feed up to which all changes are found; 0 until all movies are in it. */
  position(): number;
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
  /** When an index is made anew all the same: so it loses what the view had wrong when it was filled, and was repaired since. */
  readonly lifetimeMs?: () => number;
}

const LOOK_EVERY_MS = 1_000;
const QUIET_MS = 60_000;
/** What movies were before takes memory until the index is made anew: once it is more than what they are, and at least so much. */
const LEAST_DEAD = 10_000;
const DAY_MS = 86_400_000;
/** Who has the index before may ask it once more. */
const RETIRED_MS = 10_000;

/** Not all replicas at the same time. */
const oneToTwoDays = () => DAY_MS * (1 + Math.random());

export function startSearchReplica(options: ReplicaOptions): SearchReplica {
  const { feed, tables, logger, now, timed = (index) => index } = options;
  const { lifetimeMs = oneToTwoDays } = options;
  let current: FedIndex | null = null;
  let asked: SearchIndex | null = null;
  let endsAt = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | null = null;
  let warnedAt = Number.NEGATIVE_INFINITY;
  const retired = new Map<FedIndex, NodeJS.Timeout>();

  function warn(error: unknown, message: string): void {
    if (isStopped || performance.now() - warnedAt < QUIET_MS) return;
    warnedAt = performance.now();
    logger.warn({ err: error }, message);
  }

  async function renew(): Promise<void> {
    const next = await openFedIndex({
      ...{ feed, tables, isWanted: () => !isStopped },
      onLost: (error) => warn(error, 'the search index was lost: it is made anew'),
    });
    if (current !== null) retire(current);
    current = next;
    asked = timed(next.index);
    endsAt = performance.now() + lifetimeMs();
    const { movies, words } = next.size();
    logger.info({ movies, words, position: next.position() }, 'all movies can be searched');
  }

  function retire(index: FedIndex): void {
    const end = async () => {
      retired.delete(index);
      await index.end();
    };
    retired.set(index, setTimeout(end, RETIRED_MS));
  }

  async function look(): Promise<void> {
    try {
      const isOld = performance.now() >= endsAt;
      if (usable(current) === null || isOld || isWornOut(current)) await renew();
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
    position: () => usable(current)?.position() ?? 0,
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
      for (const ending of retired.values()) clearTimeout(ending);
      await Promise.all([...retired.keys(), current].map((index) => index?.end()));
    },
  };
}

const usable = (index: FedIndex | null) => (index === null || index.isLost() ? null : index);

function isWornOut(index: FedIndex | null): boolean {
  const { dead, movies } = index?.size() ?? { dead: 0, movies: 0 };
  return dead > LEAST_DEAD && dead > movies;
}
