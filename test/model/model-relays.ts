/** Relays that share an outbox: each of their steps may be late, overtaken, or the last one. */
import type { ChangeJob } from '@marquee/contracts';
import type { ModelGeneration } from './model-generation.js';
import type { ModelWriteStore, OutboxRow } from './model-write-store.js';
import { clockSkews, type Run, SECOND } from './rules.js';

export const LEASE_MS = 30 * SECOND;

/** Some rows in the hands of a relay. */
interface Publication {
  readonly rows: readonly OutboxRow[];
  hydrated: { readonly job: ChangeJob; readonly to: readonly ModelGeneration[] } | null;
  isSent: boolean;
}

export function modelRelays(
  store: ModelWriteStore,
  generations: readonly ModelGeneration[],
  run: Run,
) {
  const { random } = run;
  const publications: Publication[] = [];

  return {
    isIdle: () => publications.length === 0,
    claim(limit: number): void {
      const rows = store.claim(limit, run.now, LEASE_MS);
      if (rows.length > 0) publications.push({ rows, hydrated: null, isSent: false });
    },
    /** One relay hydrates, publishes or marks: only one of them, so that anything can come between. */
    step(): void {
      const index = random.integer(publications.length);
      const publication = publications[index];
      if (publication === undefined) return;
      if (publication.hydrated === null) {
        // The age of a job counts from its snapshot, however long its publication takes.
        const publishedAt = run.now + random.pick(clockSkews);
        const job = { publishedAt, events: store.hydrate(publication.rows) };
        publication.hydrated = { job, to: [...generations] };
      } else if (!publication.isSent) {
        for (const { publish } of publication.hydrated.to) publish(publication.hydrated.job);
        publication.isSent = true;
      } else {
        store.markPublished(publication.rows, run.now);
        publications.splice(index, 1);
      }
    },
    crash: () => void publications.splice(random.integer(publications.length), 1),
  };
}
