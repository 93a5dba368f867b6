/** One ordering of movies or actors, and which of two places comes first in it. */
import { type MovieSort, movieSorts, type Position } from '@marquee/contracts';
import { comparePositions } from '@marquee/projection';

export interface MovieOrder {
  readonly sort: MovieSort;
  readonly order: 'ascending' | 'descending';
}

export type Order = MovieOrder['order'];
export type Direction = 'next' | 'previous';

export const sortNames = movieSorts.flatMap((sort) => [sort, `-${sort}`] as const);
export type SortName = (typeof sortNames)[number];

export function movieOrderOf(name: SortName): MovieOrder {
  const order = name.startsWith('-') ? 'descending' : 'ascending';
  const sort = movieSorts.find((sort) => name.endsWith(sort)) ?? 'title';
  return { sort, order };
}

/** Compares places as a walk meets them: those without a sort value are last in both orders. */
export function comparePlaces(order: Order, direction: Direction) {
  const sign = order === 'ascending' ? 1 : -1;
  const way = direction === 'next' ? 1 : -1;
  return (a: Position, b: Position): number => {
    if ((a.sortKey === '') !== (b.sortKey === '')) return a.sortKey === '' ? way : -way;
    return sign * way * comparePositions(a, b);
  };
}
