/**
 * Pages by key, within a bound of bytes. One that was asked for once stands on probation; asked for again, it is kept among the
 * proven ones, which may take four fifths of the bytes: a crawler's walk through a whole list pushes out no hot page.
 */
export interface Kept {
  readonly key: string;
  readonly bytes: number;
}

export interface KeptPages<T extends Kept> {
  /** `undefined` when it is not there; counts as use. */
  use(key: string): T | undefined;
  /** In place of what has its key; drops pages unused for longest until all fit again. */
  put(page: T): void;
  values(): Iterable<T>;
  bytes(): number;
  size(): number;
}

const PROVEN_SHARE = 0.8;

export function keptPages<T extends Kept>(
  maxBytes: number,
  onDropped: (page: T) => void,
): KeptPages<T> {
  // Maps keep the order of insertion: the first one is the longest unused.
  const probation = new Map<string, T>();
  const proven = new Map<string, T>();
  let provenBytes = 0;
  let bytes = 0;
  /** The proven one that was used last: it stands at the end already. */
  let newest: T | null = null;

  const remove = (page: T) => {
    if (page === newest) newest = null;
    bytes -= page.bytes;
    if (proven.delete(page.key)) provenBytes -= page.bytes;
    else probation.delete(page.key);
  };
  const prove = (page: T) => {
    bytes += page.bytes;
    provenBytes += page.bytes;
    proven.set(page.key, page);
    newest = page;
    while (provenBytes > maxBytes * PROVEN_SHARE) {
      const [oldest] = proven.values();
      if (oldest === undefined || oldest === page) return;
      proven.delete(oldest.key);
      provenBytes -= oldest.bytes;
      probation.set(oldest.key, oldest);
    }
  };
  const dropUntilItFits = () => {
    while (bytes > maxBytes) {
      const [oldest] = probation.size > 0 ? probation.values() : proven.values();
      if (oldest === undefined) return;
      remove(oldest);
      onDropped(oldest);
    }
  };

  return {
    use(key) {
      if (key === newest?.key) return newest;
      const page = proven.get(key) ?? probation.get(key);
      if (page === undefined) return undefined;
      remove(page);
      prove(page);
      return page;
    },
    put(page) {
      const before = proven.get(page.key) ?? probation.get(page.key);
      const wasProven = proven.has(page.key);
      if (before !== undefined) {
        remove(before);
        onDropped(before);
      }
      if (wasProven) {
        prove(page);
      } else {
        probation.set(page.key, page);
        bytes += page.bytes;
      }
      dropUntilItFits();
    },
    *values() {
      yield* probation.values();
      yield* proven.values();
    },
    bytes: () => bytes,
    size: () => probation.size + proven.size,
  };
}
