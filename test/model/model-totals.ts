/** Totals in memory: writes append deltas, a fold makes absolute totals of them, all of a fold at one version. */
import type { CoveredWrite, MovieKeys, TotalsChanged } from '@marquee/contracts';
import { countedSelectionsOf } from '@marquee/projection';
import { versionAt } from '@marquee/testing';

interface Total {
  readonly count: number;
  readonly version: number;
}

export interface Fold {
  readonly version: number;
  readonly selections: readonly string[];
  /** The writes whose deltas it adds up. */
  readonly covers: readonly CoveredWrite[];
}

export function modelTotals() {
  const totals = new Map<string, Total>();
  let deltas: (readonly [selection: string, by: number])[] = [];
  let covers: CoveredWrite[] = [];
  const of = (selection: string): Total => totals.get(selection) ?? { count: 0, version: 0 };

  return {
    append(write: string, before: readonly MovieKeys[], after: readonly MovieKeys[]): void {
      deltas.push(...before.flatMap(countedSelectionsOf).map((name) => [name, -1] as const));
      deltas.push(...after.flatMap(countedSelectionsOf).map((name) => [name, 1] as const));
      if (before.length + after.length > 0) covers.push({ write, subject: 'totals:0' });
    },
    /** `null` where there is nothing to fold. */
    fold(clock: number): Fold | null {
      const [taken, written] = [deltas, covers];
      [deltas, covers] = [[], []];
      const selections = [...new Set(taken.map(([selection]) => selection))].sort();
      const versions = selections.map((selection) => of(selection).version + 1);
      const version = Math.max(versionAt(clock), ...versions);
      for (const [selection, by] of taken) {
        totals.set(selection, { count: of(selection).count + by, version });
      }
      return taken.length === 0 ? null : { version, selections, covers: written };
    },
    /** As they are now, whatever fold they are of. */
    changeOf: ({ selections, covers }: Omit<Fold, 'version'>): TotalsChanged => ({
      kind: 'totals',
      totals: selections.map((selection) => ({ selection, ...of(selection) })),
      covers,
    }),
    all: () => [...totals.keys()],
  };
}
