import { movieSorts } from '@marquee/contracts';
import type { Answer, Client, PageOf } from '../system/client.js';

export interface PagesOfLists {
  readonly paths: readonly string[];
  /** Of the movies on them. */
  readonly ids: readonly string[];
}

/** The first pages of the list of each sort, by their cursors. */
export async function pagesOfLists(client: Client, pagesASort: number): Promise<PagesOfLists> {
  const paths: string[] = [];
  const ids = new Set<string>();
  for (const sort of movieSorts) {
    const path = `/movies?sort=${sort}`;
    let at: string | null = path;
    for (let page = 0; at !== null && page < pagesASort; page += 1) {
      paths.push(at);
      const answer: Answer<PageOf<{ id: string }>> = await client.get(at);
      for (const { id } of answer.body.items) ids.add(id);
      const { next } = answer.body.page;
      at = next === null ? null : `${path}&cursor=${encodeURIComponent(next)}`;
    }
  }
  return { paths, ids: [...ids] };
}
