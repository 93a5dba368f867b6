import { dayAt, problems, StoreUnavailable } from '@marquee/contracts';
import type { RefusedRow } from '@marquee/domain';
import type { WriteStore } from '@marquee/write-store';

export const REFUSED = 'refused-rows';

interface Counting {
  readonly writeStore: Pick<WriteStore, 'statistics'>;
  readonly provider: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Counts rows that were refused for what is wrong in them, not because a store is away. The batch itself is done: nothing fails by it. */
export async function countRefused(
  rows: readonly (RefusedRow | object)[],
  { writeStore, provider, now }: Counting,
): Promise<void> {
  const amount = rows.filter((row) => 'rejected' in row && isFaulty(row)).length;
  if (amount === 0) return;
  const day = dayAt(now);
  try {
    await writeStore.statistics.add([{ provider, day, what: REFUSED, amount }]);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

const isFaulty = ({ rejected }: RefusedRow) => problems[rejected.code][0] < 500;
