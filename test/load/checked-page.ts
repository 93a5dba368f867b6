/** A page as the app sends it now, found to hold what the view does: what it must send from now on. */
import type { ViewTables } from '@marquee/view-store';
import type { PageOf } from '../system/client.js';
import type { ExpectedAnswer } from './harness/closed-load.js';
import { beginningOf } from './view-page.js';

export interface CheckedPage {
  readonly answer: ExpectedAnswer;
  /** Of the whole body. */
  readonly bytes: number;
  readonly next: string | null;
}

/** @throws where its movies are not those of the view */
export async function checkedPage(
  url: string,
  path: string,
  tables: ViewTables,
): Promise<CheckedPage> {
  const response = await fetch(url + path, { headers: { 'accept-encoding': 'identity' } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
  const { items, page }: PageOf<{ readonly id: string }> = JSON.parse(text);
  const fields = path.includes('fields=summary') ? 'summary' : 'full';
  const stored = await tables.moviesById(
    items.map(({ id }) => id),
    fields,
  );
  const begins = beginningOf(
    stored.map((movie) => movie?.json ?? 'gone'),
    page.limit,
  );
  if (!text.startsWith(begins)) throw new Error(`${path} does not hold what the view does`);
  const body = Buffer.from(begins).toString('base64');
  return {
    answer: { path, headers: {}, status: 200, body, isWhole: false },
    bytes: Buffer.byteLength(text),
    next: page.next,
  };
}

/** One in `every` pages all along a list, and the first one; `list`: path and parameters without a limit. */
export async function spreadPages(
  { url, tables }: { readonly url: string; readonly tables: ViewTables },
  { list, limit, every }: { readonly list: string; readonly limit: number; readonly every: number },
): Promise<ExpectedAnswer[]> {
  const pages = [(await checkedPage(url, `${list}&limit=${limit}`, tables)).answer];
  let cursor: string | null = '';
  for (let walked = 1; cursor !== null; walked += 1) {
    const response = await fetch(`${url}${list}&fields=summary&limit=${STRIDE}${cursor}`);
    const { page }: PageOf<unknown> = JSON.parse(await response.text());
    cursor = page.next === null ? null : `&cursor=${page.next}`;
    if (cursor === null || walked % every > 0) continue;
    pages.push((await checkedPage(url, `${list}&limit=${limit}${cursor}`, tables)).answer);
  }
  return pages;
}

const STRIDE = 100;
