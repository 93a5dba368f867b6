/** Between the sort values that cursors hold and the keys that lists are ordered by. */
import type { MovieSort } from '@marquee/contracts';
import type { FoundMovie } from './movie-walks.js';

export function sortKeyOf(sort: MovieSort, value: string | null): string {
  return `${sort}${value}`;
}

export function sortValueOf(_sort: MovieSort, row: FoundMovie): string | null {
  return row.sortValue;
}

export const foldName = (name: string) => name.toLowerCase();
