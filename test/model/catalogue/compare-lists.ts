/** Lists of movies against the model, in all sorts: whole, and in small pages there and back. */
import { isDeepStrictEqual } from 'node:util';
import { type Movie, movieSorts } from '@marquee/contracts';
import type { PageOf } from '../../system/client.js';
import { ensure, same } from './command-run.js';
import type { Read } from './compare.js';
import { idsInOrder, listQueries } from './expected-lists.js';
import { type Model, moviesOfActor } from './model.js';

const allSorts = movieSorts.flatMap((name) => [name, `-${name}`]);

type Items = ReadonlyMap<string, Movie>;

const idsOf = (movies: readonly { readonly id: string }[]) => movies.map(({ id }) => id);

/** Each item stands in every list as it is by id. */
function asById(found: readonly Movie[], items: Items, where: string): void {
  for (const item of found) {
    ensure(isDeepStrictEqual(item, items.get(item.id)), `${item.id} in ${where} is as by id`);
  }
}

/** What tokens promise: each movie in its lists, though not yet where its plays have it stand. */
export async function compareMembers(model: Model, read: Read): Promise<void> {
  for (const list of listQueries(model)) {
    const movies = [...model.movies.values()].filter(list.matches);
    for (const sort of ['title', '-rating']) {
      const url = `/movies?${list.query}&sort=${sort}&limit=100`.replace('?&', '?');
      const { body } = await read<PageOf<Movie>>(url);
      same(idsOf(body.items), idsInOrder(movies, sort), url);
    }
  }
}

export async function compareLists(model: Model, read: Read, items: Items): Promise<void> {
  for (const list of listQueries(model)) {
    const movies = [...model.movies.values()].filter(list.matches);
    for (const sort of list.counted ? allSorts : ['title', '-rating', '-popularity']) {
      const url = `/movies?${list.query}&sort=${sort}&limit=100`.replace('?&', '?');
      const { body } = await read<PageOf<Movie>>(url);
      same(idsOf(body.items), idsInOrder(movies, sort), url);
      asById(body.items, items, url);
      same(body.page.total, list.counted ? movies.length : null, `the total of ${url}`);
    }
  }
}

export async function comparePages(model: Model, read: Read): Promise<void> {
  for (const sort of allSorts) {
    const url = `/movies?sort=${sort}&limit=2&fields=summary`;
    const at = async (cursor: string) =>
      (await read<PageOf<Movie>>(`${url}&cursor=${encodeURIComponent(cursor)}`)).body;
    const forward: string[] = [];
    let page = (await read<PageOf<Movie>>(url)).body;
    for (;;) {
      forward.push(...idsOf(page.items));
      if (page.page.next === null) break;
      page = await at(page.page.next);
    }
    same(forward, idsInOrder([...model.movies.values()], sort), `the pages of ${url}`);
    const back = idsOf(page.items);
    while (page.page.previous !== null) {
      page = await at(page.page.previous);
      back.unshift(...idsOf(page.items));
    }
    same(back, forward, `the pages back of ${url}`);
  }
}

export async function compareFilmography(
  model: Model,
  read: Read,
  { actorId, items }: { readonly actorId: string; readonly items: Items },
): Promise<void> {
  for (const sort of ['-releaseDate', 'plays']) {
    const url = `/actors/${actorId}/movies?sort=${sort}`;
    const { body } = await read<PageOf<Movie>>(url);
    same(idsOf(body.items), idsInOrder(moviesOfActor(model, actorId), sort), url);
    asById(body.items, items, url);
  }
}
