/** What was read a moment ago, for reads that cost much and are asked for by many at once. */

export interface Recent<T> {
  readonly value: T;
  /** How long ago its reading began; milliseconds. */
  readonly ageMs: number;
}

/**
 * One reading for all who ask for the same key while it runs, and until it is `keepMs` old. One that failed is not kept. `now`:
 * milliseconds on any clock that only goes on.
 */
export function recentlyRead<T>({
  keepMs,
  now,
}: {
  readonly keepMs: number;
  readonly now: () => number;
}): (key: string, read: () => Promise<T>) => Promise<Recent<T>> {
  const readings = new Map<string, { readonly begunAt: number; readonly value: Promise<T> }>();
  return async (key, read) => {
    for (const [known, { begunAt }] of readings) {
      if (now() - begunAt >= keepMs) readings.delete(known);
    }
    const reading = readings.get(key) ?? { begunAt: now(), value: read() };
    readings.set(key, reading);
    reading.value.catch(() => {
      if (readings.get(key) === reading) readings.delete(key);
    });
    return { value: await reading.value, ageMs: now() - reading.begunAt };
  };
}
