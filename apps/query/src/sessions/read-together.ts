/** Reads that cost much and that many ask for at once. */
import { setImmediate as turn } from 'node:timers/promises';

/**
 * One read for all who ask for the same key before it begins: when the one before it is over, and all that has arrived was looked at. So
 * nobody gets what was read before they asked. An embedded view reads without ever waiting: without that turn nobody could join.
 */
export function readTogether<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  const gathering = new Map<string, Promise<T>>();
  const begin = async (key: string, read: () => Promise<T>): Promise<T> => {
    await running.get(key)?.catch(() => undefined);
    await turn();
    gathering.delete(key);
    const reading = read();
    running.set(key, reading);
    return await reading.finally(() => running.delete(key));
  };
  return (key, read) => {
    const reading = gathering.get(key) ?? begin(key, read);
    gathering.set(key, reading);
    return reading;
  };
}
