/** Requests at a steady rate, whether or not earlier ones are answered: a slow server is not asked any less. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface SteadyLoad {
  readonly sent: number;
  /** What `send` rejected with. */
  readonly failures: readonly unknown[];
  /** From the time that a request was due until its answer; milliseconds, in order of size. */
  readonly latencies: readonly number[];
}

const TICK_MS = 5;

/** Until `isOver`; resolves when all that was sent is answered. `send` is given the number of the request. */
export async function steadily(
  ratePerSecond: number,
  isOver: () => boolean,
  send: (n: number) => Promise<unknown>,
): Promise<SteadyLoad> {
  const startedAt = performance.now();
  const failures: unknown[] = [];
  const latencies: number[] = [];
  const open = new Set<Promise<void>>();
  let sent = 0;
  const one = async (n: number) => {
    const dueAt = startedAt + (n * 1_000) / ratePerSecond;
    await send(n).catch((error: unknown) => failures.push(error));
    latencies.push(performance.now() - dueAt);
  };
  while (!isOver()) {
    const due = Math.floor(((performance.now() - startedAt) * ratePerSecond) / 1_000);
    for (; sent < due; sent += 1) {
      const sending: Promise<void> = one(sent).finally(() => open.delete(sending));
      open.add(sending);
    }
    await sleep(TICK_MS);
  }
  await Promise.all(open);
  return { sent, failures, latencies: latencies.sort((a, b) => a - b) };
}

/** The latency that this share of the requests did not exceed. */
export const quantile = ({ latencies }: SteadyLoad, share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;

/** In one line. */
export const summary = (load: SteadyLoad): string =>
  `${load.sent} sent, ${load.failures.length} failed, p50 ${quantile(load, 0.5).toFixed(1)} ms, ` +
  `p99 ${quantile(load, 0.99).toFixed(1)} ms`;

export interface Rate {
  readonly perSecond: number;
  readonly send: (n: number) => Promise<unknown>;
}

/** Reads and writes side by side, for as long as `work` takes. */
export async function meanwhile(
  work: () => Promise<void>,
  rates: { readonly reads: Rate; readonly writes: Rate },
): Promise<{ readonly reads: SteadyLoad; readonly writes: SteadyLoad }> {
  let isOver = false;
  const load = ({ perSecond, send }: Rate) => steadily(perSecond, () => isOver, send);
  const loads = Promise.all([load(rates.reads), load(rates.writes)]);
  await work().finally(() => {
    isOver = true;
  });
  const [reads, writes] = await loads;
  return { reads, writes };
}
