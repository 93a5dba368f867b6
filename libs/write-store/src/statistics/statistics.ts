/** What is counted of providers, by days, and what their movies add up to. */
import { dayAt } from '@marquee/contracts';
import type { Transact } from '../make-store.js';
import type { Wide } from '../rows.js';
import { chunksOf, runRows } from '../scope.js';

/** Days that are kept, the current one among them. */
export const STATISTICS_DAYS = 30;
const DAY_MS = 86_400_000;
/** Movies of one statement: it holds up nobody for long. */
const MOVIES_A_STEP = 5_000;

export interface Statistics {
  /** Adds to what was counted; what the power takes with it is not counted. */
  add(counted: readonly CountedOfProvider[]): Promise<void>;
  /** What was counted in the days that are kept, in their order. */
  days(provider: string, now: number): Promise<readonly CountedOfDay[]>;
  /** Of the provider's movies that are there now, added up in steps between which others write. */
  amounts(provider: string): Promise<ProviderAmounts>;
  /** Deletes earlier days; returns how many rows, at most 1,000 a call. */
  prune(now: number): Promise<number>;
}

export interface CountedOfDay {
  /** `2026-01-31`, in UTC. */
  readonly day: string;
  /** Up to 20 characters. */
  readonly what: string;
  readonly amount: number;
}

export interface CountedOfProvider extends CountedOfDay {
  readonly provider: string;
}

export interface ProviderAmounts {
  readonly movies: number;
  readonly ratings: number;
  readonly plays: number;
}

export function statisticsOf(transact: Transact): Statistics {
  return {
    async add(counted) {
      for (const rows of chunksOf([...counted].sort(byKey))) {
        await transact('forgettable', async ({ run, statements: { statistics } }) => {
          type Key = { readonly provider_id: string; readonly day: string; readonly what: string };
          const found = await run<Key>(statistics.raise, { rows });
          const there = new Set(
            found.map(({ provider_id, day, what }) => [provider_id, day, what].join()),
          );
          const others = rows.filter((row) => !there.has(keyOf(row)));
          // Whoever loses the race for a key runs again, and finds it there.
          await runRows(run, statistics.insert, others);
        });
      }
    },
    async days(provider, now) {
      type Row = { readonly day: string; readonly what: string; readonly amount: Wide };
      const rows = await transact('write', ({ run, statements }) =>
        run<Row>(statements.statistics.days, { provider, from: firstDayOf(now) }),
      );
      return rows.map(({ day, what, amount }) => ({ day, what, amount: Number(amount) }));
    },
    async amounts(provider) {
      type Row = Readonly<Record<'movies' | 'ratings' | 'plays', Wide | null>> & {
        readonly last: string | null;
      };
      let sums: ProviderAmounts = { movies: 0, ratings: 0, plays: 0 };
      for (let after = ''; ; ) {
        const [row] = await transact('write', ({ run, statements }) =>
          run<Row>(statements.statistics.amounts, { provider, after, limit: MOVIES_A_STEP }),
        );
        const movies = Number(row?.movies ?? 0);
        sums = {
          movies: sums.movies + movies,
          ratings: sums.ratings + Number(row?.ratings ?? 0),
          plays: sums.plays + Number(row?.plays ?? 0),
        };
        if (movies < MOVIES_A_STEP) return sums;
        after = row?.last ?? '';
      }
    },
    prune: (now) =>
      transact('forgettable', async ({ run, statements }) => {
        const before = firstDayOf(now);
        return (await run(statements.statistics.prune, { before })).length;
      }),
  };
}

export const firstDayOf = (now: number): string => dayAt(now - (STATISTICS_DAYS - 1) * DAY_MS);

const keyOf = ({ provider, day, what }: CountedOfProvider) => [provider, day, what].join();
/** One order of locks for all. */
const byKey = (a: CountedOfProvider, b: CountedOfProvider) => (keyOf(a) < keyOf(b) ? -1 : 1);
