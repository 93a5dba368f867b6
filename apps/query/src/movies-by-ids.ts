/** `GET /movies?ids=`: some movies, in the order asked. */
import type { ViewTables } from '@marquee/view-store';
import { Type } from 'typebox';
import { type Answer, weakEtag } from './answer.js';

const uuid = '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';

/** Of a parameter that names up to 100 movies. */
export const idList = { pattern: `^${uuid}(,${uuid}){0,99}$` };

export const idsParameter = Type.Optional(
  Type.String({
    ...idList,
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

/** Each once. */
export const idsAskedFor = (ids: string): readonly string[] => [
  ...new Set(ids.toLowerCase().split(',')),
];
