/** Publishes what the write store says now, whether or not anything changed: repairs, rebuilds and retried dead letters. */
import { type ChangeQueue, publishEvents } from '@marquee/change-queue';
import { type Subjects, subjectKinds } from '@marquee/contracts';
import type { WriteStore } from '@marquee/write-store';

export interface PublishCurrentDeps {
  readonly writeStore: Pick<WriteStore, 'outbox'>;
  readonly queue: Pick<ChangeQueue, 'publish'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Subjects that are loaded in one snapshot. */
const SLICE = 250;

/**
 * Each at its own version and with all of its kept befores, as every publication; resolves when the queue has accepted them. To all
 * registered generations, or to these alone. Returns how many events it published to each: none of what was never there, one of
 * all totals of a slice.
 */
export async function publishCurrent(
  { writeStore, queue, now }: PublishCurrentDeps,
  subjects: Subjects,
  only?: readonly string[],
): Promise<number> {
  let published = 0;
  for (const slice of slicesOf(subjects)) {
    const { events, generations } = await writeStore.outbox.current(slice);
    if (events.length === 0) continue;
    await publishEvents(queue, only ?? generations, events, now());
    published += events.length;
  }
  return published;
}

function* slicesOf(subjects: Subjects): Generator<Subjects> {
  for (const kind of subjectKinds) {
    const all = subjects[kind] ?? [];
    for (let at = 0; at < all.length; at += SLICE) yield { [kind]: all.slice(at, at + SLICE) };
  }
}
