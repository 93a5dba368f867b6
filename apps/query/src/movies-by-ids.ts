/** `GET /movies?ids=`: some movies, in the order asked. */
import { uuidList } from '@marquee/contracts';
import type { ViewTables } from '@marquee/view-store';
import { Type } from 'typebox';
import { type Answer, weakEtag } from './answer.js';

export const idsParameter = Type.Optional(
  uuidList(100, {
    description:
      'Up to 100 ids: answers these movies alone, in this order and each once, without those that are not there. ' +
      'Of the other parameters only `fields` goes with it.',
  }),
);

interface Asked {
  readonly ids: readonly string[];
  readonly fields: 'full' | 'summary';
}

/** `page.limit` is how many were asked for, `page.total` how many there are. */
export async function readMoviesByIds(tables: ViewTables, { ids, fields }: Asked): Promise<Answer> {
  const found = (await tables.moviesById(ids, fields)).flatMap((movie) => movie?.json ?? []);
  const page = { limit: ids.length, next: null, previous: null, total: found.length };
  const body = `{"items":[${found.join(',')}],"page":${JSON.stringify(page)}}`;
  return { body, etag: weakEtag(body) };
}
