/** What a part of the benchmark has opened, to be closed whatever comes of it. */
export interface Opened {
  /** Returns what it was given. */
  keep<T extends { close(): unknown }>(one: T): T;
  /** The last one first. */
  close(): Promise<void>;
}

export function nothingOpened(): Opened {
  const opened: { close(): unknown }[] = [];
  return {
    keep(one) {
      opened.push(one);
      return one;
    },
    async close() {
      for (const one of opened.toReversed()) await one.close();
    },
  };
}
