/** The very last page of a list: what a cursor at its end shows. */
import type { PageOf } from '../system/client.js';

export interface ListOf {
  /** Path and parameters, without a limit. */
  readonly list: string;
  readonly limit: number;
}

/** Its address: as many movies as on the first page, the last one of the list among them. */
export async function lastPage(url: string, { list, limit }: ListOf): Promise<string> {
  for (const stride of [100, 90, 80, 70]) {
    let cursor = '';
    let page = await read(`${url}${list}&limit=${stride}`);
    while (page.next !== null) {
      cursor = `&cursor=${page.next}`;
      page = await read(`${url}${list}&limit=${stride}${cursor}`);
    }
    if (page.items <= limit) continue;
    const before = await read(`${url}${list}&limit=${page.items - limit}${cursor}`);
    return `${list}&limit=${limit}&cursor=${before.next}`;
  }
  throw new RangeError(`${list} has too few movies for a last page`);
}

async function read(url: string) {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  const { items, page }: PageOf<unknown> = JSON.parse(await answer.text());
  return { items: items.length, next: page.next };
}
