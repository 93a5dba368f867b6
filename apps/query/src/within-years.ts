/** In order of release the movies of some years stand side by side: they are a range of any list, however many years. */
import { sortKeyOf } from '@marquee/projection';
import type { ViewTables } from '@marquee/view-store';
import { comparePlaces } from './movie-order.js';

export interface Years {
  readonly from: number;
  readonly to: number;
}

/** Slices of a list by `releaseDate` that begin and end with these years. */
export function withinYears(tables: ViewTables, { from, to }: Years): ViewTables['movieSlice'] {
  const low = { sortKey: sortKeyOf('releaseDate', `${from}-01-01`), id: '' };
  const high = { sortKey: sortKeyOf('releaseDate', `${to}-12-31`), id: '~' }; // above every id
  return async (query) => {
    const ascends = (query.order === 'ascending') === (query.walk === 'next');
    const [start, end] = ascends ? [low, high] : [high, low];
    const compare = comparePlaces(query.order, query.walk);
    const rows = await tables.movieSlice({ ...query, after: query.after ?? start });
    return rows.filter((row) => compare(row, end) < 0);
  };
}
