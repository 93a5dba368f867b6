/** Events as projections make them: what they write is a function of the movie and its version. */
import type { Mutation } from '@marquee/projection';
import type { SliceQuery, ViewTables } from '../../src/index.js';

export interface Place {
  readonly list: string;
  readonly bucket: number;
  readonly sortKey: string;
}

export interface MovieEvent {
  readonly id: string;
  readonly version: number;
  /** `null`: the movie is deleted. */
  readonly at: readonly Place[] | null;
  readonly gone?: readonly Place[];
  readonly actorIds?: readonly string[];
  readonly actorsGone?: readonly string[];
}

export const fullOf = (id: string, version: number) => `{"full":"${id}@${version}"}`;
export const summaryOf = (id: string, version: number) => `{"summary":"${id}@${version}"}`;
export const filtersOf = (id: string, version: number) => `{"filters":"${id}@${version}"}`;

/** Puts and removals in the order of a projection: the new rows first. */
export function movieEvent(event: MovieEvent): Mutation[] {
  const { id, version, at, gone = [], actorIds = [], actorsGone = [] } = event;
  const bodies = { fullJson: fullOf(id, version), summaryJson: summaryOf(id, version) };
  return [
    ...(at ?? []).map(
      (place): Mutation => ({
        ...{ table: 'movieLists', op: 'put', ...place, id, version, ...bodies },
        sortValue: place.sortKey === '' ? null : `value of ${place.sortKey}`,
        filters: filtersOf(id, version),
      }),
    ),
    ...gone.map(
      (place): Mutation => ({ table: 'movieLists', op: 'remove', ...place, id, version }),
    ),
    ...actorIds.map((actorId): Mutation => {
      const entry = filtersOf(id, version);
      return { table: 'actorMovies', op: 'put', actorId, id, version, entry };
    }),
    ...actorsGone.map(
      (actorId): Mutation => ({ table: 'actorMovies', op: 'remove', actorId, id, version }),
    ),
    {
      ...{ table: 'moviesById', id, version },
      ...(at === null ? { fullJson: null, summaryJson: null } : bodies),
    },
  ];
}

export interface ActorEvent {
  readonly id: string;
  readonly version: number;
  readonly at: readonly Place[] | null;
  readonly gone?: readonly Place[];
}

export const actorJson = (id: string, version: number) => `{"actor":"${id}@${version}"}`;

export function actorEvent({ id, version, at, gone = [] }: ActorEvent): Mutation[] {
  const json = actorJson(id, version);
  return [
    ...(at ?? []).map((place): Mutation => {
      const sortValue = `name ${place.sortKey}`;
      return { table: 'actorLists', op: 'put', ...place, id, version, sortValue, json };
    }),
    ...gone.map(
      (place): Mutation => ({ table: 'actorLists', op: 'remove', ...place, id, version }),
    ),
    { table: 'actorsById', id, version, json: at === null ? null : json },
  ];
}

export const place = (list: string, sortKey: string, bucket = 0): Place => ({
  list,
  bucket: sortKey === '' ? -1 : bucket,
  sortKey,
});

/** The whole of a list, from its start. */
export const wholeList = (list: string, limit = 1_000): SliceQuery => ({
  list,
  order: 'ascending',
  walk: 'next',
  after: null,
  limit,
});

/** `key id` of each row, in order. */
export async function rowsOf(tables: ViewTables, list: string): Promise<string[]> {
  const rows = await tables.movieSlice({ ...wholeList(list), columns: 'keys' });
  return rows.map(({ sortKey, id }) => `${sortKey} ${id}`);
}

/** All orders of a few things. */
export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
