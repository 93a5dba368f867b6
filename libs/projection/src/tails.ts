/**
 * The ends of orderings: movies that lack the value to sort by, in order of id. Most movies lack several values at once (nobody
 * has rated or played them), and one row for each of them would be half as many again as a movie has otherwise. So a movie has
 * one row for all of these orderings in which it has no value, in a list named by them, `all/rating+plays+popularity`: its
 * tail. The end of an ordering is that of all tails that name it, merged by id.
 */
import type { MovieSort } from '@marquee/contracts';

/** All that there can be: who was never played has no popularity. */
const sharedTails = [
  'rating',
  'popularity',
  'rating+popularity',
  'plays+popularity',
  'rating+plays+popularity',
] as const;

const shared: ReadonlySet<string> = new Set(sharedTails.flatMap((tail) => tail.split('+')));

const tailsBySort: ReadonlyMap<string, readonly string[]> = new Map([
  ['releaseDate', ['releaseDate']],
  ...[...shared].map((sort): [string, readonly string[]] => [
    sort,
    sharedTails.filter((tail) => tail.split('+').includes(sort)),
  ]),
]);

export const tailName = (selection: string, tail: string) => `${selection}/${tail}`;

/** The tails that hold a movie without these values. */
export function tailsOf(lacking: readonly MovieSort[]): readonly string[] {
  const together = lacking.filter((sort) => shared.has(sort)).join('+');
  const alone = lacking.filter((sort) => !shared.has(sort));
  return together === '' ? alone : [...alone, together];
}

/** The lists whose rows in bucket -1, together, are the end of this list; none where all of its movies have a value. */
export function tailListsOf(list: string): readonly string[] {
  const end = list.lastIndexOf('/');
  const tails = tailsBySort.get(list.slice(end + 1)) ?? [];
  return tails.map((tail) => tailName(list.slice(0, end), tail));
}
