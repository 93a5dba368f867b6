/** What readers must see where the rows are these. */
import {
  comparePositions,
  isListTable,
  isTableById,
  type Mutation,
  type PutListRow,
  type PutRowById,
  tailListsOf,
} from '@marquee/projection';
import { allById, allLists, type Places } from './view-contents.js';

type Put = Exclude<Mutation, { readonly op: 'remove' }>;
type Rows<Table extends Put['table']> = Extract<Put, { readonly table: Table }>[];

/** In the form of `storeContents`. */
export function referenceContents(all: readonly Mutation[], places: Places): string[] {
  const rows = all.filter((row): row is Put => !('op' in row) || row.op === 'put');
  const of = <Table extends Put['table']>(table: Table) =>
    rows.filter((row) => row.table === table) as Rows<Table>;
  const contents: [string, unknown][] = [];
  for (const list of places.movieLists) {
    const tails = tailListsOf(list);
    const found = of('movieLists')
      .filter((row) => (row.sortKey === '' ? tails.includes(row.list) : row.list === list))
      .sort(comparePositions)
      .map(({ sortKey, id, sortValue, fullJson: json }) => ({ sortKey, id, sortValue, json }));
    contents.push([`${list} ascending`, valuesFirst(found)]);
    contents.push([`${list} descending`, valuesFirst(found.reverse())]);
  }
  const listed = rows.filter((row): row is PutListRow => isListTable(row.table));
  const bodies = rows.filter((row): row is PutRowById => isTableById(row.table));
  for (const table of allLists) {
    for (const list of places.lists[table]) {
      const found = listed.filter((row) => row.table === table && row.list === list);
      const shown = found.sort(comparePositions).map(({ sortKey, id, sortValue, json }) => {
        return { sortKey, id, sortValue, json };
      });
      contents.push([`${table} ${list}`, shown]);
    }
  }
  for (const actorId of places.castIds) {
    const found = of('actorMovies').filter((row) => row.actorId === actorId);
    const shown = found.map(({ id, entry }) => ({ id, entry }));
    contents.push([`movies of ${actorId}`, shown.sort((a, b) => (a.id < b.id ? -1 : 1))]);
  }
  const movies = of('moviesById').map(({ id, version, fullJson }) => ({
    id,
    version,
    json: fullJson,
  }));
  contents.push(...byId('movies', movies, places.movieIds));
  for (const table of allById) {
    const found = bodies.filter((row) => row.table === table);
    contents.push(...byId(table, found, places.ids[table]));
  }
  const totals = of('totals').filter(({ selection }) => places.selections.has(selection));
  const counts = totals.sort((a, b) => (a.selection < b.selection ? -1 : 1));
  const shown = counts.map(({ selection, count, version }) => [selection, { count, version }]);
  contents.push(['totals', shown]);
  contents.push(['genres', names(of('genres'))], ['tags', names(of('tags'))]);
  for (const write of places.writes) {
    contents.push([write, of('appliedWrites').filter((row) => row.write === write).length]);
  }
  return contents.map(([place, found]) => `${place}: ${JSON.stringify(found)}`);
}

const valuesFirst = <T extends { readonly sortKey: string }>(rows: readonly T[]) => [
  ...rows.filter(({ sortKey }) => sortKey !== ''),
  ...rows.filter(({ sortKey }) => sortKey === ''),
];

interface Body {
  readonly id: string;
  readonly version: number;
  readonly json: string | null;
}

function byId(
  kind: string,
  bodies: readonly Body[],
  ids: ReadonlySet<string>,
): [string, unknown][] {
  const versions = bodies
    .filter(({ id }) => ids.has(id))
    .map(({ id, version }) => [id, version] as const);
  return [
    [kind, bodiesOf(bodies, ids)],
    [`${kind} versions`, versions.sort(([a], [b]) => (a < b ? -1 : 1))],
  ];
}

/** In the order asked. */
function bodiesOf(bodies: readonly Body[], ids: ReadonlySet<string>) {
  return [...ids].map((asked) => {
    const body = bodies.find(({ id }) => id === asked);
    if (!body || body.json === null) return null;
    return { id: body.id, version: body.version, json: body.json };
  });
}

function names(rows: Rows<'genres' | 'tags'>) {
  const shown = rows
    .filter(({ movies }) => movies > 0)
    .map(({ name, movies }) => ({ name, movies }));
  return shown.sort((a, b) => (a.name < b.name ? -1 : 1));
}
