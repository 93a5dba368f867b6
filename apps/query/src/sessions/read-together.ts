/** Reads that cost much and that many ask for at once. */

/**
 * One read for all who ask for the same key while the one before it runs: it begins when that is over, so nobody gets what was read
 * before they asked.
 */
export function readTogether<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  const next = new Map<string, Promise<T>>();
  const begin = (key: string, read: () => Promise<T>) => {
    const reading = read().finally(() => {
      if (running.get(key) === reading) running.delete(key);
    });
    running.set(key, reading);
    return reading;
  };
  return async (key, read) => {
    const before = running.get(key);
    if (before === undefined) return await begin(key, read);
    const known = next.get(key);
    if (known !== undefined) return await known;
    const following = before
      .catch(() => undefined)
      .then(() => {
        next.delete(key);
        return begin(key, read);
      });
    next.set(key, following);
    return await following;
  };
}
