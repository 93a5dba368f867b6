/** What a run of the fault rig is told. */
import { parseArgs } from 'node:util';

/** What lies behind the apps: `standalone` is one process on embedded stores, the others are three kinds of apps with Redis. */
export const storeKinds = ['cassandra', 'sqlite', 'standalone'] as const;
export type StoreKind = (typeof storeKinds)[number];

export interface RigOptions {
  /** Decides the faults and the workload. */
  readonly seed: number;
  /** How long writers, readers and faults go on. */
  readonly durationMs: number;
  readonly stores: StoreKind;
  /** Of all writers together. */
  readonly writesPerSecond: number;
  /** Mean time from one fault to the next. */
  readonly faultEveryMs: number;
}

export const defaults = { minutes: 5, stores: 'cassandra', writesPerSecond: 40 } as const;

/** @throws {TypeError} that says what is wrong with the arguments */
export function readOptions(args: readonly string[]): RigOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: `${defaults.minutes}` },
      stores: { type: 'string', default: defaults.stores },
      rate: { type: 'string', default: `${defaults.writesPerSecond}` },
    },
  });
  const stores = storeKinds.find((kind) => kind === values.stores);
  if (stores === undefined) throw new TypeError(`--stores is one of ${storeKinds.join(', ')}`);
  return {
    seed: positive('seed', values.seed),
    durationMs: positive('minutes', values.minutes) * 60_000,
    stores,
    writesPerSecond: positive('rate', values.rate),
    faultEveryMs: 6_500,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new TypeError(`--${name} is a number above 0`);
  return value;
}
