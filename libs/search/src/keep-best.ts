/** The best of many, without sorting or keeping the others. */
export interface Best<T> {
  /** Whether this one would be kept. */
  takes(item: T): boolean;
  keep(item: T): void;
  /** The best first. */
  sorted(): T[];
}

/** `compare` is a total order: negative where the first is better. */
export function keepBest<T>(most: number, compare: (a: T, b: T) => number): Best<T> {
  /** A heap: each is worse than those below it, so the worst is the first. */
  const heap: T[] = [];
  const isWorse = (a: T | undefined, b: T | undefined) =>
    a !== undefined && (b === undefined || compare(a, b) > 0);
  const swap = (a: number, b: number) => {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  };

  function rise(at: number): void {
    for (let place = at; place > 0; ) {
      const above = (place - 1) >> 1;
      if (!isWorse(heap[place], heap[above])) return;
      swap(place, above);
      place = above;
    }
  }

  function sink(): void {
    for (let place = 0; ; ) {
      const left = place * 2 + 1;
      const worse = isWorse(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!isWorse(heap[worse], heap[place])) return;
      swap(place, worse);
      place = worse;
    }
  }

  const takes = (item: T) => heap.length < most || isWorse(heap[0], item);
  return {
    takes,
    keep(item) {
      if (heap.length < most) {
        rise(heap.push(item) - 1);
      } else if (takes(item)) {
        heap[0] = item;
        sink();
      }
    },
    sorted: () => [...heap].sort(compare),
  };
}
