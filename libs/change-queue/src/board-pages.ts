import type { BoardOptions, BoardPlugin, ChangeQueue } from './change-queue.js';

/** The board of an app's admin port, at `/admin/board`; nothing where the queue has none. */
export function boardPages(
  queue: ChangeQueue,
  generations: BoardOptions['generations'],
): BoardPlugin[] {
  const board = queue.board({ path: '/admin/board', generations });
  return board === null ? [] : [board];
}
