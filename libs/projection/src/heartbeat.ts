/**
 * `heartbeat`
 * question: does the pipeline live, and how far behind the write model may the view be?
 * key: one row
 * order: none
 * growth: none
 * writer: the projector alone, at the relay's time, or above what is there where that was set back
 */
import type { Heartbeat } from '@marquee/contracts';
import type { PutHeartbeat } from './mutation.js';

export function heartbeat({ at, oldestUnconfirmedAt, version }: Heartbeat): PutHeartbeat {
  return { table: 'heartbeat', at, oldestUnconfirmedAt, version: version ?? at * 1_000 };
}
