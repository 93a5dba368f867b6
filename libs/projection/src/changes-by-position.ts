/**
 * `changes_by_position`
 * question: what was changed after this change?
 * key: a range of positions, then (position)
 * order: by position, which is the order of commits
 * growth: one row for each change, gone after 30 days
 * writer: the projectors of all generations, into one table: each position stands for one change, so its row is the same from each of
 * them, and each time
 */
import type { ChangeEvent, Heartbeat } from '@marquee/contracts';
import type { PutChange, PutSettledPosition } from './mutation.js';

/** Of any event that tells of changes: what they are about is the event's, the rest each change's own. */
export function changesByPosition(event: ChangeEvent): PutChange[] {
  if (!('positions' in event)) return [];
  const { positions = [] } = event;
  const kind = event.kind === 'record' ? event.type : event.kind;
  const id = 'id' in event ? event.id : '';
  return positions.map(({ position, version, at }) => {
    return { table: 'changesByPosition', position, kind, id, version, at };
  });
}

/** The start for whoever follows from now on, and what tells a change that is still to come from one that never comes. */
export function settledPosition({ settledPosition: settled }: Heartbeat): PutSettledPosition[] {
  return settled ? [{ table: 'settledPosition', settled }] : [];
}
