/**
 * How many movies the selections have, kept until something touches them: else each page that is read would ask for its total
 * besides. Nothing is kept that may have changed while it was read.
 */
import type { Touched } from '@marquee/contracts';
import type { ViewTables } from '@marquee/view-store';

export type Totals = Awaited<ReturnType<ViewTables['totals']>>;

export interface KeptTotals {
  /** As these tables give them; those that nobody counts are left out. */
  of(tables: ViewTables, selections: readonly string[]): Promise<Totals>;
  touched(generation: string, touched: Touched): void;
  /** Changes may have been missed: nothing is known any longer. */
  missed(): void;
}

export interface KeptTotalsOptions {
  /** Milliseconds, of a clock that is never set back. */
  readonly now: () => number;
  /** Until when announcements are known to have arrived. */
  readonly trustedUntil: () => number;
}

type Total = Totals extends ReadonlyMap<string, infer Value> ? Value : never;

/** Without `total` it is being read. */
interface Kept {
  total?: Total | null;
}

const MAX_KEPT = 10_000;

export function keptTotals({ now, trustedUntil }: KeptTotalsOptions): KeptTotals {
  const kept = new Map<string, Kept>();
  return {
    async of(tables, selections) {
      const keyOf = (selection: string) => `${tables.generation.name} ${selection}`;
      const isTrusted = now() < trustedUntil();
      const found = new Map<string, Total>();
      const missing: string[] = [];
      for (const selection of selections) {
        const total = isTrusted ? kept.get(keyOf(selection))?.total : undefined;
        if (total === undefined) missing.push(selection);
        else if (total !== null) found.set(selection, total);
      }
      if (missing.length === 0) return found;
      if (kept.size + missing.length > MAX_KEPT) kept.clear();
      const places = missing.map((selection) => {
        const place: Kept = {};
        kept.set(keyOf(selection), place); // what touches it meanwhile takes it out
        return place;
      });
      const read = await tables.totals(missing);
      for (const [at, selection] of missing.entries()) {
        const total = read.get(selection);
        if (total !== undefined) found.set(selection, total);
        const place = places[at];
        if (place !== undefined) place.total = total ?? null;
      }
      return found;
    },
    touched(generation, { totals }) {
      for (const selection of totals) kept.delete(`${generation} ${selection}`);
    },
    missed: () => kept.clear(),
  };
}
