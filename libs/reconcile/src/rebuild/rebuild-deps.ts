import type { ChangeQueue } from '@marquee/change-queue';
import type { Projection } from '@marquee/projection';
import type { ViewStore } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';

export interface RebuildDeps {
  readonly writeStore: WriteStore;
  readonly viewStore: ViewStore;
  readonly queue: ChangeQueue;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of the new generation; this release's by default. */
  readonly projection?: Projection;
  readonly limits?: Partial<RebuildLimits>;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

export interface RebuildLimits {
  /** Rows of a list that are one bucket (50,000). */
  readonly bucketRows: number;
  /** Movies, and actors, by which split points are chosen (10,000). */
  readonly sampleSize: number;
  /** How long a new generation is there before anything is published to it (5 s): projectors look each 3 s. */
  readonly lookMs: number;
  /** How much later than what was published a heartbeat must be that shows its arrival (2 s): events overtake each other. */
  readonly marginMs: number;
  /** How long nothing may come of what was published (5 min). */
  readonly patienceMs: number;
  /** How long a generation may take to show that it is kept up, for a rollback (10 s). */
  readonly keptUpMs: number;
  /** How long a forgotten generation is left alone (10 s), for what relays and readers have in hand. */
  readonly graceMs: number;
  /** Movies, or what else there is, that are published a second; as many as will by default. */
  readonly perSecond: number;
  /** How long another process may go on holding the task (20 s): one that was killed holds it for 15. */
  readonly leaseWaitMs: number;
}

export interface RebuildProgress {
  readonly phase: 'making' | 'waiting' | 'filling' | 'covering' | 'comparing' | 'switched';
  /** The new one. */
  readonly generation: string;
  /** Of this phase, where it counts anything: `done` may go a little past `total`. */
  readonly done: number;
  readonly total: number;
}

const DEFAULTS: RebuildLimits = {
  bucketRows: 50_000,
  sampleSize: 10_000,
  lookMs: 5_000,
  marginMs: 2_000,
  patienceMs: 300_000,
  keptUpMs: 10_000,
  graceMs: 10_000,
  perSecond: Number.POSITIVE_INFINITY,
  leaseWaitMs: 20_000,
};

export const limitsOf = ({ limits }: RebuildDeps): RebuildLimits => ({ ...DEFAULTS, ...limits });

/** What was asked for cannot be done now; the message says why, and what can. Nothing was changed. */
export class RebuildRefused extends Error {
  override name = 'RebuildRefused';
}

/** It waited in vain; the message says for what. Run again, it goes on from there. */
export class RebuildStuck extends Error {
  override name = 'RebuildStuck';
}
