/** How we connect to Redis, and what a Redis must be like before jobs are given to it. */
import { Redis, type RedisOptions } from 'ioredis';
import { QueueMisconfigured, type QueueOptions, QueueUnavailable } from './change-queue.js';
import { reasonOf } from './reason-of.js';
import { within } from './within.js';

const RECONNECT_CAP_MS = 2_000;

/** What workers and publishers share. READONLY means that the master has become a replica: the name leads to the new one. */
export function connectionOptions() {
  return {
    connectTimeout: 5_000,
    keepAlive: 10_000,
    retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 10), RECONNECT_CAP_MS),
    reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? 2 : false),
  } satisfies RedisOptions;
}

/** A connection for commands that must fail rather than wait. */
export interface Publisher {
  readonly client: Redis;
  /** Calls `work` when Redis answers and would keep our jobs. Throws when that, with the work, takes longer than the limit. */
  call<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/**
 * Without an offline queue: a command during an outage fails at once, instead of waiting for ever and being sent long after its
 * caller gave up. Connects when first used, and again by itself.
 */
export function openPublisher(url: string, options: QueueOptions): Publisher {
  const timeoutMs = options.timeoutMs ?? 5_000;
  const client = new Redis(url, {
    ...connectionOptions(),
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  });
  const outage = outageLog(client, options);
  const usable = usability(client);
  const renew = renewal(client);

  return {
    client,
    async call(work) {
      try {
        return await within(timeoutMs, async (signal) => {
          signal.addEventListener('abort', renew);
          await usable();
          signal.throwIfAborted();
          return await work();
        });
      } catch (error) {
        if (error instanceof QueueMisconfigured) throw error;
        const reason = reasonOf(outage() ?? error);
        throw new QueueUnavailable(`Redis does not answer: ${reason}`, { cause: error });
      }
    },
    close: () => client.disconnect(),
  };
}

/** Ends a connection that does not answer, since it may have died without a word; once, however many calls it fails. */
function renewal(client: Redis): () => void {
  let ending = false;
  client.on('close', () => {
    ending = false;
  });
  return () => {
    if (ending || (client.status !== 'connect' && client.status !== 'ready')) return;
    ending = true;
    client.disconnect(true);
  };
}

/** Logs the beginning and the end of an outage; returns the error that it began with, while it lasts. */
function outageLog(client: Redis, { logger }: QueueOptions): () => Error | undefined {
  let cause: Error | undefined;
  client.on('error', (error: Error) => {
    if (cause === undefined) logger.warn({ err: error }, 'Redis does not answer');
    cause = error;
  });
  client.on('ready', () => {
    if (cause !== undefined) logger.info({}, 'Redis answers again');
    cause = undefined;
  });
  return () => cause;
}

/** Resolves when connected to a Redis whose policy is right; asks once for each connection, as the server may be another. */
function usability(client: Redis): () => Promise<void> {
  let connected: Promise<void> | undefined;
  let checked: Promise<void> | undefined;
  client.on('close', () => {
    connected = undefined;
    checked = undefined;
  });

  return async () => {
    if (client.status === 'end') throw new QueueUnavailable('the queue is closed');
    if (client.status !== 'ready') {
      connected ??= new Promise((resolve) => client.once('ready', () => resolve()));
      if (client.status === 'wait') client.connect().catch(() => undefined);
      await connected;
    }
    checked ??= checkPolicy(client);
    try {
      await checked;
    } catch (error) {
      checked = undefined;
      throw error;
    }
  };
}

/** Any other policy evicts locks and jobs when memory runs short. */
async function checkPolicy(client: Redis): Promise<void> {
  const info = await client.info('memory');
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy !== undefined && policy !== 'noeviction') {
    throw new QueueMisconfigured(
      `Redis evicts keys when its memory is full (maxmemory-policy is ${policy}), which loses jobs. ` +
        'Set it to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, and in redis.conf.',
    );
  }
}
