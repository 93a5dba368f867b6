/** A client of the driver that is replaced where it does not find its way back to a cluster. */
import cassandra from 'cassandra-driver';

export interface LastingClient {
  /** Whatever it rejects with. */
  run<T>(work: (client: cassandra.Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface LastingClientOptions {
  readonly make: () => cassandra.Client;
  readonly warn: (message: string) => void;
  /** Milliseconds, of a clock that is never set back. */
  readonly now?: () => number;
  /** How long an old client is left alone, for what it has in hand. */
  readonly graceMs?: number;
}

/** Without any host for so long, while the driver looks for one each two seconds at least: a new client asks the cluster anew. */
export const LOST_AFTER_MS = 15_000;
/** Longer than any request waits. */
const GRACE_MS = 60_000;

export function lastingClient(options: LastingClientOptions): LastingClient {
  const { make, warn, now = () => performance.now(), graceMs = GRACE_MS } = options;
  let client = make();
  let lostSince: number | null = null;
  const old = new Map<cassandra.Client, NodeJS.Timeout>();

  const shutDown = async (one: cassandra.Client) => {
    clearTimeout(old.get(one));
    old.delete(one);
    await one.shutdown();
  };
  const replace = () => {
    warn('no host was found for a while: connecting anew');
    const before = client;
    client = make();
    lostSince = null;
    const timer = setTimeout(() => void shutDown(before).catch(() => {}), graceMs);
    old.set(before, timer.unref());
  };

  return {
    async run(work) {
      const asked = client;
      try {
        const answer = await work(asked);
        if (asked === client) lostSince = null;
        return answer;
      } catch (error) {
        if (asked === client && isWithoutHost(error)) {
          lostSince ??= now();
          if (now() - lostSince >= LOST_AFTER_MS) replace();
        } else if (asked === client) {
          lostSince = null;
        }
        throw error;
      }
    },
    async close() {
      await Promise.all([client, ...old.keys()].map(shutDown));
    },
  };
}

/** What the driver rejects with where it knows of no node that is up; the second where the last one is lost that very moment. */
export const isWithoutHost = (error: unknown): error is Error =>
  error instanceof cassandra.errors.NoHostAvailableError ||
  (error instanceof Error && error.message === 'No connection available');
