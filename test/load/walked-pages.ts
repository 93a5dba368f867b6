/** Pages all along a list: their addresses from the app, what they must hold from the view. */
import type { ViewTables } from '@marquee/view-store';
import type { PageOf } from '../system/client.js';
import type { Place } from './rivals/slice-readers.js';
import { beginningOf } from './view-page.js';

export interface WalkedPage {
  readonly path: string;
  readonly place: Place;
  /** Of the body. */
  readonly begins: string;
}

export interface WalkOptions {
  /** Of all movies, ascending. */
  readonly sort: 'title' | 'addedAt';
  readonly limit: number;
  readonly pages: number;
}

/** The first so many pages, or as many as there are whole ones. @throws where the app and the view do not agree */
export async function walkedPages(
  url: string,
  tables: ViewTables,
  { sort, limit, pages }: WalkOptions,
): Promise<WalkedPage[]> {
  const list = `all/${sort}`;
  const found: WalkedPage[] = [];
  let path: string | null = `/movies?sort=${sort}&limit=${limit}`;
  let after: { readonly sortKey: string; readonly id: string } | null = null;
  while (path !== null && found.length < pages) {
    const slice = { list, order: 'ascending', walk: 'next', after, limit } as const;
    const rows = await tables.movieSlice({ ...slice, columns: 'full' });
    if (rows.length < limit) break;
    const bodies = await Promise.all(
      rows.map(async ({ id, json }) => json ?? (await whole(tables, id))),
    );
    const begins = beginningOf(bodies, limit);
    const text: string = await (await fetch(url + path)).text();
    if (!text.startsWith(begins)) throw new Error(`${path} does not hold what the view does`);
    const { sortKey, id } = after ?? { sortKey: '', id: '' };
    found.push({ path, place: { list, sortKey, id }, begins });
    after = rows.at(-1) ?? null;
    const { page }: PageOf<unknown> = JSON.parse(text);
    path = page.next === null ? null : `/movies?sort=${sort}&limit=${limit}&cursor=${page.next}`;
  }
  return found;
}

async function whole(tables: ViewTables, id: string): Promise<string> {
  const [movie] = await tables.moviesById([id], 'full');
  if (movie === undefined || movie === null) throw new Error(`the view has no movie ${id}`);
  return movie.json;
}
