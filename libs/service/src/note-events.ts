/** The way of a change through the logs of all processes: by its movie or actor, and the requests that it began with. */
import type { ChangeEvent } from '@marquee/contracts';
import type { Logger } from './logger.js';

/** What names an event in a log; `null` for those that are about no movie or actor. */
export function logged(event: ChangeEvent): object | null {
  if (event.kind !== 'movie' && event.kind !== 'actor') return null;
  const { kind, id, version, origins = [] } = event;
  return { [`${kind}Id`]: id, version, requestIds: origins.map(({ requestId }) => requestId) };
}

/** A line for each at debug: at thousands of changes a second they would be most of the log. */
export function noteEvents(logger: Logger, events: readonly ChangeEvent[], message: string): void {
  if (!logger.isLevelEnabled('debug')) return;
  for (const event of events) {
    const details = logged(event);
    if (details !== null) logger.debug(details, message);
  }
}
