/** When which part is hurt, and how: made from the seed alone. */
import { type SeededRandom, seededRandom } from '@marquee/testing';

export type AppPart =
  | 'command-1'
  | 'command-2'
  | 'projector-1'
  | 'projector-2'
  | 'query-1'
  | 'query-2'
  | 'standalone';
export type PartName = AppPart | 'redis' | 'cassandra';

/**
 * `kill` is SIGKILL, `pause` SIGSTOP, `restart` an orderly end; all come back. `empty` and `forget` are for Redis: all that it
 * holds is lost, or what it was told in its last second.
 */
export type FaultKind = 'kill' | 'pause' | 'restart' | 'empty' | 'forget';

export interface Fault {
  /** From the start of the run. */
  readonly atMs: number;
  readonly part: PartName;
  readonly kind: FaultKind;
  /** How long the part stays away, before it is started or goes on. */
  readonly lastsMs: number;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly everyMs: number;
  readonly parts: readonly PartName[];
}

const APP_FAULTS: readonly FaultKind[] = ['kill', 'kill', 'pause', 'pause', 'restart'];
const REDIS_FAULTS: readonly FaultKind[] = ['kill', 'pause', 'empty', 'forget', 'restart'];
const CASSANDRA_FAULTS: readonly FaultKind[] = ['kill', 'pause', 'pause', 'restart'];

/** A part rests so long after a fault: a database takes a while to come back. */
const REST_MS = 3_000;
const CASSANDRA_REST_MS = 35_000;

/** The faults in order of time. The end of the run is left in peace for as long as the longest of them lasts. */
export function makeSchedule(options: ScheduleOptions): readonly Fault[] {
  const random = seededRandom(options.seed);
  const restedAt = new Map<PartName, number>();
  const faults: Fault[] = [];
  for (let atMs = pause(random, options); atMs < options.durationMs; ) {
    const rested = options.parts.filter((part) => (restedAt.get(part) ?? 0) <= atMs);
    if (rested.length > 0) {
      const part = random.pick(rested);
      const kind = random.pick(faultsOf(part));
      const lastsMs = durationOf(kind, random);
      faults.push({ atMs, part, kind, lastsMs });
      const restMs = part === 'cassandra' ? CASSANDRA_REST_MS : REST_MS;
      restedAt.set(part, atMs + lastsMs + restMs);
    }
    atMs += pause(random, options);
  }
  return faults;
}

const pause = (random: SeededRandom, { everyMs }: ScheduleOptions) =>
  Math.round(everyMs * (0.5 + random.fraction()));

function faultsOf(part: PartName): readonly FaultKind[] {
  if (part === 'redis') return REDIS_FAULTS;
  return part === 'cassandra' ? CASSANDRA_FAULTS : APP_FAULTS;
}

function durationOf(kind: FaultKind, random: SeededRandom): number {
  if (kind === 'empty' || kind === 'restart') return 0;
  return kind === 'pause' ? 1_000 + random.integer(6_000) : 100 + random.integer(3_000);
}
