/** Something that is opened at the first use, once, and again when that failed. */
export interface Lazy<T> {
  get(): Promise<T>;
  /** What is open now; `null` before the first use. */
  current(): T | null;
  /** Closes it if it was opened; it does not open again. */
  close(close: (value: T) => Promise<void>): Promise<void>;
}

export function lazily<T>(open: () => Promise<T>): Lazy<T> {
  let opening: Promise<T> | null = null;
  let closed = false;
  let current: T | null = null;
  return {
    current: () => current,
    async get() {
      if (closed) throw new Error('The write store is closed.');
      opening ??= open();
      const mine = opening;
      try {
        current = await mine;
        return current;
      } catch (error) {
        if (opening === mine) opening = null;
        throw error;
      }
    },
    async close(close) {
      if (closed) return;
      closed = true;
      if (opening !== null) await close(await opening);
    },
  };
}
