/** One round of load on a server, with what it took of the machine. */
import type { LoadGenerator } from './load-generator.js';
import { cpuSeconds } from './process-cost.js';
import type { Figure, Verdict } from './results.js';
import { roundsOf } from './rounds.js';
import { median, ratios } from './statistics.js';

export interface Sample {
  readonly requestsPerSecond: number;
  /** Share of a core that the server used. */
  readonly busy: number;
  /** CPU of the server for one answer. */
  readonly microseconds: number;
}

export interface MeasuredServer {
  readonly url: string;
  readonly pid: number;
}

export interface LoadOptions {
  readonly connections: number;
  readonly seconds: number;
}

export async function measuredLoad(
  { url, pid }: MeasuredServer,
  generator: LoadGenerator,
  { connections, seconds }: LoadOptions,
): Promise<Sample> {
  const startedAt = performance.now();
  const cpuBefore = cpuSeconds(pid);
  const { requestsPerSecond } = await generator.run({ url, connections, seconds });
  const cpu = cpuSeconds(pid) - cpuBefore;
  const took = (performance.now() - startedAt) / 1_000;
  const microseconds = (cpu * 1e6) / (requestsPerSecond * took);
  return { requestsPerSecond, busy: cpu / took, microseconds };
}

export type Samples = ReadonlyMap<string, readonly Sample[]>;

/** Answers a second, and the server's work for one. */
export function figuresOf(samples: Samples, group: string, names: readonly string[]): Figure[] {
  const isKnown = (name: string, pick: (sample: Sample) => number) =>
    roundsOf(samples, name, pick).every((value) => !Number.isNaN(value));
  const figure = (unit: string, pick: (sample: Sample) => number, what: string) =>
    names
      .filter((name) => isKnown(name, pick))
      .map((name) => {
        return { name, group: `${group}: ${what}`, unit, rounds: roundsOf(samples, name, pick) };
      });
  return [
    ...figure('/s', (sample) => sample.requestsPerSecond, 'answers a second'),
    ...figure('µs', (sample) => sample.microseconds, "the server's CPU time for one answer"),
  ];
}

export interface Comparison {
  readonly what: string;
  /** Names of contenders. */
  readonly above: string;
  readonly below: string;
  readonly atLeast: number;
}

/**
 * By answers a second; and by the CPU time for an answer, which is nearly the same where other processes take the machine from the
 * rivals in turn. Both say how many times the answers of the other one come out of one core.
 */
export function compared(samples: Samples, comparison: Comparison): Verdict[] {
  const { what, above, below, atLeast } = comparison;
  const ratio = (pick: (sample: Sample) => number) =>
    median(ratios(roundsOf(samples, above, pick), roundsOf(samples, below, pick)));
  const verdict = (by: string, value: number): Verdict => {
    return { what: `${what}, by ${by}`, value, unit: '×', target: { atLeast } };
  };
  return [
    verdict(
      'answers a second',
      ratio((sample) => sample.requestsPerSecond),
    ),
    verdict('CPU time', 1 / ratio((sample) => sample.microseconds)),
  ];
}

/** A server with time left could do more than was asked of it. */
export function idlers(samples: Samples): string[] {
  return [...samples].flatMap(([name, rounds]) => {
    const busy = median(rounds.map((sample) => sample.busy));
    return busy >= FULLY_BUSY || Number.isNaN(busy)
      ? []
      : [`${name} used ${(busy * 100).toFixed(0)} % of a core only: it could do more.`];
  });
}

const FULLY_BUSY = 0.9;
