/** A page of movies: plans, reads, and fills in what the rows do not hold. */
import { type MovieSort, Rejected } from '@marquee/contracts';
import { hasRanks, listName, sortKeyOf, sortValueOf, tailListsOf } from '@marquee/projection';
import type { ViewTables } from '@marquee/view-store';
import type { CursorPlace } from './cursor.js';
import type { MovieListRequest } from './movie-list-query.js';
import { comparePlaces } from './movie-order.js';
import { contenders, countedAs, type MoviePlan, planMovies, type Sizes } from './movie-plan.js';
import { type FoundMovie, movieWalk } from './movie-walks.js';
import type { PageContent } from './page-answer.js';
import type { Dependencies } from './pages/dependencies.js';
import { type PageOf, type Place, readPage } from './read-page.js';

const needsRanks = (sort: MovieSort) => sort === 'plays' || sort === 'popularity';
const noSizes: Sizes = new Map();

export interface MoviePage extends PageContent {
  readonly dependencies: Dependencies;
}

export async function readMoviePage(
  tables: ViewTables,
  asked: MovieListRequest,
  totals: ViewTables['totals'],
): Promise<MoviePage> {
  const { selection, order, fields, limit, start } = asked;
  if (needsRanks(order.sort) && !hasRanks(tables.generation)) {
    throw new Rejected(
      'view-behind',
      'The view is older than this order: it must be rebuilt first.',
    );
  }
  const compared = contenders(selection, order.sort);
  const sizes = compared.length === 0 ? noSizes : await totals(compared);
  const plan = planMovies(selection, { sort: order.sort, sizes });
  const walk = movieWalk(tables, { plan, order, fields });
  const after = start.after && {
    sortKey: sortKeyOf(order.sort, start.after.sortValue),
    id: start.after.id,
  };
  const [page, total] = await Promise.all([
    readPage(walk, { direction: start.direction, after, skip: start.skip, limit }),
    totalOf(totals, countedAs(selection)),
  ]);
  const cursorPlace = (place: Place<FoundMovie> | null): CursorPlace | null =>
    place && {
      ...place,
      after: place.after && { sortValue: sortValueOf(order.sort, place.after), id: place.after.id },
    };
  return {
    items: await bodiesOf(tables, page.rows, fields),
    limit,
    next: cursorPlace(page.next),
    previous: cursorPlace(page.previous),
    total,
    dependencies: dependenciesOf(asked, plan, page.seen),
  };
}

function dependenciesOf(
  { selection, order: { sort, order }, start }: MovieListRequest,
  plan: MoviePlan,
  seen: PageOf<FoundMovie>['seen'],
): Dependencies {
  const total = countedAs(selection);
  if (plan.from === 'filmographies') {
    return { stretches: [], filmographies: plan.actorIds, total };
  }
  const compare = comparePlaces(order, start.direction);
  const lists = plan.selections.flatMap((name) => {
    const list = listName(name, sort);
    return [...new Set([list, ...tailListsOf(list)])];
  });
  return { stretches: lists.map((list) => ({ list, ...seen, compare })), filmographies: [], total };
}

async function totalOf(
  totals: ViewTables['totals'],
  selection: string | null,
): Promise<number | null> {
  if (selection === null) return null;
  return (await totals([selection])).get(selection)?.count ?? 0;
}

/** In the rows' order; a movie that was deleted meanwhile is left out. */
async function bodiesOf(
  tables: ViewTables,
  rows: readonly FoundMovie[],
  fields: 'full' | 'summary',
): Promise<string[]> {
  const missing = rows.filter(({ json }) => json === null).map(({ id }) => id);
  if (missing.length === 0) return rows.flatMap(({ json }) => json ?? []);
  const read = await tables.moviesById(missing, fields);
  const bodies = new Map(read.flatMap((movie) => (movie ? [[movie.id, movie.json] as const] : [])));
  return rows.flatMap(({ id, json }) => json ?? bodies.get(id) ?? []);
}
