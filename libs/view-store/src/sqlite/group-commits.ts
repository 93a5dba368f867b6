/** Gathers what several callers want written into one transaction: its pages are written, and the disk synced, once for all of them. */

export interface GroupCommits<Item> {
  readonly sizeOf: (item: Item) => number;
  /** Bounds one transaction, but for a single item that is larger. */
  readonly maxSize: number;
  /** Writes all of the items in one transaction, or throws and writes none. */
  readonly write: (items: readonly Item[]) => void;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Resolves when the item is committed. Items that come in the same turn of the event loop share a transaction; where that fails,
 * each gets one of its own, so that an item fails for its own reasons only.
 */
export function groupCommits<Item>(options: GroupCommits<Item>): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];

  function commitNext(): void {
    const group = waiting.splice(0, fitting(waiting, options));
    if (waiting.length > 0) setImmediate(commitNext);
    commit(group);
  }

  function commit(group: readonly Waiting<Item>[]): void {
    try {
      options.write(group.map(({ item }) => item));
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (group.length > 1) for (const one of group) commit([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  return async (item) =>
    await new Promise<void>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commitNext);
      waiting.push({ item, resolve, reject });
    });
}

/** How many of the first items go into one transaction. */
function fitting<Item>(
  waiting: readonly Waiting<Item>[],
  { sizeOf, maxSize }: GroupCommits<Item>,
): number {
  let count = 0;
  let size = 0;
  for (const { item } of waiting) {
    size += sizeOf(item);
    if (count > 0 && size > maxSize) break;
    count += 1;
  }
  return count;
}
