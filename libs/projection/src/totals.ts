/**
 * `totals`, and of them `genres` and `tags`
 * question: how large is this selection? which genres (tags) are there, and in how many movies do they stand?
 * key: totals (selection); genres and tags one partition each, then (name)
 * order: names by code unit
 * growth: one row for each genre, tag, year, provider and actor; those that fell to 0 remain and are not shown
 * writer: the projector alone, at the total's own version
 */
import type { TotalsChanged } from '@marquee/contracts';
import type { PutName, PutTotal } from './mutation.js';
import { genreSelection, tagSelection } from './selections.js';

/** Names come before totals: a version in `totals` says that the name's row has it too. */
export function totals({ totals }: TotalsChanged): (PutTotal | PutName)[] {
  return [
    ...totals.flatMap(namesOf),
    ...totals.map(
      ({ selection, count, version }): PutTotal => ({ table: 'totals', selection, count, version }),
    ),
  ];
}

function namesOf(total: TotalsChanged['totals'][number]): PutName[] {
  const { selection, count: movies, version } = total;
  for (const [table, prefix] of namedTables) {
    if (selection.startsWith(prefix)) {
      return [{ table, name: selection.slice(prefix.length), movies, version }];
    }
  }
  return [];
}

const namedTables = [
  ['genres', genreSelection('')],
  ['tags', tagSelection('')],
] as const;
