/**
 * How much each caller may do in a time: counted in Redis for all instances together, else in this process alone. A limit is there
 * to protect the service, so it is never the reason why a call fails: while Redis is away, each instance counts for itself.
 */
import { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';

export interface Limit {
  /** Lower-case; part of the keys in Redis. */
  readonly name: string;
  /** How often, in each window of `seconds`; the window begins with the first use. */
  readonly points: number;
  readonly seconds: number;
}

/** Where a caller stands. */
export interface Allowance {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the window ends, in milliseconds. */
  readonly resetMs: number;
}

export interface Limiter {
  readonly limit: Limit;
  /** Counts one use. Never throws. */
  take(key: string): Promise<Allowance>;
  /** Where the caller would stand with one use more, without counting it. Never throws. */
  look(key: string): Promise<Allowance>;
}

export interface Limits {
  limiter(limit: Limit): Limiter;
  close(): void;
}

export interface LimitsOptions {
  readonly logger: { warn(fields: object, message: string): void };
  /** Tells installations apart that share a Redis. */
  readonly prefix?: string;
}

/** Of one account from one address. */
export const failedLogins: Limit = { name: 'logins', points: 10, seconds: 60 };

/** So many a second; 0 is no limit. */
export function perSecond(limits: Limits, name: string, points: number): Limiter | null {
  return points === 0 ? null : limits.limiter({ name, points, seconds: 1 });
}

/** A Redis that takes longer would hold up every write. */
const COMMAND_TIMEOUT_MS = 100;
/** After a failure each instance counts alone for so long, before Redis is asked again. */
const AWAY_MS = 1_000;
const QUIET_MS = 60_000;

/** Instances with the same `redis://…` or `rediss://…` count together; with any other URL each process counts alone. */
export function openLimits(url: string, { logger, prefix = 'marquee' }: LimitsOptions): Limits {
  let client: Redis | null = null;
  let warnedAt = Number.NEGATIVE_INFINITY;
  const onFailure = (error: unknown) => {
    if (performance.now() - warnedAt < QUIET_MS) return;
    warnedAt = performance.now();
    logger.warn({ err: error }, 'Redis does not count requests: each instance counts its own');
  };
  return {
    limiter(limit) {
      const { points, seconds: duration } = limit;
      const keyPrefix = `${prefix}:limit:${limit.name}`;
      const local = new RateLimiterMemory({ points, duration, keyPrefix });
      if (!/^rediss?:\/\//.test(url)) return { limit, ...limiterOf(limit, local) };
      client ??= connect(url).on('error', onFailure);
      const shared = new RateLimiterRedis({
        ...{ points, duration, keyPrefix, storeClient: client, rejectIfRedisNotReady: true },
        inMemoryBlockOnConsumed: points, // whoever is over the limit costs no further commands
      });
      // It blocks until a time of day: without this, for as long as the clock is set back.
      const beforeTake = whenSetBack(() => shared.deleteInMemoryBlockedAll());
      const together = limiterOf(limit, shared, beforeTake);
      return { limit, ...withFallback(together, limiterOf(limit, local), onFailure) };
    },
    close: () => client?.disconnect(),
  };
}

function connect(url: string): Redis {
  const client = new Redis(url, {
    connectTimeout: 5_000,
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), 2_000),
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  return client;
}

type Counting = Pick<Limiter, 'take' | 'look'>;

/** What it returns calls `act` where the clock has been set back since it was called last. */
function whenSetBack(act: () => void): () => void {
  let seenAt = 0;
  return () => {
    const at = Date.now();
    if (at < seenAt) act();
    seenAt = at;
  };
}

function limiterOf(
  { points, seconds }: Limit,
  limiter: RateLimiterAbstract,
  beforeTake = () => {},
): Counting {
  const windowMs = seconds * 1_000;
  const standing = ({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean) => ({
    ...{ allowed, remaining: Math.max(0, remainingPoints) },
    resetMs: Math.min(windowMs, Math.max(0, msBeforeNext)),
  });
  return {
    async take(key) {
      beforeTake();
      try {
        return standing(await limiter.consume(key), true);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return standing(refusal, false);
        throw refusal;
      }
    },
    async look(key) {
      const used = await limiter.get(key);
      if (used === null) return { allowed: true, remaining: points, resetMs: windowMs };
      return standing(used, used.consumedPoints < points);
    },
  };
}

function withFallback(
  shared: Counting,
  local: Counting,
  onFailure: (error: unknown) => void,
): Counting {
  let awayUntil = Number.NEGATIVE_INFINITY;
  const either = async (ask: (counting: Counting) => Promise<Allowance>) => {
    if (performance.now() >= awayUntil) {
      try {
        return await ask(shared);
      } catch (error) {
        awayUntil = performance.now() + AWAY_MS;
        onFailure(error);
      }
    }
    return await ask(local);
  };
  return {
    take: (key) => either((counting) => counting.take(key)),
    look: (key) => either((counting) => counting.look(key)),
  };
}
