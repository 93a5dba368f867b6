import type { ChangeJob } from '@marquee/contracts';

/** What a BullMQ job holds: ours, and how often a part of it failed by itself (BullMQ counts all attempts, outages included). */
export interface StoredJob {
  readonly job: ChangeJob;
  readonly partialFailures: number;
}

export const stored = (job: ChangeJob): StoredJob => ({ job, partialFailures: 0 });
