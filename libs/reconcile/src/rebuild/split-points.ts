/** Where the lists of a new generation are cut into buckets. */
import type { Position, SplitPoints, Subjects } from '@marquee/contracts';
import { comparePositions, type Projection } from '@marquee/projection';
import type { WriteStore } from '@marquee/write-store';

export interface SplitOptions {
  readonly projection: Projection;
  /** Rows of a list that are one bucket. */
  readonly bucketRows: number;
  /** Movies, and actors, that are looked at. */
  readonly sampleSize: number;
}

const SLICE = 250;

/**
 * Cuts each list that is longer than a bucket at quantiles, into as few buckets as are within the bound; so none is smaller than
 * half of it. From a sample, scaled up. Rows without a value have a bucket of their own and do not count.
 */
export async function chooseSplitPoints(
  { survey, outbox }: Pick<WriteStore, 'survey' | 'outbox'>,
  { projection, bucketRows, sampleSize }: SplitOptions,
): Promise<SplitPoints> {
  const splits: Record<string, readonly Position[]> = {};
  for (const kind of ['movies', 'actors'] as const) {
    const total = await survey.count(kind);
    if (total <= bucketRows) continue; // no list has more rows than there are movies
    const ids = await survey.sample(kind, sampleSize);
    const lists = new Map<string, Position[]>();
    for (let at = 0; at < ids.length; at += SLICE) {
      const subjects: Subjects = { [kind]: ids.slice(at, at + SLICE) };
      const { events } = await outbox.current(subjects);
      for (const event of events) collect(projection.project(event, {}), lists);
    }
    const scale = total / Math.max(1, ids.length);
    for (const [list, positions] of lists) {
      const buckets = Math.ceil((positions.length * scale) / bucketRows);
      if (buckets > 1) splits[list] = quantiles(positions, buckets);
    }
  }
  return splits;
}

function collect(
  mutations: ReturnType<Projection['project']>,
  lists: Map<string, Position[]>,
): void {
  for (const mutation of mutations) {
    if (mutation.table !== 'movieLists' && mutation.table !== 'actorLists') continue;
    if (mutation.op !== 'put' || mutation.sortKey === '') continue;
    const { list, sortKey, id } = mutation;
    const known = lists.get(list);
    if (known === undefined) lists.set(list, [{ sortKey, id }]);
    else known.push({ sortKey, id });
  }
}

/** Where so many parts of equal size meet. */
function quantiles(positions: readonly Position[], parts: number): Position[] {
  const sorted = positions.toSorted(comparePositions);
  const points: Position[] = [];
  for (let part = 1; part < parts; part++) {
    const point = sorted[Math.floor((part * sorted.length) / parts)];
    // A sample too small for that many parts gives fewer.
    if (point !== undefined && point !== points.at(-1) && point !== sorted[0]) points.push(point);
  }
  return points;
}
