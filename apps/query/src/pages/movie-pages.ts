/** Pages of movies, from the cache where that may serve them. */
import type { Sealer } from '@marquee/service';
import type { ViewTables } from '@marquee/view-store';
import type { MovieListRequest } from '../movie-list-query.js';
import { readMoviePage } from '../movie-page.js';
import { finishPage } from '../page-answer.js';
import type { FinishedPage } from './finished-page.js';
import type { KeptTotals } from './kept-totals.js';
import type { PageCache, ServedPage } from './page-cache.js';

/** Where the page cache has a page. */
export interface KeptAs {
  readonly key: string;
  readonly generation: string;
}

export interface ServedMoviePage extends ServedPage<FinishedPage> {
  /** `null` where it is not kept. */
  readonly keptAs: KeptAs | null;
}

export interface MoviePages {
  page(asked: MovieListRequest): Promise<ServedMoviePage>;
  /** From these tables, past the cache. */
  read(tables: ViewTables, asked: MovieListRequest): Promise<ServedMoviePage>;
}

export interface MoviePagesOptions {
  readonly cache: PageCache<FinishedPage>;
  readonly totals: KeptTotals;
  readonly sealer: Sealer;
  /** The live generation's, that see all that was ever announced. */
  readonly freshTables: () => ViewTables;
}

/** Both bodies that are made of one page in the end. */
const COMPRESSED_SHARE = 0.6;

export function moviePages({ cache, totals, sealer, freshTables }: MoviePagesOptions): MoviePages {
  return {
    async page(asked) {
      const tables = freshTables();
      const generation = tables.generation.name;
      const key = `${generation} ${keyOf(asked)}`;
      const served = await cache.page(key, async () => {
        const page = await readMoviePage(tables, asked, (names) => totals.of(tables, names));
        const content = finishPage(sealer, asked.list, page);
        const bytes = content.body.length * (1 + COMPRESSED_SHARE);
        return { content, bytes, generation, dependencies: page.dependencies };
      });
      return { ...served, keptAs: { key, generation } };
    },
    async read(tables, asked) {
      const page = await readMoviePage(tables, asked, tables.totals);
      return { content: finishPage(sealer, asked.list, page), from: 'view', keptAs: null };
    },
  };
}

const keyOf = ({ list, fields, limit, start }: MovieListRequest) =>
  JSON.stringify([list, fields, limit, start]);

export interface AskedView {
  readonly request: { readonly headers: { readonly 'consistency-token'?: string } };
  /** What `viewFor` gave for the request: it has the write that a token names. */
  readonly tables: ViewTables;
}

/** A read that brings a consistency token reads the view itself. */
export async function moviePageFor(
  { request, tables }: AskedView,
  pages: MoviePages,
  asked: MovieListRequest,
): Promise<ServedMoviePage> {
  return request.headers['consistency-token'] === undefined
    ? await pages.page(asked)
    : await pages.read(tables, asked);
}
