/** From which lists a selection is read. Any plan gives the same rows in the same order; they differ in how many are read. */
import type { MovieSort } from '@marquee/contracts';
import {
  ALL_MOVIES,
  actorSelection,
  genreSelection,
  providerSelection,
  tagSelection,
  yearSelection,
} from '@marquee/projection';
import type { Condition, Selection } from './selection.js';
import type { Years } from './within-years.js';

export type MoviePlan =
  /** The rows of these lists together, those that fulfil the conditions; none: every row does. */
  | {
      readonly from: 'lists';
      readonly selections: readonly string[];
      readonly test: readonly Condition[];
      /** Keeps to these years, which are side by side in this sort. */
      readonly years: Years | null;
    }
  /** What these actors have in common. */
  | {
      readonly from: 'filmographies';
      readonly actorIds: readonly string[];
      readonly test: readonly Condition[];
    };

/** More lists than this are not merged: each costs a read for each page. */
export const MAX_MERGED_LISTS = 16;

/** Lists that together hold all that fulfils the condition, and nothing else; `null` where there are none or too many. */
function listsOf(condition: Condition): readonly string[] | null {
  switch (condition.field) {
    case 'genre':
      return few(condition.anyOf)?.map(genreSelection) ?? null;
    case 'tag':
      return few(condition.anyOf)?.map(tagSelection) ?? null;
    case 'year': {
      const count = condition.to - condition.from + 1;
      if (count > MAX_MERGED_LISTS) return null;
      return Array.from({ length: count }, (_, n) => yearSelection(condition.from + n));
    }
    case 'provider':
      return [providerSelection(condition.is)];
    case 'actor':
    case 'language':
    case 'minRating':
      return null;
  }
}

const few = (names: readonly string[]) => (names.length > MAX_MERGED_LISTS ? null : names);

/** The selection's name in `totals`, or `null` where nobody counts it. */
export function countedAs({ conditions }: Selection): string | null {
  const [only, ...more] = conditions;
  if (only === undefined) return ALL_MOVIES;
  if (more.length > 0) return null;
  if (only.field === 'actor') return actorSelection(only.is);
  const [list, ...others] = listsOf(only) ?? [];
  return list !== undefined && others.length === 0 ? list : null;
}

/** Selections whose totals decide between plans; empty where there is only one plan. */
export function contenders({ conditions }: Selection, sort: MovieSort): readonly string[] {
  const choices = choicesOf(conditions, yearsOf(conditions, sort));
  return choices.length > 1 ? choices.flat() : [];
}

export type Sizes = ReadonlyMap<string, { readonly count: number }>;

export interface PlanOptions {
  readonly sort: MovieSort;
  readonly sizes: Sizes;
}

/** The plan that reads fewest rows, by the sizes that are known. */
export function planMovies({ conditions }: Selection, { sort, sizes }: PlanOptions): MoviePlan {
  const actorIds = conditions.flatMap((c) => (c.field === 'actor' ? [c.is] : []));
  const test = conditions.filter(({ field }) => field !== 'actor');
  if (actorIds.length > 0) return { from: 'filmographies', actorIds, test };
  const years = yearsOf(conditions, sort);
  const choices = choicesOf(conditions, years).sort((a, b) => sizeOf(a, sizes) - sizeOf(b, sizes));
  const [best] = choices;
  if (best === undefined) return { from: 'lists', selections: [ALL_MOVIES], test, years };
  return { from: 'lists', selections: best, test: conditions.length === 1 ? [] : test, years };
}

/** A list that was never counted is taken to be empty: it has had no time to grow. */
function sizeOf(selections: readonly string[], sizes: Sizes): number {
  return selections.reduce((sum, name) => sum + (sizes.get(name)?.count ?? 0), 0);
}

function yearsOf(conditions: readonly Condition[], sort: MovieSort): Years | null {
  if (sort !== 'releaseDate') return null;
  for (const condition of conditions) {
    if (condition.field === 'year' && condition.from < condition.to) return condition;
  }
  return null;
}

function choicesOf(conditions: readonly Condition[], years: Years | null): (readonly string[])[] {
  return conditions.flatMap((condition) => {
    const inRange = years !== null && condition.field === 'year';
    const lists = inRange ? [ALL_MOVIES] : listsOf(condition);
    return lists === null ? [] : [lists];
  });
}
