import { randomBytes } from 'node:crypto';
import type { ChangeEvent, ChangeJob } from '@marquee/contracts';

/**
 * A new id for every publication. BullMQ ignores an `add` whose id it still keeps, but two publications of one version may
 * carry different befores, and a repair must never be ignored: hence the random end. It refuses ids with `:` or of digits only.
 */
export function jobIdFor(job: ChangeJob): string {
  const [first] = job.events;
  // A dead letter may be anything that was put into the queue.
  const about = first === undefined ? 'empty' : (subjectOf(first ?? {}) ?? 'unknown');
  const more = job.events.length > 1 ? `-and-${job.events.length - 1}` : '';
  return `${about.replace(/[^\w-]/g, '_')}${more}-${randomBytes(9).toString('base64url')}`;
}

function subjectOf(event: ChangeEvent | { readonly kind?: never }): string | undefined {
  switch (event.kind) {
    case 'movie':
    case 'actor':
    case 'key':
      return `${event.kind}-${event.id}-${event.version}`;
    case 'totals':
      return `totals-${event.totals.length}`;
    case 'rows-gone':
      return `rows-gone-${event.rows.length}`;
    case 'heartbeat':
      return `heartbeat-${event.at}`;
    default:
      return undefined;
  }
}
