/** Pages of movies, from the cache where that may serve them. */
import type { ViewTables } from '@marquee/view-store';
import type { MovieListRequest } from '../movie-list-query.js';
import { readMoviePage } from '../movie-page.js';
import { finishPage, type PageContent } from '../page-answer.js';
import type { Reading } from '../query-deps.js';
import type { FinishedPage } from './finished-page.js';
import type { PageCache, ServedPage } from './page-cache.js';

export type MoviePages = PageCache<FinishedPage>;

/** Where the page cache has it. */
export interface KeptAs {
  readonly key: string;
  readonly generation: string;
}

/** Both bodies that are made of one page in the end. */
const COMPRESSED_SHARE = 0.6;

export interface AskedView {
  readonly request: { readonly headers: { readonly 'consistency-token'?: string } };
  /** What `viewFor` gave for the request: it has the write that a token names. */
  readonly tables: ViewTables;
}

/** A read that brings a consistency token reads the view itself. */
export async function moviePageFor(
  { request, tables: awaited }: AskedView,
  reading: Reading,
  asked: MovieListRequest,
): Promise<ServedPage<FinishedPage> & { readonly keptAs: KeptAs | null }> {
  const finish = (page: PageContent) => finishPage(reading.sealer, asked.list, page);
  if (request.headers['consistency-token'] !== undefined) {
    return { content: finish(await readMoviePage(awaited, asked)), from: 'view', keptAs: null };
  }
  const tables = reading.freshTables();
  const generation = tables.generation.name;
  const key = `${generation} ${keyOf(asked)}`;
  const served = await reading.pages.page(key, async () => {
    const page = await readMoviePage(tables, asked);
    const content = finish(page);
    const bytes = content.body.length * (1 + COMPRESSED_SHARE);
    return { content, bytes, generation, dependencies: page.dependencies };
  });
  return { ...served, keptAs: { key, generation } };
}

const keyOf = ({ list, fields, limit, start }: MovieListRequest) =>
  JSON.stringify([list, fields, limit, start]);
