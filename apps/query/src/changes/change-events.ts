/** Changes as server-sent events (WHATWG HTML, 9.2), read no faster than they are taken. */
import { type Change, type ChangeFeed, changeJson } from '@marquee/change-feed';
import { type FeedPlace, problems, Rejected } from '@marquee/contracts';

export interface ChangeEventsOptions {
  readonly feed: Pick<ChangeFeed, 'next'>;
  readonly place: FeedPlace;
  readonly kinds: ReadonlySet<string>;
  readonly idOf: (place: FeedPlace) => string;
  /** Asked with each heartbeat: whether whoever listens may go on. */
  readonly isAllowed: () => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly heartbeatMs: number;
}

/** Changes that are read, and wait to be sent, together. */
const BATCH = 50;
/** How long a client waits before it connects again. */
const RETRY_MS = 3_000;

/**
 * Blocks of events until the signal comes. The first names the place, and so do heartbeats: a client that connects again goes on from
 * there though nothing was told. What ends it in the middle is an event `expired`, with a problem document's code.
 */
export async function* changeEvents(options: ChangeEventsOptions): AsyncGenerator<string> {
  const { feed, kinds, idOf, isAllowed, signal, heartbeatMs } = options;
  let { place } = options;
  yield `retry: ${RETRY_MS}\nid: ${idOf(place)}\n\n`;
  let beatAt = performance.now() + heartbeatMs;
  try {
    while (!signal.aborted) {
      const atMostMs = Math.max(0, beatAt - performance.now());
      const found = await feed.next(place, { limit: BATCH, atMostMs, signal });
      const at = (position: number) => idOf({ beganAt: options.place.beganAt, position });
      place = { ...place, position: found.position };
      const told = found.changes.filter(({ kind }) => kinds.has(kind));
      if (told.length > 0) {
        yield told.map((change) => eventText(change, at(change.position))).join('');
      }
      if (performance.now() < beatAt || signal.aborted) continue;
      if (!(await isAllowed())) return;
      yield `: alive\nid: ${idOf(place)}\n\n`;
      beatAt = performance.now() + heartbeatMs;
    }
  } catch (error) {
    if (!(error instanceof Rejected) || error.code !== 'changes-expired') throw error;
    const [status, title] = problems[error.code];
    yield `event: expired\ndata: ${JSON.stringify({ code: error.code, status, title })}\n\n`;
  }
}

function eventText(change: Change, id: string): string {
  const event = change.json === null ? 'deletion' : 'upsert';
  return `event: ${event}\nid: ${id}\ndata: ${changeJson(change)}\n\n`;
}
